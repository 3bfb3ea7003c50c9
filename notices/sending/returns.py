"""What a provider reports after it has taken a mail: that it came back, or was not wanted.

A mail that only comes back for now (a full mailbox, a slow server) says nothing of the address.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from notices.sending.post import tidy
from notices.sending.suppressing import is_lifted_since, suppress
from people.models import Person

UNWANTED = (EventType.COMPLAINED, EventType.UNSUBSCRIBED)
NEVER_TAKEN = (
    RejectReason.INVALID,
    RejectReason.BOUNCED,
    RejectReason.SPAM,
    RejectReason.UNSUBSCRIBED,
)


def take(events: Iterable[AnymailTrackingEvent], *, at: datetime) -> None:
    """Send no mail to addresses that are gone, or whose owners complained to their provider.

    Addresses of nobody here are passed over: a provider's account may send other mail as well. So
    is what was before somebody mended it: providers report late, and twice.
    """
    for event in events:
        email = str(event.recipient or "").replace("\0", "")
        if (
            is_final(event)
            and Person.objects.filter(email__iexact=email).exists()
            and not is_lifted_since(email, event.timestamp or at)
        ):
            suppress(email, why=_why(event), at=at)


def is_final(event: AnymailTrackingEvent) -> bool:
    """Whether any further mail to the address would meet the same."""
    if event.event_type == EventType.BOUNCED:
        return not _is_soft(event)
    if event.event_type == EventType.REJECTED:
        return event.reject_reason in NEVER_TAKEN
    return event.event_type in UNWANTED


def _is_soft(event: AnymailTrackingEvent) -> bool:
    """The providers' own words for it: anymail calls a soft and a hard one the same."""
    said = event.esp_event
    data = said.get("data")
    kinds = (said.get("Type"), said.get("event"), isinstance(data, dict) and data.get("type"))
    return said.get("hard_bounce") is False or any("soft" in str(one).lower() for one in kinds)


def _why(event: AnymailTrackingEvent) -> str:
    said = event.mta_response or event.description or event.reject_reason or ""
    return f"{event.event_type}: {tidy(str(said))}"
