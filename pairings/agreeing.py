"""How a pair will work: written in versions, and in force once everybody has accepted."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kit.refusals import Refused
from pairings.models import Acceptance, Agreement, Pairing
from pairings.telling import tell
from people.models import Person

TERMS = ("cadence_days", "minutes", "how", "confidentiality", "ending")


class Superseded(Refused):
    """A newer version was written meanwhile; `newest` is it."""

    def __init__(self, newest: Agreement) -> None:
        self.newest = newest
        super().__init__(
            _("The agreement was changed meanwhile. Please read the new version first.")
        )


@transaction.atomic
def write(
    pairing: Pairing, *, by: Person, at: datetime, base: int | None = None, **terms: Any
) -> Agreement:
    """A new version; whoever writes it accepts it, everybody else is asked anew.

    `terms` are any of TERMS, the rest stays as it was. `base` is the version that the writer
    changed: where a newer one is there, `Superseded` is raised and nothing written.
    """
    pairing.lock_live()
    newest = pairing.agreements.select_related(None).first()
    assert newest, "a pairing is founded with an agreement"
    if base is not None and newest.version != base:
        raise Superseded(newest)
    kept = {name: getattr(newest, name) for name in TERMS}
    written = Agreement.objects.create(
        pairing=pairing,
        version=newest.version + 1,
        written_at=at,
        written_by=by,
        **(kept | terms),
    )
    tell(
        "agreement.written",
        written,
        pairing,
        by=by,
        at=at,
        version=written.version,
        cadence_days=written.cadence_days,
        minutes=written.minutes,
        how=str(written.how),
    )
    _accept(written, pairing, by=by, at=at)
    return written


@transaction.atomic
def accept(agreement: Agreement, *, by: Person, at: datetime) -> None:
    """One person's yes; with the last one missing the pairing becomes active.

    Accepting twice changes nothing. Raises `Superseded` where there is a newer version.
    """
    pairing = agreement.pairing
    pairing.lock_live()
    newest = pairing.agreements.first()
    assert newest
    if newest != agreement:
        raise Superseded(newest)
    _accept(agreement, pairing, by=by, at=at)


def _accept(agreement: Agreement, pairing: Pairing, *, by: Person, at: datetime) -> None:
    _row, is_new = Acceptance.objects.get_or_create(
        agreement=agreement, person=by, defaults={"at": at}
    )
    if not is_new:
        return
    tell("agreement.accepted", agreement, pairing, by=by, at=at, version=agreement.version)
    accepted = set(agreement.acceptances.values_list("person", flat=True))
    if pairing.state != Pairing.State.PROPOSED:
        return
    if all(person.pk in accepted for person in pairing.people()):
        pairing.state = Pairing.State.ACTIVE
        pairing.activated_at = at
        pairing.save(update_fields=["state", "activated_at"])
        tell("pairing.activated", pairing, pairing, by=by, at=at)
