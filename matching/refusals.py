"""Why something cannot be done in the matching, in words for the one who asked."""


class RefusedError(Exception):
    """What was asked cannot be done; `str()` says why and what to do instead."""
