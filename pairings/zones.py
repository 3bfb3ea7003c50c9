"""What the clock shows for the others, where they live in another zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pairings.models import Session
from people.models import Person


@dataclass(frozen=True)
class Elsewhere:
    """An instant as `person` reads it from the wall: `local` has no zone, so nobody shifts it."""

    person: Person
    local: datetime

    @property
    def place(self) -> str:
        return self.person.time_zone.rsplit("/", 1)[-1].replace("_", " ")


def elsewhere(at: datetime, viewer: Person, others: list[Person]) -> list[Elsewhere]:
    """The instant for those of `others` whose clock then differs from the viewer's."""
    here = _wall(at, viewer)
    walls = [Elsewhere(person, _wall(at, person)) for person in others]
    return [one for one in walls if one.local != here]


def _wall(at: datetime, person: Person) -> datetime:
    return at.astimezone(ZoneInfo(person.time_zone)).replace(tzinfo=None)


@dataclass(frozen=True)
class PlannedSession:
    """A planned session, with the others' times and whether it has begun."""

    session: Session
    elsewhere: list[Elsewhere]
    has_begun: bool


def planned_for(
    sessions: list[Session], viewer: Person, others: list[Person], *, now: datetime
) -> list[PlannedSession]:
    return [
        PlannedSession(one, elsewhere(one.starts_at, viewer, others), one.starts_at <= now)
        for one in sessions
    ]
