"""The four questions for HR, and the sheet of a run for who runs the program."""
