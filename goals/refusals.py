"""Why something cannot be done to a goal, in words for the one who asked."""

from __future__ import annotations

from kit.refusals import Refused


class NotTheOwner(Refused):
    """A goal is its mentee's: others may propose and help, not decide."""


class WrongState(Refused):
    """The goal is not in a state that allows this."""


class NotInThePairing(Refused):
    """An action's owner must be one of the pair."""
