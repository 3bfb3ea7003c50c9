"""The suggestions that mentees find: kept in rows, and made anew when something has changed.

They are made when a mentee comes to look, not by a worker: the page then never depends on one, and
nothing is reckoned for programs nobody looks at. What was made holds for `HOLDS`; after that the
next visit reads the pool again, and only where its fingerprint is another one are all suggestions
of the program made anew. One visitor does this, the others read what is there meanwhile. Whoever
was admitted since has none yet, and so waits for them. Between two such looks nobody is misled:
mentors without a place are left out by the reading, and asking looks at everything afresh.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction

from matching import criteria, explaining, places, pool
from matching.choosing import addressing
from matching.choosing.suggesting import OPEN_CRITERIA, Outlooks, suggest
from matching.models import Outlook, Request, Suggestion
from matching.prospects import criteria_now
from matching.scoring import Criteria, Pool
from participants.models import Participant
from programs.models import Program

HOLDS = timedelta(minutes=10)
_LOCK = 0x73756767  # with the program's key: one at a time makes them
_BATCH = 1000


@dataclass(frozen=True)
class Suggested:
    """A suggestion as it is shown: the mentor, the parts of the score, and why, in a sentence."""

    suggestion: Suggestion
    parts: list[explaining.Part]
    sentence: str

    @property
    def mentor(self) -> Participant:
        return self.suggestion.mentor


def refused_in(program: Program) -> frozenset[tuple[int, int]]:
    """(mentee, mentor) of whom the mentor has declined the mentee's request."""
    declined = Request.objects.of(program).filter(answer=Request.Answer.DECLINED)
    return frozenset(declined.values_list("mentee", "mentor"))


# --- Made -----------------------------------------------------------------------------------------


def refresh(mentee: Participant, *, at: datetime) -> frozenset[int]:
    """See to it that the mentee's suggestions are there, and not older than they may be.

    Returns the mentors (participant ids) who cannot be theirs.
    """
    outlook: Outlook | None = getattr(mentee, "outlook", None)
    if outlook is None or outlook.at <= at - HOLDS:
        outlook = _renewed(mentee, at=at, waiting=outlook is None)
    return frozenset(outlook.apart) if outlook else frozenset()


@transaction.atomic
def _renewed(mentee: Participant, *, at: datetime, waiting: bool) -> Outlook | None:
    mine = Outlook.objects.filter(mentee=mentee)
    if _alone(mentee.program, waiting=waiting):
        known = mine.first()
        if known is None or known.at <= at - HOLDS:  # nobody else was faster
            renew(mentee.program, at=at)
    return mine.first()


def _alone(program: Program, *, waiting: bool) -> bool:
    """Hold the making of this program's suggestions; False where somebody else is at it."""
    with connection.cursor() as cursor:
        if waiting:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, program.pk])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_LOCK, program.pk])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def renew(program: Program, *, at: datetime) -> bool:
    """Make the suggestions of the program anew; False where nothing they rest on has changed."""
    people = pool.read(program, on=at.date())
    rules, refused = criteria_now(program), refused_in(program)
    fingerprint = _fingerprint(people, rules, refused)
    mentees = [one.id for one in people.mentees]
    known = Outlook.objects.filter(mentee__program=program)
    if set(known.values_list("mentee", "fingerprint")) == {(pk, fingerprint) for pk in mentees}:
        known.update(at=at)
        return False
    _store(program, suggest(people, rules, refused=refused), fingerprint, at=at)
    return True


def _fingerprint(people: Pool, rules: Criteria, refused: Iterable[tuple[int, int]]) -> str:
    everything = f"{pool.fingerprint(people)} {criteria.as_settings(rules)} {sorted(refused)}"
    return hashlib.sha256(everything.encode()).hexdigest()


def _store(program: Program, found: Outlooks, fingerprint: str, *, at: datetime) -> None:
    Suggestion.objects.filter(program=program).delete()
    Outlook.objects.filter(mentee__program=program).delete()
    Outlook.objects.bulk_create(
        [
            Outlook(mentee_id=mentee, apart=list(apart), fingerprint=fingerprint, at=at)
            for mentee, apart in found.apart.items()
        ],
        batch_size=_BATCH,
    )
    Suggestion.objects.bulk_create(
        [
            Suggestion(
                program=program,
                mentee_id=one.mentee,
                mentor_id=one.mentor,
                rank=one.rank,
                score=one.score,
                parts=dict(one.parts),
                reasons=list(one.facts),
                at=at,
            )
            for one in found.suggested
        ],
        batch_size=_BATCH,
    )


# --- Read -----------------------------------------------------------------------------------------


def of(mentee: Participant, *, taken: places.Taken) -> list[Suggested]:
    """The mentors suggested to the mentee who can still be asked, the one who fits best first."""
    rows = (
        mentee.suggestions.filter(
            mentor__state=Participant.State.ADMITTED, mentor__person__is_active=True
        )
        .select_related("mentor__person__employment")
        .order_by("rank")
    )
    free = [
        one
        for one in rows
        if (mentee.pk, one.mentor_id) not in taken.ended
        and places_free(mentee.program, one.mentor, taken)
    ]
    return [Suggested(one, _parts(one), addressing.sentence(one.reasons)) for one in free]


def _parts(suggestion: Suggestion) -> list[explaining.Part]:
    return [
        explaining.Part(str(criteria.WEIGHTS[name].label), *suggestion.parts[name])
        for name in OPEN_CRITERIA
        if name in suggestion.parts
    ]


def places_free(program: Program, mentor: Participant, taken: places.Taken) -> int:
    """How many mentees more the mentor can have."""
    if pool.is_too_small(program, mentor.capacity):
        return 0
    return program.seats_free(mentor.capacity, taken=taken.seats.get(mentor.pk, 0))
