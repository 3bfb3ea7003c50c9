class ServerError(Exception):
    """An embedded server could not be started; the message says why and what to do."""
