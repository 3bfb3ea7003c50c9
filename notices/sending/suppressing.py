"""Addresses from which mail comes back: none is sent there until somebody lifts it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from history.models import Event
from history.recording import record
from notices.models import Suppression
from people.models import Person


def suppression_of(email: str) -> Suppression | None:
    """Why no mail goes there, where that is so."""
    return Suppression.objects.filter(email__iexact=email).first()


@transaction.atomic
def suppress(email: str, *, why: str, at: datetime) -> None:
    """Send nothing there from now on; nothing changes where that is so already."""
    if Suppression.objects.filter(email__iexact=email).exists():
        return
    try:
        with transaction.atomic():
            made = Suppression.objects.create(email=email, why=why, since_at=at)
    except IntegrityError:
        return  # another sender has just found out
    record("address.suppressed", made, by=None, at=at)


@transaction.atomic
def lift(suppression: Suppression, *, by: Person, at: datetime) -> None:
    """Send there again: the mailbox has been mended."""
    record("address.lifted", suppression, by=by, at=at, people=_whose(suppression.email))
    suppression.delete()


def is_lifted_since(email: str, moment: datetime) -> bool:
    """Whether an administrator let mail go there again after that, by the history: it knows whose
    address it was, not the address."""
    lifted = Event.objects.filter(verb="address.lifted", at__gt=moment)
    return any(lifted.filter(facts__people__contains=pk).exists() for pk in _whose(email))


def _whose(email: str) -> list[int]:
    return list(Person.objects.filter(email__iexact=email).values_list("pk", flat=True))
