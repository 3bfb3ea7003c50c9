"""Which places live pairings take and who was a pair, for the matching: see `matching.places`.

And who waits for a new mentor after theirs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, Subquery

from matching.places import Taken
from pairings.models import Ending, Pairing, PairingMentee
from participants.models import Participant
from programs.models import Program, Role


def places_taken(program: Program) -> Taken:
    """Seats by mentor, the mentees on them, and who was a pair here or elsewhere. One query.

    Who is or was a pair here is none the other way round either: where people take both roles,
    that is another place of the same two.

    A match that was taken back at once does not count as ended, nor one that was never agreed on
    as having met.
    """
    people = program.participants.values("person")
    elsewhere = Q(
        pairing__activated_at__isnull=False, mentee__person__in=people, mentor__person__in=people
    )
    places = PairingMentee.objects.filter(Q(pairing__program=program) | elsewhere).annotate(
        is_here=Q(pairing__program=program),
        is_taken_back=Q(pairing__ending__kind=Ending.Kind.TAKEN_BACK),
        mentor_as_mentee=_also(program, "mentor__person", Role.MENTEE),
        mentee_as_mentor=_also(program, "mentee__person", Role.MENTOR),
    )
    seats: Counter[int] = Counter()
    placed, ended, met = set(), set(), set()
    for place in places.values_list(*_COLUMNS):
        mentor, mentee, mentor_person, mentee_person, left_on, is_here, is_taken_back = place[:7]
        if is_here and None not in place[7:] and (left_on is None or not is_taken_back):
            ended.add(place[7:])
        if not is_here:
            met.add((mentee_person, mentor_person))
        elif left_on is None:
            seats[mentor] += 1
            placed.add(mentee)
        elif not is_taken_back:
            ended.add((mentee, mentor))
    return Taken(seats, frozenset(placed), frozenset(ended), frozenset(met))


_COLUMNS = (
    "mentor",
    "mentee",
    "mentor__person",
    "mentee__person",
    "left_on",
    "is_here",
    "is_taken_back",
    "mentor_as_mentee",
    "mentee_as_mentor",
)


def _also(program: Program, person: str, role: str) -> Subquery:
    """The same person's participation in the other role."""
    same = Participant.objects.of(program).filter(person=OuterRef(person), role=role)
    return Subquery(same.order_by().values("pk")[:1])


def waiting_among(pairings: Iterable[Pairing]) -> set[int]:
    """Those of the pairings (ids) that have ended and left a mentee without a mentor. One query."""
    ended = [one.pk for one in pairings if not one.is_live]
    placed = PairingMentee.objects.filter(mentee=OuterRef("mentee"), left_on__isnull=True)
    left = PairingMentee.objects.filter(
        ~Exists(placed),
        pairing__in=ended,
        mentee__state=Participant.State.ADMITTED,
        mentee__person__is_active=True,
    )
    return set(left.exclude(pairing__program__state="closed").values_list("pairing", flat=True))


def waiting_after(pairing: Pairing) -> list[Participant]:
    """The mentees of a pairing that has ended who take part and have no mentor. One query."""
    if pairing.is_live or pairing.program.is_closed:
        return []
    placed = PairingMentee.objects.filter(left_on__isnull=True).values("mentee")
    mentees = Participant.objects.filter(places__pairing=pairing).exclude(pk__in=placed)
    waiting = mentees.admitted().filter(person__is_active=True)
    return list(waiting.select_related("person").order_by("pk"))
