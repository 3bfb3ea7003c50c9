"""To whom a kind that follows an event goes: what it is about, the person, and their time zone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from matching.models import Request
from notices import announcing
from notices.catalogue import To
from notices.models import Announcement
from pairings.models import (
    Acceptance,
    Agreement,
    ExtensionRequest,
    HelpRequest,
    Pairing,
    PairingMentee,
)
from participants.models import Acknowledgement, Participant
from people.models import Person
from programs.models import Expectations

Recipients = Iterable[tuple[int, int, str]]


def _pairs(rows: QuerySet[Any], to: str) -> Recipients:
    """Subjects with a person each, those who may sign in."""
    return (
        rows.filter(**{f"{to}__is_active": True})
        .order_by()
        .values_list("pk", f"{to}_id", f"{to}__time_zone")
    )


def _applicants(ids: Collection[int]) -> Recipients:
    return _pairs(Participant.objects.filter(pk__in=ids), "person")


def _of_the_pairs(ids: Collection[int]) -> Recipients:
    return _with_places(ids, Q(left_on=None))


def _of_the_ended(ids: Collection[int]) -> Recipients:
    return _with_places(ids, Q(left_on=None) | Q(left_on__gte=F("pairing__ending__on")))


def _with_places(ids: Collection[int], there: Q) -> Recipients:
    yield from _pairs(Pairing.objects.filter(pk__in=ids), "mentor__person")
    places = PairingMentee.objects.filter(there, pairing__in=ids, mentee__person__is_active=True)
    yield from places.order_by().values_list(
        "pairing_id", "mentee__person_id", "mentee__person__time_zone"
    )


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


def _asking_for_time(ids: Collection[int]) -> Recipients:
    return _pairs(ExtensionRequest.objects.filter(pk__in=ids), "asked_by")


def _to_answer(ids: Collection[int]) -> Recipients:
    """Of the pair, those on the other side from whoever asked: the mentor, or each mentee."""
    asked = {
        pk: (pairing, asker, mentor)
        for pk, pairing, asker, mentor in ExtensionRequest.objects.filter(pk__in=ids).values_list(
            "pk", "pairing_id", "asked_by_id", "pairing__mentor__person_id"
        )
    }
    people = _by_pairing(pairing for pairing, _asker, _mentor in asked.values())
    for pk, (pairing, asker, mentor) in asked.items():
        for person, zone in people[pairing]:
            if (person == mentor) != (asker == mentor):
                yield pk, person, zone


def _not_agreed(ids: Collection[int]) -> Recipients:
    """Those of the pair who have not accepted this version."""
    accepted = set(
        Acceptance.objects.filter(agreement__in=ids).values_list("agreement_id", "person_id")
    )
    pairings = dict(Agreement.objects.filter(pk__in=ids).values_list("pk", "pairing_id"))
    people = _by_pairing(pairings.values())
    for agreement, pairing in pairings.items():
        for person, zone in people[pairing]:
            if (agreement, person) not in accepted:
                yield agreement, person, zone


def _by_pairing(ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    people: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for pairing, person, zone in _of_the_pairs(set(ids)):
        people[pairing].append((person, zone))
    return people


def _readers_of_help(ids: Collection[int]) -> Recipients:
    asked = HelpRequest.objects.filter(pk__in=ids).with_readers()
    readers = {one.pk: one.readers for one in asked}
    everybody = {person for some in readers.values() for person in some}
    zones = dict(Person.objects.filter(pk__in=everybody).values_list("pk", "time_zone"))
    for pk, some in readers.items():
        yield from ((pk, person, zones[person]) for person in some)


def _unaware(ids: Collection[int]) -> Recipients:
    """Participants of the role who have not acknowledged this newer version."""
    acknowledged = Acknowledgement.objects.filter(
        participant=OuterRef("program__participants"), expectations=OuterRef("pk")
    )
    to = "program__participants__person"
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
        .values_list("pk", f"{to}_id", f"{to}__time_zone")
    )


def _audience(ids: Collection[int]) -> Recipients:
    for one in Announcement.objects.filter(pk__in=ids).select_related("program"):
        people = announcing.audience(one).order_by().values_list("pk", "time_zone")
        yield from ((one.pk, person, zone) for person, zone in people)


RECIPIENTS: dict[tuple[To, str], Callable[[Collection[int]], Recipients]] = {
    (To.APPLICANT, "participants.participant"): _applicants,
    (To.UNAWARE, "programs.expectations"): _unaware,
    (To.ASKED, "matching.request"): _asked,
    (To.ASKING, "matching.request"): _asking,
    (To.NEWLY_PAIRED, "pairings.pairing"): _matched,
    (To.PAIR, "pairings.pairing"): _of_the_pairs,
    (To.PAIR_THAT_WAS, "pairings.pairing"): _of_the_ended,
    (To.NOT_AGREED, "pairings.agreement"): _not_agreed,
    (To.OTHER_SIDE, "pairings.extensionrequest"): _to_answer,
    (To.ASKING, "pairings.extensionrequest"): _asking_for_time,
    (To.PROGRAM_ADMINS, "pairings.helprequest"): _readers_of_help,
    (To.AUDIENCE, "notices.announcement"): _audience,
}
