"""Drawing lots among the mentees who applied, where there are more of them than places.

A draw is done once: what it gave stays, nobody can take it back, and a later one covers only those
who applied after it. Who got no place waits in the order drawn, before all who come later.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history.recording import record
from kit.refusals import Refused
from participants import admission, lots
from participants.models import Draw, Lot, Participant
from people.models import Person
from programs.models import Program, Role

State = Participant.State
FIRST, SECOND = 1, 2  # tiers


class NotNow(Refused):
    """Lots are drawn when everybody who may apply has applied, and before the program is over."""


class NothingToDraw(Refused):
    """There is a place for everybody, or nobody waits for a decision."""


class ChangedMeanwhile(Refused):
    """Other people or places than those the person who draws was shown."""


@dataclass(frozen=True)
class Room:
    """How many mentees there is room for, and who waits for it."""

    program: Program
    places: int
    admitted: int
    applied: int  # waiting for a decision
    ahead: tuple[Participant, ...]  # from earlier draws, in their order

    @property
    def free(self) -> int:
        return max(0, self.places - self.admitted)

    @property
    def over(self) -> int:
        """How many were admitted beyond the places."""
        return max(0, self.admitted - self.places)

    @property
    def for_applicants(self) -> int:
        """Places that no earlier draw has a claim on."""
        return max(0, self.free - len(self.ahead))

    @property
    def too_many(self) -> bool:
        """Whether more applied than there are places for them."""
        return self.applied > self.for_applicants

    @property
    def next_up(self) -> tuple[Participant, ...]:
        """Those of earlier draws for whom a place is free now."""
        return self.ahead[: self.free]


def room_in(program: Program, *, admitted: int, applied: int) -> Room | None:
    """The room for mentees, `admitted` and `applied` of them counted; None without a limit.

    One query.
    """
    if program.places is None:
        return None
    return Room(program, program.places, admitted, applied, tuple(waiting(program)))


def room_of(program: Program) -> Room | None:
    """The same where nobody has counted yet. Two queries more."""
    mentees = Participant.objects.of(program).mentees()
    return room_in(
        program,
        admitted=mentees.admitted().count(),
        applied=mentees.in_state(State.APPLIED).count(),
    )


def with_lots(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With when the last draw was that each took part in, which, and their number in it."""
    last = Lot.objects.filter(participant=OuterRef("pk")).order_by("-draw__at", "-draw")
    found: QuerySet[Any] = rows.annotate(
        draw_at=Subquery(last.values("draw__at")[:1]),
        draw_pk=Subquery(last.values("draw")[:1]),
        position=Subquery(last.values("position")[:1]),
    )
    return found


def waiting(program: Program) -> QuerySet[Any]:
    """The mentees on the waiting list who have a lot, in the order drawn; earlier draws first."""
    rows = Participant.objects.of(program).mentees().in_state(State.WAITLISTED)
    return (
        with_lots(rows)
        .exclude(position=None)
        .select_related("person")
        .order_by("draw_at", "draw_pk", "position")
    )


def closed_because(program: Program, *, on: date) -> str:
    """Why lots cannot be drawn on the day `on`, in words; empty where they can.

    While a program is open for applications, who applies on the last day is to have the same
    chance. Late joiners of a program that is being matched or runs are drawn as they come.
    """
    if not admits(program):
        return _("Nobody is admitted to %(program)s now.") % {"program": program}
    if program.state != Program.State.OPEN or not program.accepts_applications(on=on):
        return ""
    if program.enrol_until_on is None:
        return _("Applications are open until you start matching. Draw lots after that.")
    day = date_format(program.enrol_until_on, "j F Y")
    return _(
        "Applications are open until %(day)s. Draw lots after that day, so that whoever applies on"
        " the last one has the same chance."
    ) % {"day": day}


def admits(program: Program) -> bool:
    """Whether anybody is taken in at all."""
    return program.state not in (Program.State.DRAFT, Program.State.CLOSED)


def turned_away(program: Program) -> set[int]:
    """The mentees waiting for a decision whom a draw in another program of the kind turned away."""
    lost = (
        Lot.objects.filter(is_won=False, draw__program__kind=program.kind)
        .exclude(draw__program=program)
        .exclude(participant__state=State.ADMITTED)
    )
    waiting_here = Participant.objects.of(program).mentees().in_state(State.APPLIED)
    found = waiting_here.filter(person__in=lost.values("participant__person"))
    return set(found.values_list("pk", flat=True))


@transaction.atomic
def draw(
    program: Program, *, by: Person, at: datetime, on: date, seed: str, people: int, places: int
) -> Draw:
    """Draw lots among all mentees who wait for a decision; the first `places` are admitted.

    The others go on the waiting list. `people` and `places` are what whoever draws was shown;
    `seed` is 32 hexadecimal digits that nobody knew before. Of several at once one draws.

    Raises `NotNow`, `NothingToDraw`, and `ChangedMeanwhile` where other people or places are
    there than were shown.
    """
    if not re.fullmatch(rf"[0-9a-f]{{{lots.SEED_LENGTH}}}", seed):
        raise ValueError("A seed is 32 hexadecimal digits.")
    program = Program.objects.select_for_update().get(pk=program.pk)
    applied = _locked_applicants(program)
    room = _drawable(program, len(applied), on=on)
    if (len(applied), room.for_applicants) != (people, places):
        raise ChangedMeanwhile(
            _("Others have applied, or places were given or freed, since. Look at it again.")
        )
    drawn = Draw.objects.create(program=program, seed=seed, places=places, by=by, at=at)
    order = _order(program, applied, seed)
    Lot.objects.bulk_create(
        Lot(draw=drawn, participant=one, tier=tier, position=n, is_won=n <= places)
        for n, (one, tier) in enumerate(order, start=1)
    )
    people_in_order = [one for one, _tier in order]
    admission.admit(people_in_order[:places], by=by, at=at, batch=drawn.ref)
    admission.waitlist(people_in_order[places:], by=by, at=at, batch=drawn.ref)
    record(
        "lots.drawn",
        drawn,
        by=by,
        at=at,
        program_id=program.pk,
        people=len(order),
        places=places,
        seed=seed,
    )
    return drawn


def _locked_applicants(program: Program) -> list[Participant]:
    rows = Participant.objects.of(program).mentees().in_state(State.APPLIED)
    return list(rows.select_for_update().order_by("pk"))


def _drawable(program: Program, applied: int, *, on: date) -> Room:
    if program.places is None:
        raise NothingToDraw(_("The program has no limit of places: admit whom you like."))
    if closed := closed_because(program, on=on):
        raise NotNow(closed)
    admitted = Participant.objects.of(program).mentees().admitted().count()
    room = room_in(program, admitted=admitted, applied=applied)
    assert room is not None
    if not applied:
        last = program.draws.select_related("by").first()
        if last is not None and last.by is not None:
            said = _("Nobody waits for a decision. %(name)s drew lots on %(day)s.")
            day = _day(last.at)
            raise NothingToDraw(said % {"name": last.by, "day": day})
        raise NothingToDraw(_("Nobody waits for a decision."))
    if not room.too_many:
        raise NothingToDraw(_("There is a place for everybody who applied: admit them."))
    return room


def _order(
    program: Program, applied: list[Participant], seed: str
) -> list[tuple[Participant, int]]:
    """The applicants with their tiers, in the order drawn."""
    before = turned_away(program) if program.turned_away_first else set()
    first = before or {one.pk for one in applied}
    tiers = {one.ref: FIRST if one.pk in first else SECOND for one in applied}
    by_ref = {one.ref: one for one in applied}
    return [(by_ref[ref], tiers[ref]) for ref in lots.in_order(seed, tiers)]


def _day(at: datetime) -> str:
    """The day of `at` where the reader is."""
    return date_format(timezone.localtime(at), "j F Y")


@dataclass(frozen=True)
class Told:
    """What one applicant learns of a draw: their own number, and nobody else's."""

    lot: Lot
    people: int
    has_tiers: bool
    ahead: int | None  # still on the waiting list before them; None where that was not asked
    fingerprint: str

    @property
    def sentence(self) -> str:
        said = _(
            "No place was left when you applied. Lots were drawn on %(day)s: you were number"
            " %(position)s of %(people)s for the waiting list."
        )
        some = ngettext(
            "More applied than there are places. Lots were drawn on %(day)s: you were number"
            " %(position)s of %(people)s for %(places)s place.",
            "More applied than there are places. Lots were drawn on %(day)s: you were number"
            " %(position)s of %(people)s for %(places)s places.",
            self.lot.draw.places,
        )
        return (some if self.lot.draw.places else said) % {
            "day": _day(self.lot.draw.at),
            "position": self.lot.position,
            "people": self.people,
            "places": self.lot.draw.places,
        }


def told_of(participant: Participant, *, with_order: bool = False) -> Told | None:
    """What the participant is told of the last draw they were in. One query.

    `with_order` also counts who on the waiting list is before them, with one query more.
    """
    whole = Lot.objects.filter(draw=OuterRef("draw")).order_by()
    lot: Any = (
        participant.lots.select_related("draw")
        .annotate(people=Subquery(whole.values("draw").values(n=Max("position"))))
        .annotate(tiers=Subquery(whole.values("draw").values(n=Max("tier"))))
        .order_by("-draw__at", "-draw")
        .first()
    )
    if lot is None:
        return None
    ahead = None
    if with_order and participant.state == State.WAITLISTED:
        ahead = list(waiting(participant.program).values_list("pk", flat=True)).index(
            participant.pk
        )
    return Told(
        lot=lot,
        people=lot.people,
        has_tiers=lot.tiers > FIRST,
        ahead=ahead,
        fingerprint=lots.fingerprint(lot.draw.seed, participant.ref),
    )


def remarks(program: Program, person: Person) -> list[str]:
    """What the program's page tells the person of a draw: see `programs.uses`."""
    if program.places is None:
        return []
    mine = program.participants.filter(person=person, role=Role.MENTEE).first()
    told = None if mine is None else told_of(mine)
    return [] if told is None else [told.sentence]


def warnings_after(program: Program, admitted: list[Participant]) -> list[str]:
    """What speaks against having admitted these by hand: too many, or somebody passed over."""
    mentees = [one for one in admitted if one.role == Role.MENTEE]
    if program.places is None or not mentees:
        return []
    return [*_beyond(program), *_passed_over(program, mentees)]


def _beyond(program: Program) -> list[str]:
    room = room_of(program)
    if room is None or not room.over:
        return []
    said = ngettext(
        "%(people)s are in now for %(places)s place. Undo it, or set more places.",
        "%(people)s are in now for %(places)s places. Undo it, or set more places.",
        room.places,
    )
    return [said % {"people": room.admitted, "places": room.places}]


def _passed_over(program: Program, admitted: list[Participant]) -> list[str]:
    """The first who still waits with a better lot than one of those admitted, if any does."""
    first: Any = waiting(program).first()
    if first is None:
        return []
    theirs = Lot.objects.filter(participant__in=admitted, draw__program=program)
    places = {
        lot.participant_id: (lot.draw.at, lot.draw_id, lot.position)
        for lot in theirs.select_related("draw").order_by("draw__at", "draw")
    }
    here = (first.draw_at, first.draw_pk, first.position)
    if all(one.pk in places and places[one.pk] < here for one in admitted):
        return []
    return [_("%(name)s comes first by lot and still waits.") % {"name": first.person}]
