"""Something isn't working: a word to those who run the program, and to nobody else."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kit.refusals import Refused
from pairings.models import HelpRequest, Pairing
from pairings.telling import tell
from people.models import Person


class AskedAlready(Refused):
    def __init__(self) -> None:
        super().__init__(
            _("You have asked already. Those who run the program know, and will be in touch.")
        )


def readers_of(pairing: Pairing) -> QuerySet[Person]:
    """Who reads what is asked in a pairing that is `with_readers`."""
    return Person.objects.filter(pk__in=pairing.readers).order_by("name", "pk")


@transaction.atomic
def ask(pairing: Pairing, *, by: Person, at: datetime, message: str = "") -> HelpRequest:
    """One open request for each person of a pairing. Raises `AskedAlready`."""
    pairing.lock()
    if pairing.help_requests.filter(asked_by=by, settled_at__isnull=True).exists():
        raise AskedAlready
    request = HelpRequest.objects.create(
        pairing=pairing, asked_by=by, asked_at=at, message=message.strip()
    )
    tell("help.asked", request, pairing, by=by, at=at)
    return request


@transaction.atomic
def settle(request: HelpRequest, *, by: Person, at: datetime) -> None:
    """It is seen to. Settling twice changes nothing."""
    open_one = HelpRequest.objects.filter(pk=request.pk, settled_at__isnull=True)
    if open_one.update(settled_at=at, settled_by=by):
        tell("help.settled", request, request.pairing, by=by, at=at)
    request.refresh_from_db()
