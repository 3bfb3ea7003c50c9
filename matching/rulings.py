"""The admin's hand: two together, or never. Every later run keeps to it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import criteria, explaining, places, pool
from matching.models import Proposal, Ruling, Run
from matching.reasons import broken_rules
from matching.scoring import Table
from participants.models import Participant
from people.models import Person
from programs.models import Program, Role


class NotAPair(Refused):
    """The two cannot be ruled on: not a mentor and a mentee of one program, or not admitted."""


class LockedElsewhere(Refused):
    """The mentee is locked to another mentor."""


class NoRoom(Refused):
    """The mentor's places are taken or locked."""


class AgainstRules(Refused):
    """A hard rule keeps the two apart."""


@transaction.atomic
def lock(mentor: Participant, mentee: Participant, *, by: Person | None, at: datetime) -> Ruling:
    """These two together in every later run; a ban on the two is lifted by it.

    Raises `NotAPair`, `LockedElsewhere`, `NoRoom` or `AgainstRules`.
    """
    program = _held(mentor, mentee)
    _refuse_second_lock(mentor, mentee)
    _refuse_without_room(program, mentor, mentee)
    _refuse_against_rules(program, mentor, mentee, at=at)
    return _rule(Ruling.Kind.LOCK, mentor, mentee, by=by, at=at)


@transaction.atomic
def forbid(mentor: Participant, mentee: Participant, *, by: Person | None, at: datetime) -> Ruling:
    """Never these two; a lock on them is lifted by it. Raises `NotAPair`."""
    _held(mentor, mentee)
    return _rule(Ruling.Kind.FORBID, mentor, mentee, by=by, at=at)


@transaction.atomic
def lift(ruling: Ruling, *, by: Person | None, at: datetime) -> None:
    """The two are free again."""
    record(
        "ruling.lifted",
        ruling,
        by=by,
        at=at,
        program_id=ruling.program_id,
        kind=ruling.kind,
        mentor=ruling.mentor_id,
        mentee=ruling.mentee_id,
    )
    ruling.delete()


@transaction.atomic
def swap(
    one: Proposal, other: Proposal, *, by: Person | None, at: datetime
) -> tuple[Ruling, Ruling]:
    """Lock each of two mentees to the other's mentor. Raises as `lock` does; then nothing changes.

    Locks that held the two where they are give way.
    """
    if one.run_id != other.run_id or one.mentor_id == other.mentor_id:
        raise NotAPair(_("Choose a mentee of this run who has another mentor."))
    held = Ruling.objects.filter(kind=Ruling.Kind.LOCK, mentee__in=[one.mentee_id, other.mentee_id])
    for ruling in held:
        lift(ruling, by=by, at=at)
    return (
        lock(other.mentor, one.mentee, by=by, at=at),
        lock(one.mentor, other.mentee, by=by, at=at),
    )


def _rule(
    kind: str, mentor: Participant, mentee: Participant, *, by: Person | None, at: datetime
) -> Ruling:
    ruling, _created = Ruling.objects.update_or_create(
        mentor=mentor,
        mentee=mentee,
        defaults={"program_id": mentor.program_id, "kind": kind, "by": by, "at": at},
    )
    verb = "ruling.locked" if kind == Ruling.Kind.LOCK else "ruling.forbidden"
    record(
        verb,
        ruling,
        by=by,
        at=at,
        program_id=mentor.program_id,
        mentor=mentor.pk,
        mentee=mentee.pk,
    )
    return ruling


def _held(mentor: Participant, mentee: Participant) -> Program:
    """Their program, its rulings held until the transaction ends."""
    fitting = mentor.role == Role.MENTOR and mentee.role == Role.MENTEE
    if not fitting or mentor.program_id != mentee.program_id:
        raise NotAPair(_("A ruling is on a mentor and a mentee of one program."))
    if mentor.person_id == mentee.person_id:
        raise NotAPair(_("Nobody mentors themselves."))
    for one in (mentor, mentee):
        if one.state != Participant.State.ADMITTED:
            raise NotAPair(
                _("%(name)s is “%(state)s”. Admit them first.")
                % {"name": one.person, "state": one.get_state_display()}
            )
    program: Program = Program.objects.select_for_update(no_key=True).get(pk=mentor.program_id)
    return program


def _refuse_second_lock(mentor: Participant, mentee: Participant) -> None:
    locks = Ruling.objects.filter(mentee=mentee, kind=Ruling.Kind.LOCK).exclude(mentor=mentor)
    if ruling := locks.select_related("mentor__person").first():
        raise LockedElsewhere(
            _("%(mentee)s is locked to %(mentor)s. Lift that lock first.")
            % {"mentee": mentee.person, "mentor": ruling.mentor.person}
        )


def _refuse_without_room(program: Program, mentor: Participant, mentee: Participant) -> None:
    locks = Ruling.objects.filter(mentor=mentor, kind=Ruling.Kind.LOCK).exclude(mentee=mentee)
    taken = places.taken(program)
    waiting = locks.exclude(mentee__in=taken.placed).count()
    if waiting + taken.seats.get(mentor.pk, 0) >= mentor.capacity:
        raise NoRoom(
            _("%(mentor)s has room for %(capacity)d, and all of it is taken or locked.")
            % {"mentor": mentor.person, "capacity": mentor.capacity}
        )


def _refuse_against_rules(
    program: Program, mentor: Participant, mentee: Participant, *, at: datetime
) -> None:
    """By the rules of the latest run, or those for the program's kind before the first."""
    latest = Run.objects.of(program).first()
    rules = criteria.of(latest) if latest else criteria.default_for(program)
    people = pool.read(program, on=at.date())
    if mentee.pk not in {one.id for one in people.mentees}:
        raise NotAPair(_("%(name)s has a mentor already.") % {"name": mentee.person})
    table = Table(people, rules)
    broken = [rule for rule in broken_rules(table, mentee.pk, mentor.pk) if rule != "ruling"]
    if broken:
        raise AgainstRules(
            _("%(mentor)s and %(mentee)s cannot be paired: %(rules)s.")
            % {
                "mentor": mentor.person,
                "mentee": mentee.person,
                "rules": explaining.rules_in_words(broken),
            }
        )
