"""Saying that one has read what is expected, again whenever it changes."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from participants.intake import Outdated
from participants.models import Acknowledgement, Participant
from programs.models import Expectations


def live_expectations(participant: Participant) -> Expectations | None:
    """What is expected of the role now."""
    return participant.program.expectations.filter(role=participant.role, replaced_at=None).first()


@transaction.atomic
def acknowledge(participant: Participant, *, expectations: Expectations, at: datetime) -> None:
    """Record that the person has read `expectations`; a second time changes nothing.

    Raises `Outdated` where that is not the live version of the role, and `Refused` for somebody
    who does not take part.
    """
    if not participant.may_withdraw:
        raise Refused(_("This application is not under way."))
    if live_expectations(participant) != expectations:
        raise Outdated
    _row, is_new = Acknowledgement.objects.get_or_create(
        participant=participant, expectations=expectations, defaults={"at": at}
    )
    if is_new:
        record(
            "participant.acknowledged",
            participant,
            by=participant.person,
            at=at,
            program_id=participant.program_id,
            version=expectations.version,
        )
