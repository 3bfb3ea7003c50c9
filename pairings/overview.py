"""A pairing as one of its people sees it: how it stands in a sentence, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, CharField, DateField, DateTimeField, IntegerField
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kit import moments
from kit.sql import Written
from pairings.extending import answerers, may_answer
from pairings.models import Pairing
from pairings.words import joined
from people.models import Person

if TYPE_CHECKING:
    from pairings.queries import PairingQuerySet

State = Pairing.State
ENDING_SOON_DAYS = 30


@dataclass(frozen=True)
class Step:
    """What to do next, as a link."""

    kind: str  # "agree", "resume", "log", "end", "plan"
    label: str
    href: str


@dataclass(frozen=True)
class MoreTime:
    """More time that somebody of the pair asks for, as the viewer sees it."""

    ref: str
    to_on: date
    by: Person
    is_mine: bool
    may_answer: bool
    answerers: list[Person]

    @property
    def names(self) -> str:
        """Whose answer it waits for, by their first names."""
        return joined([person.short_name for person in self.answerers])


@dataclass(frozen=True)
class Overview:
    """One pairing for one of its people, on one day. Needs `with_meetings` and `for_viewer`."""

    pairing: Pairing
    viewer: Person
    today: date
    now: datetime

    @property
    def others(self) -> list[Person]:
        return self.pairing.others(self.viewer)

    @property
    def names(self) -> str:
        """The others' first names: "Maria", "Maria and Finn"."""
        return joined([person.short_name for person in self.others])

    @property
    def role(self) -> str:
        """The program's own word for what the viewer is here."""
        program = self.pairing.program
        is_mentor = self.pairing.mentor.person == self.viewer
        return program.mentor_term if is_mentor else program.mentee_term

    @property
    def week(self) -> int:
        return self.pairing.week(on=self.today)

    @property
    def progress(self) -> int:
        """How much of the time until the end date has passed, in per cent."""
        whole = (self.pairing.ends_on - self.pairing.starts_on).days
        return max(0, min(100, round(100 * (self.today - self.pairing.starts_on).days / whole)))

    @property
    def next_at(self) -> datetime | None:
        """When the next planned session begins, if that is still to come."""
        return self.pairing.coming_at

    @property
    def is_ending_soon(self) -> bool:
        return (
            self.pairing.state in (State.ACTIVE, State.PAUSED)
            and self.days_left <= ENDING_SOON_DAYS
        )

    @property
    def days_left(self) -> int:
        return (self.pairing.ends_on - self.today).days

    @property
    def everybody_agreed(self) -> bool:
        return self.pairing.accepted_count >= len(self.pairing.people())

    @property
    def more_time(self) -> MoreTime | None:
        """The open request to extend it, if there is one."""
        pairing = self.pairing
        if not pairing.asked_ref or not pairing.asked_to_on:
            return None
        everybody = [pairing.mentor.person, *(one.mentee.person for one in pairing.mentees.all())]
        by = next(person for person in everybody if person.pk == pairing.asked_by)
        return MoreTime(
            ref=pairing.asked_ref,
            to_on=pairing.asked_to_on,
            by=by,
            is_mine=by == self.viewer,
            may_answer=may_answer(pairing, by.pk, self.viewer),
            answerers=answerers(pairing, by),
        )

    @property
    def is_asked_how_it_goes(self) -> bool:
        """Whether a round of check-ins is open that the viewer has not answered."""
        due_on, said_on = self.pairing.checkin_on, self.pairing.checked_in_on
        return due_on is not None and (said_on is None or said_on < due_on)

    @property
    def sentence(self) -> str:
        """Where they stand, as one says it: "Week 9 of 26. You met 4 times; next on Thu 3 Dec." """
        return f"{self._where()} {self._met()}".strip()

    def _where(self) -> str:
        pairing = self.pairing
        if pairing.state == State.ENDED:
            return _("This pairing ended on %(day)s.") % {"day": self._day(pairing.ending.on)}
        if pairing.state == State.PROPOSED:
            told = {"names": self.names, "day": self._day(pairing.ends_on)}
            return _("You are matched with %(names)s, until %(day)s.") % told
        if pairing.state == State.PAUSED:
            if pairing.paused_until:
                return _("Paused until %(day)s.") % {"day": self._day(pairing.paused_until)}
            return _("Paused since %(day)s.") % {"day": self._day(pairing.paused_from)}
        return self._when()

    def _when(self) -> str:
        pairing = self.pairing
        if self.today < pairing.starts_on:
            return _("You begin on %(day)s.") % {"day": self._day(pairing.starts_on)}
        if self.days_left < 0:
            return _("The end date was %(day)s.") % {"day": self._day(pairing.ends_on)}
        return _("Week %(week)s of %(weeks)s.") % {"week": self.week, "weeks": pairing.weeks}

    def _met(self) -> str:
        count = self.pairing.held_count
        if not count and self.pairing.state == State.PROPOSED:
            return ""
        met = (
            ngettext("You met once", "You met %(count)s times", count) % {"count": count}
            if count
            else _("You have not met yet")
        )
        if self.next_at and self.pairing.is_live:
            return _("%(met)s; next %(when)s.") % {"met": met, "when": self._next_said()}
        return f"{met}."

    def _next_said(self) -> str:
        assert self.next_at
        on = timezone.localdate(self.next_at)
        days = (on - self.today).days
        if days <= 1:
            return moments.distance(on, today=self.today)
        if days < 7:
            return _("on %(weekday)s") % {"weekday": date_format(on, "l")}
        return _("on %(day)s") % {"day": self._day(on)}

    def _day(self, on: date) -> str:
        return moments.said_day(on, today=self.today)

    @property
    def step(self) -> Step | None:
        """The one thing that is next for the viewer; None once it is over."""
        pairing = self.pairing
        if not pairing.is_live:
            return None
        if not pairing.has_accepted:
            return self._step("agree", "agreement", _("Read and accept the agreement"))
        if pairing.state == State.PAUSED:
            return self._step("resume", "pairing-resume", _("Resume"))
        return self._step_under_way()

    def _step_under_way(self) -> Step:
        pairing = self.pairing
        if pairing.unlogged_ref:
            return self._step("log", "log-session", _("Log the session"))
        if self.days_left < 0:
            return self._step("end", "pairing-end", _("End it or extend it"))
        if self.next_at:
            return self._step("log", "log-session", _("Log a session"))
        if pairing.held_count:
            return self._step("plan", "plan-session", _("Plan the next session"))
        return self._step("plan", "plan-session", _("Plan your first session"))

    def _step(self, kind: str, page: str, label: str) -> Step:
        return Step(kind, label, reverse(page, args=[self.pairing.ref]))


def of(person: Person, *, today: date, now: datetime) -> list[Overview]:
    """The live pairings of `person`, soonest end first; two queries."""
    pairings = viewed_by(person, today=today, now=now).live().order_by("ends_on", "id")
    return [Overview(pairing, person, today, now) for pairing in pairings]


def past_of(person: Person, *, today: date, now: datetime) -> list[Overview]:
    """The pairings of `person` that have ended, the latest first; two queries."""
    pairings = viewed_by(person, today=today, now=now).exclude(ending=None)
    return [Overview(one, person, today, now) for one in pairings.order_by("-ending__on", "id")]


def viewed_by(person: Person, *, today: date, now: datetime) -> PairingQuerySet:
    """The pairings of `person`, with everything that an `Overview` needs."""
    mine = Pairing.objects.visible_to(person).with_people().select_related("ending")
    return mine.with_meetings(on=today).with_checkin_round(on=today).for_viewer(person, now=now)


def annotate(pairings: PairingQuerySet, user: Person, *, now: datetime) -> PairingQuerySet:
    """What `user` needs to know of each, beyond its meetings:

    `coming_at`, `coming_ref` (the next planned session), `unlogged_ref` (a planned one that has
    begun), `has_accepted`, `accepted_count`, `agreement_version`,
    `agreement_minutes`, `agreement_how` (of the newest version), `paused_from`, `paused_until`,
    `has_asked_for_help`, `first_end_on` (before any extension), `open_items` (on the agenda),
    `checked_in_on` (the newest round of check-ins that `user` has answered); `with_more_time`.
    """
    figures: dict[str, Any] = {
        "coming_at": Written(_of(_COMING, "starts_at"), "pk", values=(now,), output_field=_MOMENT),
        "coming_ref": Written(_of(_COMING, "ref"), "pk", values=(now,), output_field=_TEXT),
        "unlogged_ref": Written(_UNLOGGED, "pk", values=(now,), output_field=_TEXT),
        "agreement_version": Written(_of(_NEWEST, "version"), "pk", output_field=_NUMBER),
        "agreement_minutes": Written(_of(_NEWEST, "minutes"), "pk", output_field=_NUMBER),
        "agreement_how": Written(_of(_NEWEST, "how"), "pk", output_field=_TEXT),
        "open_items": Written(_OPEN_ITEMS, "pk", output_field=_NUMBER),
        "has_accepted": Written(_ACCEPTED, "pk", values=(user.pk,), output_field=_WHETHER),
        "accepted_count": Written(_COUNT_ACCEPTED, "pk", output_field=_NUMBER),
        "paused_from": Written(_of(_PAUSE, "from_on"), "pk", output_field=_DAY),
        "paused_until": Written(_of(_PAUSE, "until_on"), "pk", output_field=_DAY),
        "has_asked_for_help": Written(_ASKED, "pk", values=(user.pk,), output_field=_WHETHER),
        "first_end_on": Written(_FIRST_END, "pk", "ends_on", output_field=_DAY),
        "checked_in_on": Written(_CHECKED_IN, "pk", values=(user.pk,), output_field=_DAY),
    }
    return annotate_more_time(pairings).annotate(**figures)


def annotate_more_time(pairings: PairingQuerySet) -> PairingQuerySet:
    """`asked_ref`, `asked_by`, `asked_to_on`: of the open request to extend it, or None."""
    figures: dict[str, Any] = {
        "asked_ref": Written(_of(_MORE_TIME, "ref"), "pk", output_field=_TEXT),
        "asked_by": Written(_of(_MORE_TIME, "asked_by_id"), "pk", output_field=_NUMBER),
        "asked_to_on": Written(_of(_MORE_TIME, "to_on"), "pk", output_field=_DAY),
    }
    return pairings.annotate(**figures)


_MOMENT, _DAY, _TEXT = DateTimeField(), DateField(), CharField()
_NUMBER, _WHETHER = IntegerField(), BooleanField()


def _of(rows: str, column: str) -> str:
    return rows.replace("<column>", column)


_COMING = """(SELECT <column> FROM pairings_session WHERE pairing_id = {0}
  AND state = 'planned' AND starts_at > %s ORDER BY starts_at LIMIT 1)"""
_NEWEST = """(SELECT <column> FROM pairings_agreement WHERE pairing_id = {0}
  ORDER BY version DESC LIMIT 1)"""
_PAUSE = """(SELECT <column> FROM pairings_pause WHERE pairing_id = {0}
  AND resumed_on IS NULL LIMIT 1)"""
_UNLOGGED = """(SELECT ref FROM pairings_session WHERE pairing_id = {0}
  AND state = 'planned' AND starts_at <= %s ORDER BY starts_at DESC LIMIT 1)"""
_OPEN_ITEMS = """(SELECT COUNT(*) FROM pairings_agendaitem
  WHERE pairing_id = {0} AND state = 'open')"""
_OF_NEWEST = f"FROM pairings_acceptance WHERE agreement_id = {_of(_NEWEST, 'id')}"
_ACCEPTED = f"EXISTS (SELECT 1 {_OF_NEWEST} AND person_id = %s)"
_COUNT_ACCEPTED = f"(SELECT COUNT(*) {_OF_NEWEST})"
_ASKED = """EXISTS (SELECT 1 FROM pairings_helprequest
  WHERE pairing_id = {0} AND asked_by_id = %s AND settled_at IS NULL)"""
_MORE_TIME = """(SELECT <column> FROM pairings_extensionrequest
  WHERE pairing_id = {0} AND answer = '')"""
_CHECKED_IN = """(SELECT MAX(due_on) FROM pairings_checkin
  WHERE pairing_id = {0} AND person_id = %s)"""
_FIRST_END = """COALESCE((SELECT from_on FROM pairings_extension WHERE pairing_id = {0}
  ORDER BY at LIMIT 1), {1})"""
