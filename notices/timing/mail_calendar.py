"""The mails of a program as a calendar, before it begins: how many, of what, in which week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kit.scales import Scale
from kit.svg import Chart, Drawing
from notices.catalogue import KINDS, Kind
from notices.timing import setting
from notices.timing.hours import DAY, Timing
from notices.timing.simulating import Course, Design, Mail, Reader, Step, last_day, mails
from programs.models import Program
from programs.steps import Step as SetUpStep

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_s = gettext_lazy

TYPICAL_MENTEES = 2  # of a mentor who may have several
MOST_MENTEES = 20
ORDINALS: tuple[StrOrPromise, ...] = (
    *(_s("the first"), _s("the second"), _s("the third"), _s("the fourth"), _s("the fifth")),
    *(_s("the sixth"), _s("the seventh"), _s("the eighth"), _s("the ninth"), _s("the tenth")),
)

IF: dict[Course, StrOrPromise] = {
    Course.WELL: _s("if all goes well"),
    Course.LATE: _s("if they log late"),
    Course.NOTHING: _s("if nothing is done"),
}


class Outlook(NamedTuple):
    """A course in two figures."""

    course: Course
    total: int
    most: int  # in a week

    @property
    def said(self) -> str:
        """ "44 mails, at most 6 a week"."""
        total = ngettext("%(n)d mail", "%(n)d mails", self.total) % {"n": self.total}
        return _("%(total)s, at most %(most)d a week") % {"total": total, "most": self.most}


@dataclass(frozen=True)
class Week:
    number: int  # the first is that of the match
    monday: date
    mails: tuple[Mail, ...]

    @property
    def count(self) -> int:
        return len(self.mails)

    @property
    def lines(self) -> list[tuple[date, StrOrPromise, int]]:
        """Each day and kind, with how many."""
        found = sorted(Counter(self.mails).items())
        return [(mail.on, KINDS[mail.kind].title, n) for mail, n in found]

    @property
    def kinds(self) -> list[tuple[Kind, int]]:
        """What it brings, the most frequent first."""
        return [(KINDS[kind], n) for kind, n in Counter(m.kind for m in self.mails).most_common()]

    @property
    def movable(self) -> list[Kind]:
        """Those of them that a program may move or do without, the most frequent first."""
        return [kind for kind, _n in self.kinds if kind in setting.SETTABLE]


@dataclass(frozen=True)
class Calendar:
    design: Design
    reader: Reader
    course: Course
    weeks: tuple[Week, ...]
    budget: int

    @property
    def total(self) -> int:
        return sum(week.count for week in self.weeks)

    @property
    def lasts(self) -> int:
        """Weeks from the start of the program to its end."""
        return max(1, (self.design.ends_on - self.design.starts_on).days // 7)

    @property
    def busiest(self) -> Week:
        """The first of those with the most mails."""
        return max(self.weeks, key=lambda week: week.count)

    @property
    def beyond(self) -> list[Week]:
        """Weeks with more mails than somebody gets singly."""
        return [week for week in self.weeks if week.count > self.budget]

    @property
    def kinds(self) -> list[tuple[Kind, int]]:
        found = Counter(mail.kind for week in self.weeks for mail in week.mails)
        return [(KINDS[kind], n) for kind, n in found.most_common()]


def design_of(program: Program, own: Timing | None = None) -> Design | None:
    """What the program lays down, with a usual mentor; None while it has no dates.

    `own` is its timing, if that is at hand.
    """
    if program.starts_on is None or program.ends_on is None:
        return None
    plan = program.milestone_plan.values_list("weeks_after_start", "responsible")
    return Design(
        starts_on=program.starts_on,
        ends_on=program.ends_on,
        cadence_days=program.cadence_days,
        checkin_weeks=program.checkin_weeks,
        plan=tuple(Step(weeks, who) for weeks, who in plan),
        timing=own or setting.of(program),
        mentees=usual_mentees(program),
        is_in_groups=program.shape == Program.Shape.GROUPS,
        is_asked_for=program.way == Program.Way.CHOSEN,
    )


def usual_mentees(program: Program) -> int:
    """How many a mentor of this program has, before anybody is known."""
    if program.shape == Program.Shape.PAIRS:
        return 1
    return program.group_to if program.shape == Program.Shape.GROUPS else TYPICAL_MENTEES


def of(design: Design, reader: Reader, course: Course) -> Calendar:
    """The weeks from that of the match to the last that brings something, the empty ones too."""
    found = mails(design, reader, course)
    begins_on = design.timing.hours.working_until(design.starts_on)
    monday = begins_on - begins_on.weekday() * DAY
    last = max([last_day(design), *(mail.on for mail in found)])
    weeks: list[Week] = []
    while monday <= last:
        these = tuple(mail for mail in found if monday <= mail.on < monday + 7 * DAY)
        weeks.append(Week(len(weeks) + 1, monday, these))
        monday += 7 * DAY
    return Calendar(design, reader, course, tuple(weeks), settings.MAIL_BUDGET)


def with_mentees(design: Design, mentees: int) -> Design:
    return replace(design, mentees=mentees)


def worst(design: Design) -> Calendar:
    """Of all readers and courses, the calendar with the busiest week."""
    every = [(reader, course) for reader in Reader for course in Course]
    reader, course = max(every, key=lambda one: most_in_a_week(mails(design, *one)))
    return of(design, reader, course)


def outlooks(design: Design, reader: Reader) -> list[Outlook]:
    """All courses, to compare."""
    every = [(course, mails(design, reader, course)) for course in Course]
    return [Outlook(course, len(found), most_in_a_week(found)) for course, found in every]


def most_in_a_week(found: Iterable[Mail]) -> int:
    """How many the busiest week has."""
    weeks = Counter(mail.on.toordinal() - mail.on.weekday() for mail in found)
    return max(weeks.values(), default=0)


# --- In words ------------------------------------------------------------------------------------


def ordinal(number: int) -> str:
    """ "the third"; "number 14" from where words grow long."""
    if number <= len(ORDINALS):
        return str(ORDINALS[number - 1])
    return _("number %(n)d") % {"n": number}


def who(reader: Reader, program: Program, mentees: int) -> str:
    """ "Each mentee", in the program's own terms."""
    if reader is Reader.MENTEE:
        return _("Each %(mentee)s") % {"mentee": program.mentee_term}
    if reader is Reader.ADMIN:
        return _("Each of those who run it")
    if mentees == 1:
        return _("Each %(mentor)s") % {"mentor": program.mentor_term}
    return _("Each %(mentor)s of %(n)d") % {"mentor": program.mentor_term, "n": mentees}


def said(calendar: Calendar, program: Program) -> str:
    """ "Each mentee gets 14 mails over 26 weeks; the busiest week, the third, has 3."."""
    someone = who(calendar.reader, program, calendar.design.mentees)
    total = ngettext("%(who)s gets %(n)d mail", "%(who)s gets %(n)d mails", calendar.total)
    weeks = ngettext("over %(n)d week", "over %(n)d weeks", calendar.lasts) % {"n": calendar.lasts}
    busiest = calendar.busiest
    return _("%(total)s %(weeks)s; the busiest week, %(which)s, has %(most)d.") % {
        "total": total % {"who": someone, "n": calendar.total},
        "weeks": weeks,
        "which": ordinal(busiest.number),
        "most": busiest.count,
    }


def said_beyond(calendar: Calendar, week: Week) -> str:
    """ "Week 3, from 16 November: 9 mails, 2 more than 7."."""
    return _("Week %(number)d, from %(monday)s: %(n)d mails, %(more)d more than %(budget)d.") % {
        "number": week.number,
        "monday": date_format(week.monday, "j F"),
        "n": week.count,
        "more": week.count - calendar.budget,
        "budget": calendar.budget,
    }


def step(program: Program, own: Timing) -> SetUpStep:
    """A look ahead before the program opens: a warning where somebody gets more than is good."""
    title = _("Mail calendar")
    design = design_of(program, own)
    if design is None:
        hint = _("How many mails it will bring, once the program has dates.")
        return SetUpStep("mail-calendar", title, hint, is_written=False)
    usual, busiest = of(design, Reader.MENTEE, Course.WELL), worst(design)
    warning = _warning(busiest, program) if busiest.beyond else ""
    return SetUpStep("mail-calendar", title, said(usual, program), is_written=True, warning=warning)


def _warning(calendar: Calendar, program: Program) -> str:
    """Who gets too many, when it goes how, and in which week most."""
    return _("%(who)s, %(how)s: too many mails. %(week)s") % {
        "who": who(calendar.reader, program, calendar.design.mentees),
        "how": IF[calendar.course],
        "week": said_beyond(calendar, calendar.busiest),
    }


# --- As a drawing --------------------------------------------------------------------------------

HEIGHT, TOP, BOTTOM, LEFT = 230, 26, 40, 26


def chart(calendar: Calendar, program: Program) -> Chart:
    """A bar for each week, those beyond the budget in the colour that calls for attention."""
    busiest, someone = calendar.busiest, who(calendar.reader, program, calendar.design.mentees)
    title = (
        _("%(who)s: %(n)d weeks bring more than %(budget)d mails")
        if len(calendar.beyond) > 1
        else _("%(who)s: one week brings more than %(budget)d mails")
        if calendar.beyond
        else _("%(who)s: no week brings more than %(budget)d mails")
    ) % {"who": someone, "n": len(calendar.beyond), "budget": calendar.budget}
    about = _("Week %(number)d is the busiest, with %(n)d. All weeks stand in the list below.") % {
        "number": busiest.number,
        "n": busiest.count,
    }

    def draw(width: int) -> Drawing:
        return _drawn(calendar, width)

    return Chart("mails-by-week", title, about, draw)


def _drawn(calendar: Calendar, width: int) -> Drawing:
    drawing = Drawing(HEIGHT)
    most = max(calendar.budget, calendar.busiest.count)
    floor, right = HEIGHT - BOTTOM, width - 4
    y = Scale(0, most, floor, TOP)
    step = (right - LEFT) / len(calendar.weeks)
    drawing.text(0, 12, _("mails a week"))
    drawing.rule(LEFT, floor, right, floor, "axis")
    for week in calendar.weeks:
        x = round(LEFT + step * (week.number - 1), 1)
        _bar(drawing, week, x, step, y, calendar.budget)
        every = max(1, -(-24 // int(step)))
        if (week.number - 1) % every == 0:
            drawing.text(x + step / 2, floor + 16, str(week.number), anchor="middle")
    drawing.rule(LEFT, y(calendar.budget), right, y(calendar.budget), "target")
    drawing.text(LEFT - 6, y(calendar.budget) + 4, str(calendar.budget), css="note", anchor="end")
    drawing.text(LEFT, HEIGHT - 4, _("week"))
    return drawing


def _bar(drawing: Drawing, week: Week, x: float, step: float, y: Scale, budget: int) -> None:
    if not week.count:
        return
    top = y(week.count)
    tone = "fill-2" if week.count > budget else "fill-1"
    wide = round(step * 0.7, 1)
    drawing.add(
        "rect",
        x=round(x + (step - wide) / 2, 1),
        y=top,
        width=wide,
        height=round(y(0) - top, 1),
        rx=2,
        css=tone,
    )
    drawing.text(round(x + step / 2, 1), top - 5, str(week.count), css="value", anchor="middle")
