"""What a pair wants to talk about; whatever is open carries over to the next session."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _

from kit.refusals import Refused
from pairings.models import AgendaItem, Pairing, Session
from pairings.telling import tell
from people.models import Person

State = AgendaItem.State


class Stale(Refused):
    """The item was changed meanwhile: `item` as it stands, and the text that was `refused`."""

    def __init__(self, item: AgendaItem, refused: str = "") -> None:
        self.item = item
        self.refused = refused
        super().__init__(
            _("This was changed meanwhile. Both texts are here: keep what you want, save again.")
        )


@transaction.atomic
def add(pairing: Pairing, *, by: Person, at: datetime, text: str) -> AgendaItem:
    """A new item at the end."""
    pairing.lock_live()
    item = AgendaItem.objects.create(
        pairing=pairing, text=text, position=_end(pairing), added_by=by, added_at=at
    )
    tell("agenda_item.added", item, pairing, by=by, at=at)
    return item


@transaction.atomic
def edit(item: AgendaItem, *, by: Person, at: datetime, text: str, version: int) -> AgendaItem:
    """Another wording. `version` is the one that was read; raises `Stale` where it is not it."""
    pairing = item.pairing
    pairing.lock_live()
    sealed = AgendaItem.objects.filter(pk=item.pk, version=version, state=State.OPEN)
    if not sealed.update(text=text, version=F("version") + 1):
        item.refresh_from_db()
        raise Stale(item, text)
    item.refresh_from_db()
    tell("agenda_item.edited", item, pairing, by=by, at=at)
    return item


@transaction.atomic
def move(item: AgendaItem, *, to: int) -> None:
    """Put an open item at place `to` (from 0) among the open ones. No event: nothing happened.

    The items get new numbers above all old ones, so that no two share one on the way.
    """
    item.pairing.lock_live()
    ids = list(item.pairing.agenda.open().values_list("pk", flat=True))
    if item.pk not in ids:
        item.refresh_from_db()
        raise Stale(item)
    ids.remove(item.pk)
    ids.insert(max(0, to), item.pk)
    first = _end(item.pairing)
    places = [When(pk=pk, then=Value(first + place)) for place, pk in enumerate(ids)]
    AgendaItem.objects.filter(pk__in=ids).update(position=Case(*places))
    item.refresh_from_db()


@transaction.atomic
def discuss(item: AgendaItem, *, by: Person, at: datetime, session: Session | None = None) -> None:
    """It was talked about, in `session` where that is known. Raises `Stale` if it is not open."""
    _close(item, State.DISCUSSED, by=by, at=at, session=session)


@transaction.atomic
def drop(item: AgendaItem, *, by: Person, at: datetime) -> None:
    """It need not be talked about any more. Raises `Stale` if it is not open."""
    _close(item, State.DROPPED, by=by, at=at)


@transaction.atomic
def reopen(item: AgendaItem, *, by: Person, at: datetime) -> None:
    """Back to the end of the open ones; nothing changes where it is open already."""
    item.pairing.lock_live()
    item.refresh_from_db()
    if item.state == State.OPEN:
        return
    item.state = State.OPEN
    item.session = None
    item.position = _end(item.pairing)
    item.save(update_fields=["state", "session", "position"])
    tell("agenda_item.reopened", item, item.pairing, by=by, at=at)


def close_all(
    pairing: Pairing, items: list[AgendaItem], *, session: Session, by: Person, at: datetime
) -> int:
    """Tick off those of `items` that are still open, under the caller's lock; how many were."""
    ids = [item.pk for item in items]
    closed = list(pairing.agenda.open().filter(pk__in=ids))
    AgendaItem.objects.filter(pk__in=[item.pk for item in closed]).update(
        state=State.DISCUSSED, session=session
    )
    for item in closed:
        tell("agenda_item.discussed", item, pairing, by=by, at=at)
    return len(closed)


def _close(
    item: AgendaItem, state: str, *, by: Person, at: datetime, session: Session | None = None
) -> None:
    item.pairing.lock_live()
    item.refresh_from_db()
    if item.state != State.OPEN:
        raise Stale(item)
    item.state = state
    item.session = session
    item.save(update_fields=["state", "session"])
    tell(f"agenda_item.{state}", item, item.pairing, by=by, at=at)


def _end(pairing: Pairing) -> int:
    """A number after every number in use, open or not."""
    last = pairing.agenda.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1
