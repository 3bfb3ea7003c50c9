"""Programs that start from a list: a CSV file is read, checked, shown, and applied as a whole."""

from participants.listing.applying import NotApplicable, apply, enlist
from participants.listing.checking import Plan, check
from participants.listing.reading import Entry, Fault, UnreadableError, entries_of, text_of

__all__ = [
    "Entry",
    "Fault",
    "NotApplicable",
    "Plan",
    "UnreadableError",
    "apply",
    "check",
    "enlist",
    "entries_of",
    "text_of",
]
