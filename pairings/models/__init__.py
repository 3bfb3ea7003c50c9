"""The relationship: who, from when to when, on what terms, and what they do together."""

from pairings.models.agreement import Acceptance, Agreement, How
from pairings.models.changes import Ending, Extension, HelpRequest, Pause
from pairings.models.pairing import Pairing, PairingMentee
from pairings.models.sessions import AgendaItem, Note, Session

__all__ = [
    "Acceptance",
    "AgendaItem",
    "Agreement",
    "Ending",
    "Extension",
    "HelpRequest",
    "How",
    "Note",
    "Pairing",
    "PairingMentee",
    "Pause",
    "Session",
]
