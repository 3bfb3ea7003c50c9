"""A made-up notice of each kind, to show what it will look like.

Nothing is read and nothing is stored: whoever is named here takes part in nothing. What it is
about are unsaved rows, in the shape in which `notices.sense` hands over the real ones.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from django.utils.timezone import localdate, make_aware
from django.utils.translation import gettext as _

from milestones.models import Milestone
from notices.catalogue import Group, Kind
from notices.models import Announcement, Notice
from notices.sense import Material, address, named
from pairings.models import How, Session
from people.models import Person
from programs.models import Program

DAY = timedelta(days=1)
DAYS, DAYS_AGO, COUNT = 7, 10, 3  # all different, so that `previewing.draft` can tell them apart


def _program() -> Program:
    return Program(name=_("Rising leaders"), kind=Program.Kind.LEADERSHIP)


@dataclass(frozen=True)
class Sample:
    """What made-up notices speak of; `viewer` lends language and time zone."""

    viewer: Person
    now: datetime
    program: Program = field(default_factory=_program)

    @property
    def mentor(self) -> Person:
        return self._person("Ben Okafor", "ben.okafor@example.com")

    @property
    def mentee(self) -> Person:
        return self._person("Cleo Martin", "cleo.martin@example.com")

    @property
    def admin(self) -> Person:
        return self._person("Ada Keller", "ada.keller@example.com")

    def _person(self, name: str, email: str) -> Person:
        lent = {"language": self.viewer.language, "time_zone": self.viewer.time_zone}
        return Person(name=name, email=email, **lent)

    def reader(self, kind: Kind) -> Person:
        if kind.group in (Group.RUNNING, Group.REPORTS):
            return self.admin
        return self.mentor if kind.name in _TO_MENTORS else self.mentee

    def notice(self, kind: Kind) -> Notice:
        """As the planner would write it."""
        return Notice(
            kind=kind.name,
            recipient=self.reader(kind),
            due_on=localdate(self.now),
            due_at=self.now,
            message_id="<sample@example.com>",
        )

    def material(self, kind: Kind) -> Material:
        """What the words of the kind are given. Call it inside of `words.reading`."""
        return {"program": self.program, "link": address("home")} | SAMPLES[kind.name](self)


def _applied(one: Sample) -> Material:
    return {
        "role": one.program.mentee_term,
        "is_mentor": False,
        "chooses": False,
        "lot": "",
        "reason": _("There are more mentees than mentors this year."),
    }


def _asked(one: Sample) -> Material:
    said = {"mentor": one.mentor.name, "mentee": one.mentee.name, "days": DAYS}
    return said | {"may_ask": True, "why": ""}


def _pair(one: Sample) -> Material:
    return {
        "others": one.mentor.name,
        "is_mentor": False,
        "written_by": one.mentor,
        "until": localdate(one.now) + 14 * DAY,
        "last_held_at": one.now - 30 * DAY,
    }


def _longer(one: Sample) -> Material:
    today = localdate(one.now)
    until = {"to_on": today + 90 * DAY, "ends_on": today + 45 * DAY}
    return _pair(one) | {"asked_by": one.mentor.name} | until


def _meeting(one: Sample) -> Material:
    starts_at = make_aware(datetime.combine(localdate(one.now) + DAY, time(14)))
    session = Session(starts_at=starts_at, minutes=60, how=How.VIDEO)
    return _pair(one) | {"session": session, "how": session.get_how_display()} | _ahead(one)


def _milestone(one: Sample) -> Material:
    point = Milestone(title=_("Goals agreed"), what_for="")
    return _pair(one) | {"milestone": point, "with_other": True}


def _ahead(one: Sample) -> Material:
    return {"on": localdate(one.now) + DAYS * DAY, "days": DAYS, "days_ago": -DAYS}


def _today(one: Sample) -> Material:
    return {"on": localdate(one.now), "days": 0, "days_ago": 0}


def _past(one: Sample) -> Material:
    return {"on": localdate(one.now) - DAYS_AGO * DAY, "days": -DAYS_AGO, "days_ago": DAYS_AGO}


def _help(one: Sample) -> Material:
    return {"names": named([one.mentor, one.mentee]), "stands_in": False}


def _week(one: Sample) -> Material:
    waiting = [
        _("3 applications wait for your decision."),
        _("2 pairs have gone quiet."),
        _("1 milestone is overdue."),
    ]
    happened = [_("In the last seven days 12 sessions were held.")]
    return {"waiting": waiting, "happened": happened, "count": len(waiting)}


def _counted(one: Sample) -> Material:
    return {"count": COUNT}


def _month(one: Sample) -> Material:
    sentences = [_("The pairs met 48 times."), _("Nine of ten pairs are still together.")]
    return {"sentences": sentences, "month": localdate(one.now).replace(day=1) - DAY}


def _announced(one: Sample) -> Material:
    written = Announcement(
        title=_("The summer meeting is on 3 July"),
        text=_("We meet in the garden at five. Bring the other of your pair."),
    )
    return {"announcement": written, "by": one.admin.name}


def _carried(one: Sample) -> Material:
    titles = [_("“Goals agreed” is due in 7 days"), _("How did it go with Ben Okafor?")]
    items = [(title, address("home")) for title in titles]
    return {"items": items, "count": len(items), "link": address("inbox")}


def _both(*makers: Callable[[Sample], Material]) -> Callable[[Sample], Material]:
    """What all of them say together; the last has the last word."""

    def said(one: Sample) -> Material:
        return {key: value for maker in makers for key, value in maker(one).items()}

    return said


_TO_MENTORS = ("request_received", "request_waiting")

SAMPLES: dict[str, Callable[[Sample], Material]] = {
    "application_received": _applied,
    "application_admitted": _applied,
    "application_waitlisted": _applied,
    "application_declined": _applied,
    "expectations_changed": _applied,
    "suggestions_ready": _applied,
    "request_received": _asked,
    "request_waiting": _asked,
    "request_accepted": _asked,
    "request_declined": _asked,
    "request_lapsed": _asked,
    "match_published": _pair,
    "agreement_waiting": _pair,
    "agreement_overdue": _pair,
    "extension_asked": _longer,
    "extension_granted": _longer,
    "extension_declined": _longer,
    "pairing_paused": _pair,
    "pairing_ended": _both(_pair, _today),
    "end_ahead": _both(_pair, _ahead),
    "end_near": _both(_pair, _ahead),
    "end_today": _both(_pair, _today),
    "end_past": _both(_pair, _past),
    "session_tomorrow": _meeting,
    "agenda_empty": _meeting,
    "session_past": _meeting,
    "pair_quiet": _pair,
    "check_in_due": _pair,
    "milestone_ahead": _both(_milestone, _ahead),
    "milestone_today": _both(_milestone, _today),
    "milestone_overdue": _both(_milestone, _past),
    "help_asked": _help,
    "program_week": _week,
    "milestones_overdue": _both(_counted, _past),
    "ends_ahead": _both(_counted, _ahead),
    "ends_near": _both(_counted, _ahead),
    "ends_today": _both(_counted, _today),
    "ends_past": _both(_counted, _past),
    "reports_month": _month,
    "announcement": _announced,
    "digest_daily": _carried,
    "digest_weekly": _carried,
}
