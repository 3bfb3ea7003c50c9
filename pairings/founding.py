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
from matching.models import Run
from pairings.models import Agreement, How, Pairing, PairingMentee
from participants.models import Participant
from people.models import Person
from programs.models import Program


class NotPublished(Refused):
    """The run has no publication, so nobody has decided on its pairs."""


class NoSeatFree(Refused):
    """A mentor's seats are taken."""


class AlreadyPaired(Refused):
    """A mentee is in a live pairing of this program."""


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

    They begin when the program does, or on the day of `at` where it has begun. Raises
    `NotPublished`, `NoSeatFree`, `AlreadyPaired` or `ProgramOver`; then nothing is founded.
    """
    run = Run.objects.select_for_update(no_key=True).select_related(None).get(pk=run.pk)
    if not Run.objects.published().filter(pk=run.pk).exists():
        raise NotPublished(_("This run is not published yet. Publish it, then found its pairings."))
    if founded := list(run.pairings.all()):
        return founded
    proposals = run.proposals.select_related("mentor__person", "mentee__person").order_by("id")
    groups = [Group(proposal.mentor, [proposal.mentee]) for proposal in proposals]
    return _found(run.program, groups, by=by, at=at, run=run)


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
    starts_on, ends_on = _dates(program, on=timezone.localdate(at))
    taken = _taken_seats(groups)
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
        _seat(pairing, mentee, taken[group.mentor.pk])
        for pairing, group in zip(pairings, groups, strict=True)
        for mentee in group.mentees
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


def _taken_seats(groups: list[Group]) -> dict[int, set[int]]:
    """The seats taken of each mentor, with everybody concerned held until the transaction ends."""
    mentors = {group.mentor.pk for group in groups}
    mentees = {mentee.pk for group in groups for mentee in group.mentees}
    everybody = Participant.objects.filter(pk__in=mentors | mentees).order_by("pk")
    list(everybody.select_for_update(no_key=True).values_list("pk"))
    live = PairingMentee.objects.filter(left_on__isnull=True)
    paired = live.filter(mentee__in=mentees).select_related("mentee__person").first()
    if paired:
        raise AlreadyPaired(
            _("%(name)s is in a pairing of this program already. End it first, or leave them out.")
            % {"name": paired.mentee.person}
        )
    taken: dict[int, set[int]] = defaultdict(set)
    for mentor, seat in live.filter(mentor__in=mentors).values_list("mentor", "seat"):
        taken[mentor].add(seat)
    return taken


def _seat(pairing: Pairing, mentee: Participant, taken: set[int]) -> PairingMentee:
    seats = pairing.mentor.capacity
    free = next((seat for seat in range(1, seats + 1) if seat not in taken), None)
    if free is None:
        raise NoSeatFree(
            _("%(name)s has room for %(seats)s at a time, and all of it is taken.")
            % {"name": pairing.mentor.person, "seats": seats}
        )
    taken.add(free)
    return PairingMentee(
        pairing=pairing,
        mentee=mentee,
        mentor=pairing.mentor,
        seat=free,
        seats=seats,
        joined_on=pairing.starts_on,
    )


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
