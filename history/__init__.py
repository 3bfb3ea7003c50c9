"""What happened. `from history.recording import record`."""
