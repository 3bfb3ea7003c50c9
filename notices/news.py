"""Notices that something which happened owes, read from the history.

`due_on` is the UTC date of the event: it only has to be the same however often the event is read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet

from history.models import Event
from matching.models import Request
from notices.catalogue import BY_VERB, Kind, To
from notices.dates import FETCH, LOOK_BACK
from notices.models import Notice
from notices.owed import Owed
from notices.reading import read_from
from pairings.models import Acceptance, Agreement, HelpRequest, Pairing, PairingMentee
from participants.models import Acknowledgement, Participant
from programs.models import Expectations

Recipients = Iterable[tuple[int, int]]  # what it is about, and to whom


def due(*, now: datetime) -> Iterator[Owed]:
    """All that the history owes and that has no notice yet."""
    start = read_from()
    events = Event.objects.filter(pk__gt=start, verb__in=BY_VERB).order_by("pk")
    if not start:
        events = events.filter(at__gt=now - LOOK_BACK)  # a first start over an old history
    chunk: list[Event] = []
    for event in events.iterator(chunk_size=FETCH):
        chunk.append(event)
        if len(chunk) == FETCH:
            yield from _of_chunk(chunk, now)
            chunk = []
    yield from _of_chunk(chunk, now)


def _of_chunk(events: list[Event], now: datetime) -> Iterator[Owed]:
    by_kind: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_kind[BY_VERB[event.verb].name].append(event)
    for some in by_kind.values():
        yield from _of_kind(BY_VERB[some[0].verb], some, now)


def _of_kind(kind: Kind, events: list[Event], now: datetime) -> Iterator[Owed]:
    ids = {event.subject_id for event in events}
    to: dict[int, list[int]] = defaultdict(list)
    for subject, person in _RECIPIENTS[kind.to, kind.subject_kind](ids):
        to[subject].append(person)
    known = Notice.objects.filter(kind=kind.name, subject_id__in=ids).values_list(
        "kind", "subject_kind", "subject_id", "due_on", "recipient_id"
    )
    told = set(known)
    for event in events:
        for person in to[event.subject_id]:
            owed = Owed(
                kind,
                event.subject_id,
                event.at.astimezone(UTC).date(),
                person,
                event.program_id,
                min(event.at, now),
            )
            if owed.key not in told:
                told.add(owed.key)
                yield owed


# --- To whom -----------------------------------------------------------------------------------


def _pairs(rows: QuerySet[Any], to: str) -> Recipients:
    """Subjects with a person each, those who may sign in."""
    return rows.filter(**{f"{to}__is_active": True}).order_by().values_list("pk", f"{to}_id")


def _applicants(ids: Collection[int]) -> Recipients:
    return _pairs(Participant.objects.filter(pk__in=ids), "person")


def _of_the_pairs(ids: Collection[int]) -> Recipients:
    yield from _pairs(Pairing.objects.filter(pk__in=ids), "mentor__person")
    places = PairingMentee.objects.filter(
        pairing__in=ids, left_on=None, mentee__person__is_active=True
    )
    yield from places.values_list("pairing_id", "mentee__person_id")


def _matched(ids: Collection[int]) -> Recipients:
    """The pairs for whom it is news: those who asked and accepted know it otherwise."""
    asked_for = Request.objects.filter(
        answer=Request.Answer.ACCEPTED,
        mentor=OuterRef("mentor"),
        answered_at=OuterRef("founded_at"),
    )
    known = Pairing.objects.filter(Exists(asked_for), pk__in=ids).values_list("pk", flat=True)
    return _of_the_pairs(set(ids) - set(known))


def _asked(ids: Collection[int]) -> Recipients:
    return _pairs(Request.objects.filter(pk__in=ids), "mentor__person")


def _asking(ids: Collection[int]) -> Recipients:
    return _pairs(Request.objects.filter(pk__in=ids), "mentee__person")


def _not_agreed(ids: Collection[int]) -> Recipients:
    """Those of the pair who have not accepted this version."""
    accepted = set(
        Acceptance.objects.filter(agreement__in=ids).values_list("agreement_id", "person_id")
    )
    pairings = dict(Agreement.objects.filter(pk__in=ids).values_list("pk", "pairing_id"))
    people: dict[int, list[int]] = defaultdict(list)
    for pairing, person in _of_the_pairs(set(pairings.values())):
        people[pairing].append(person)
    for agreement, pairing in pairings.items():
        for person in people[pairing]:
            if (agreement, person) not in accepted:
                yield agreement, person


def _admins_for_help(ids: Collection[int]) -> Recipients:
    rows = HelpRequest.objects.filter(pk__in=ids)
    return _pairs(rows, "pairing__program__admins__person")


def _unaware(ids: Collection[int]) -> Recipients:
    """Participants of the role who have not acknowledged this newer version."""
    acknowledged = Acknowledgement.objects.filter(
        participant=OuterRef("program__participants"), expectations=OuterRef("pk")
    )
    return (
        Expectations.objects.filter(
            ~Exists(acknowledged),
            pk__in=ids,
            version__gt=1,
            replaced_at=None,
            program__participants__role=F("role"),
            program__participants__state__in=["applied", "admitted", "waitlisted"],
            program__participants__person__is_active=True,
        )
        .order_by()
        .values_list("pk", "program__participants__person_id")
    )


_RECIPIENTS: dict[tuple[To, str], Callable[[Collection[int]], Recipients]] = {
    (To.APPLICANT, "participants.participant"): _applicants,
    (To.UNAWARE, "programs.expectations"): _unaware,
    (To.ASKED, "matching.request"): _asked,
    (To.ASKING, "matching.request"): _asking,
    (To.PAIR, "pairings.pairing"): _matched,
    (To.NOT_AGREED, "pairings.agreement"): _not_agreed,
    (To.PROGRAM_ADMINS, "pairings.helprequest"): _admins_for_help,
}
