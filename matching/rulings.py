"""The admin's hand: two together, or never. Every later run keeps to it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import explaining, pool
from matching.models import Proposal, Ruling
from matching.places import Taken
from matching.prospects import criteria_now
from matching.reasons import broken_rules
from matching.scoring import ALWAYS, Criteria, Pool, Table
from participants.models import Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program, Role


class NotAPair(Refused):
    """The two cannot be ruled on: not a mentor and a mentee of one program, or not admitted."""


class LockedElsewhere(Refused):
    """The mentee is locked to another mentor."""


class NoRoom(Refused):
    """The mentor's places are taken or locked."""


class NotPossible(Refused):
    """The two cannot be a pair, whatever the admin decides; `str()` does not say why."""


class AgainstRules(Refused):
    """A hard rule keeps the two apart, and nobody has said to pass over it."""


@dataclass(frozen=True)
class Judged:
    """Two who could be paired by hand, among whom, by what, and the rules that are in the way."""

    people: Pool
    criteria: Criteria
    broken: tuple[str, ...]  # names of rules; "ruling" where the admin has forbidden the two


def judge(
    mentor: Participant, mentee: Participant, *, on: date, taken: Taken | None = None
) -> Judged:
    """What stands between these two, by the rules of the latest run; `taken` as `pool.read` has it.

    Raises `NotAPair`, `LockedElsewhere`, `NoRoom` or `NotPossible` where the hand cannot help.
    """
    _refuse_no_pair(mentor, mentee)
    people = pool.read(mentor.program, on=on, taken=taken)
    if mentee.pk not in people.row_of:
        raise NotAPair(_("%(name)s has a mentor already.") % {"name": mentee.person})
    _refuse_second_lock(people, mentor, mentee)
    _refuse_without_room(people, mentor, mentee)
    by = criteria_now(mentor.program)
    asked = replace(people, despite=people.despite - {(mentee.pk, mentor.pk)})
    broken = broken_rules(Table(asked, by), mentee.pk, mentor.pk)
    if set(broken) & set(ALWAYS):
        raise NotPossible(
            _("%(mentee)s with %(mentor)s is not possible. Choose another mentor.")
            % {"mentee": mentee.person, "mentor": mentor.person}
        )
    return Judged(people, by, broken)


def refuse_unseen(
    judged: Judged, mentor: Participant, mentee: Participant, despite: Collection[str]
) -> list[str]:
    """The broken rules that are knowingly passed over; `AgainstRules` where one is not.

    A ban on the two counts as none: whoever puts them together has lifted it.
    """
    broken = [rule for rule in judged.broken if rule != "ruling"]
    if unseen := [rule for rule in broken if rule not in despite]:
        raise AgainstRules(
            _("%(mentor)s and %(mentee)s cannot be paired: %(rules)s.")
            % {
                "mentor": mentor.person,
                "mentee": mentee.person,
                "rules": explaining.rules_in_words(unseen),
            }
        )
    return broken


@transaction.atomic
def lock(
    mentor: Participant,
    mentee: Participant,
    *,
    by: Person | None,
    at: datetime,
    despite: Collection[str] = (),
) -> Ruling:
    """These two together in every later run; a ban on the two is lifted by it.

    `despite` names the rules that are knowingly passed over. Raises what `judge` does, and
    `AgainstRules`.
    """
    lifecycle.hold(mentor.program_id)
    judged = judge(mentor, mentee, on=at.date())
    passed = refuse_unseen(judged, mentor, mentee, despite)
    _lift_what_is_over(judged.people, mentee, by=by, at=at)
    return _rule(Ruling.Kind.LOCK, mentor, mentee, by=by, at=at, despite=passed)


@transaction.atomic
def forbid(mentor: Participant, mentee: Participant, *, by: Person | None, at: datetime) -> Ruling:
    """Never these two; a lock on them is lifted by it. Raises `NotAPair`."""
    lifecycle.hold(mentor.program_id)
    _refuse_no_pair(mentor, mentee)
    return _rule(Ruling.Kind.FORBID, mentor, mentee, by=by, at=at)


@transaction.atomic
def lift(ruling: Ruling, *, by: Person | None, at: datetime) -> None:
    """The two are free again; nothing happens where somebody else has lifted it meanwhile."""
    lifecycle.hold(ruling.program_id)
    still = Ruling.objects.filter(pk=ruling.pk).first()
    if still is None:
        return
    record(
        "ruling.lifted",
        still,
        by=by,
        at=at,
        program_id=still.program_id,
        kind=still.kind,
        mentor=still.mentor_id,
        mentee=still.mentee_id,
    )
    still.delete()


@transaction.atomic
def swap(
    one: Proposal, other: Proposal, *, by: Person | None, at: datetime
) -> tuple[Ruling, Ruling]:
    """Lock each of two mentees to the other's mentor. Raises as `lock` does; then nothing changes.

    Locks that held the two where they are give way.
    """
    if one.run_id != other.run_id or one.mentor_id == other.mentor_id:
        raise NotAPair(_("Choose a mentee of this run who has another mentor."))
    lifecycle.hold(one.mentor.program_id)
    held = Ruling.objects.filter(kind=Ruling.Kind.LOCK, mentee__in=[one.mentee_id, other.mentee_id])
    for ruling in held:
        lift(ruling, by=by, at=at)
    return (
        lock(other.mentor, one.mentee, by=by, at=at),
        lock(one.mentor, other.mentee, by=by, at=at),
    )


def _rule(
    kind: str,
    mentor: Participant,
    mentee: Participant,
    *,
    by: Person | None,
    at: datetime,
    despite: Collection[str] = (),
) -> Ruling:
    passed = list(despite)
    ruling, _created = Ruling.objects.update_or_create(
        mentor=mentor,
        mentee=mentee,
        defaults={
            "program_id": mentor.program_id,
            "kind": kind,
            "despite": passed,
            "by": by,
            "at": at,
        },
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
        despite=passed,
    )
    return ruling


def _refuse_no_pair(mentor: Participant, mentee: Participant) -> None:
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


def _refuse_second_lock(people: Pool, mentor: Participant, mentee: Participant) -> None:
    elsewhere = [one for who, one in people.locked if who == mentee.pk and one != mentor.pk]
    if elsewhere:
        other = Participant.objects.select_related("person").get(pk=elsewhere[0])
        raise LockedElsewhere(
            _("%(mentee)s is locked to %(mentor)s. Lift that lock first.")
            % {"mentee": mentee.person, "mentor": other.person}
        )


def _refuse_without_room(people: Pool, mentor: Participant, mentee: Participant) -> None:
    """Places that others who wait are locked to are not free."""
    waiting = {one.id for one in people.mentees} - {mentee.pk}
    locked = Counter(one for who, one in people.locked if who in waiting)
    free = {one.id: one.seats for one in people.mentors}.get(mentor.pk, 0)
    if not free and mentor.program.shape == Program.Shape.GROUPS:
        raise NoRoom(
            _("%(mentor)s leads a group already, which stays as it is, or has no room for one.")
            % {"mentor": mentor.person}
        )
    if locked[mentor.pk] >= free:
        raise NoRoom(
            _("%(mentor)s has room for %(seats)d, and all of it is taken or locked.")
            % {"mentor": mentor.person, "seats": mentor.program.seats_for(mentor.capacity)}
        )


def _lift_what_is_over(
    people: Pool, mentee: Participant, *, by: Person | None, at: datetime
) -> None:
    """Lift locks of the mentee whose pairing has been and ended: they hold no more."""
    for ruling in Ruling.objects.filter(mentee=mentee, kind=Ruling.Kind.LOCK):
        if (ruling.mentee_id, ruling.mentor_id) in people.ended:
            lift(ruling, by=by, at=at)
