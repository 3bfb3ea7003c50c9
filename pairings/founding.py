"""From a published run to pairings: dates, seats and a first agreement for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.models import Event
from history.recording import record_many
from kit.refusals import Refused
from matching.models import Proposal, Run
from pairings.models import Agreement, How, Pairing, PairingMentee
from participants.models import Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program


class NotPublished(Refused):
    """The run has no publication, so nobody has decided on its pairs."""


class NoSeatFree(Refused):
    """A mentor's seats are taken."""


class AlreadyPaired(Refused):
    """A mentee is in a live pairing of this program."""


class NotAdmitted(Refused):
    """Somebody has left the program, or was never taken in."""


class ProgramOver(Refused):
    """The program ends before the pairing could begin."""


@dataclass(frozen=True)
class Group:
    """A mentor and the mentees that are to be one pairing."""

    mentor: Participant
    mentees: Sequence[Participant]


@transaction.atomic
def found(run: Run, *, by: Person | None, at: datetime) -> list[Pairing]:
    """One pairing for each proposal of a published run; a second call returns the same ones.

    In a program of groups it is one for each mentor, with all the mentees proposed. They begin when
    the program does, or on the day of `at` where it has begun. Raises `NotPublished`,
    `NoSeatFree`, `AlreadyPaired`, `NotAdmitted` or `ProgramOver`; then nothing is founded.
    """
    lifecycle.hold(run.program_id)
    run = Run.objects.select_for_update(no_key=True).select_related(None).get(pk=run.pk)
    if not Run.objects.published().filter(pk=run.pk).exists():
        raise NotPublished(_("This run is not published yet. Publish it, then found its pairings."))
    if founded := list(run.pairings.all()):
        return founded
    proposals = run.proposals.select_related("mentor__person", "mentee__person").order_by("id")
    return _found(run.program, _groups(run.program, proposals), by=by, at=at, run=run)


def _groups(program: Program, proposals: Iterable[Proposal]) -> list[Group]:
    """Each proposal alone, or all of a mentor together where the program is one of groups."""
    if program.shape != Program.Shape.GROUPS:
        return [Group(one.mentor, [one.mentee]) for one in proposals]
    mentors: dict[int, Participant] = {}
    together: dict[int, list[Participant]] = defaultdict(list)
    for one in proposals:
        mentors.setdefault(one.mentor_id, one.mentor)
        together[one.mentor_id].append(one.mentee)
    return [Group(mentors[pk], mentees) for pk, mentees in together.items()]


@transaction.atomic
def found_one(
    mentor: Participant,
    mentees: Iterable[Participant],
    *,
    by: Person | None,
    at: datetime,
    run: Run | None = None,
) -> Pairing:
    """One pairing of a mentor with one mentee or a small group. Raises as `found` does."""
    return _found(mentor.program, [Group(mentor, list(mentees))], by=by, at=at, run=run)[0]


def _found(
    program: Program, groups: list[Group], *, by: Person | None, at: datetime, run: Run | None
) -> list[Pairing]:
    program = lifecycle.hold(program.pk)
    starts_on, ends_on = _dates(program, on=timezone.localdate(at))
    seats = _seats(program, groups)
    pairings = Pairing.objects.bulk_create(
        Pairing(
            program=program,
            mentor=group.mentor,
            run=run,
            starts_on=starts_on,
            ends_on=ends_on,
            founded_at=at,
            founded_by=by,
        )
        for group in groups
    )
    places = [
        place
        for pairing, group in zip(pairings, groups, strict=True)
        for place in _places(pairing, group, seats[group.mentor.pk])
    ]
    PairingMentee.objects.bulk_create(places)
    Agreement.objects.bulk_create(_first_agreement(pairing, at=at) for pairing in pairings)
    record_many(
        [_event(pairing, group, by=by) for pairing, group in zip(pairings, groups, strict=True)]
    )
    return pairings


def _dates(program: Program, *, on: date) -> tuple[date, date]:
    if program.starts_on is None or program.ends_on is None:
        raise ProgramOver(_("The program has no start or end yet. Set its dates first."))
    starts_on = max(program.starts_on, on)
    if starts_on >= program.ends_on:
        raise ProgramOver(
            _("The program ends on %(end)s. Move its end before founding pairings.")
            % {"end": program.ends_on.isoformat()}
        )
    return starts_on, program.ends_on


@dataclass
class _Seats:
    """The seats of a mentor: how many there are, and the numbers of those taken."""

    capacity: int
    taken: set[int]


def _seats(program: Program, groups: list[Group]) -> dict[int, _Seats]:
    """The seats of each mentor, with everybody concerned held until the transaction ends."""
    mentors = {group.mentor.pk for group in groups}
    mentees = {mentee.pk for group in groups for mentee in group.mentees}
    everybody = Participant.objects.filter(pk__in=mentors | mentees).order_by("pk")
    held = list(
        everybody.select_for_update(no_key=True, of=("self",)).values_list(
            "pk", "state", "capacity", "person__name"
        )
    )
    _refuse_strangers(held)
    live = PairingMentee.objects.filter(left_on__isnull=True)
    paired = live.filter(mentee__in=mentees).select_related("mentee__person").first()
    if paired:
        raise AlreadyPaired(
            _("%(name)s is in a pairing of this program already. End it first, or leave them out.")
            % {"name": paired.mentee.person}
        )
    seats = {pk: _Seats(capacity, set()) for pk, _state, capacity, _name in held if pk in mentors}
    for mentor, seat in live.filter(mentor__in=mentors).values_list("mentor", "seat"):
        seats[mentor].taken.add(seat)
    return seats


def _refuse_strangers(held: Iterable[tuple[int, str, int, str]]) -> None:
    for _pk, state, _capacity, name in held:
        if state != Participant.State.ADMITTED:
            raise NotAdmitted(
                _("%(name)s does not take part any more. Leave them out.") % {"name": name}
            )


def _places(pairing: Pairing, group: Group, seats: _Seats) -> list[PairingMentee]:
    """A place for each of the group, on the free seats with the lowest numbers."""
    program, name = pairing.program, pairing.mentor.person
    all_seats = program.seats_for(seats.capacity)
    if len(group.mentees) > program.seats_free(seats.capacity, taken=len(seats.taken)):
        if program.shape == Program.Shape.GROUPS and seats.taken:
            raise NoSeatFree(_("%(name)s has a group already.") % {"name": name})
        raise NoSeatFree(
            _("%(name)s has room for %(seats)s at a time, and all of it is taken.")
            % {"name": name, "seats": all_seats}
        )
    free = [seat for seat in range(1, all_seats + 1) if seat not in seats.taken]
    places = [
        PairingMentee(
            pairing=pairing,
            mentee=mentee,
            mentor=pairing.mentor,
            seat=seat,
            seats=all_seats,
            joined_on=pairing.starts_on,
        )
        for mentee, seat in zip(group.mentees, free, strict=False)
    ]
    seats.taken |= {place.seat for place in places}
    return places


def _first_agreement(pairing: Pairing, *, at: datetime) -> Agreement:
    """A draft from the program's defaults, there to be changed."""
    return Agreement(
        pairing=pairing,
        version=1,
        cadence_days=pairing.program.cadence_days,
        minutes=pairing.program.session_minutes,
        how=How.VIDEO,
        confidentiality=_(
            "What we say stays between us. We ask each other before repeating any of it."
        ),
        ending=_(
            "Either of us may end this at any time, without giving a reason. "
            "We tell each other first, and have one last conversation if we can."
        ),
        written_at=at,
    )


def _event(pairing: Pairing, group: Group, *, by: Person | None) -> Event:
    return Event(
        verb="pairing.founded",
        subject_kind=pairing._meta.label_lower,
        subject_id=pairing.pk,
        program_id=pairing.program_id,
        pairing_id=pairing.pk,
        by_id=by.pk if by else None,
        at=pairing.founded_at,
        facts={
            "mentees": len(group.mentees),
            "starts_on": pairing.starts_on.isoformat(),
            "ends_on": pairing.ends_on.isoformat(),
        },
    )
