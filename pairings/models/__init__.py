"""The relationship: who, from when to when, on what terms, and what they do together."""

from pairings.models.agreement import Acceptance, Agreement, How
from pairings.models.changes import Ending, Extension, ExtensionRequest, HelpRequest, Pause
from pairings.models.checkins import CheckIn
from pairings.models.pairing import Pairing, PairingMentee
from pairings.models.sessions import AgendaItem, Note, Session

__all__ = [
    "Acceptance",
    "AgendaItem",
    "Agreement",
    "CheckIn",
    "Ending",
    "Extension",
    "ExtensionRequest",
    "HelpRequest",
    "How",
    "Note",
    "Pairing",
    "PairingMentee",
    "Pause",
    "Session",
]
