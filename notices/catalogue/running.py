"""Of those who run programs, and of HR."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notices.catalogue.kinds import DAY, Group, Kind, To
from notices.sense import running
from pairings.models import HelpRequest
from people.models import Person
from programs.models import Program

_RUNS_IT = _("You get this because you run this program.")
_HELPS = _("You get this because you run this program, or stand in for those who do.")
_HR = _("You get this because you read the reports for HR.")

KINDS: tuple[Kind, ...] = (
    Kind(
        name="help_asked",
        title=_("Help asked for"),
        purpose=_("Tells those who run the program that a pair needs them."),
        because=_HELPS,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=HelpRequest,
        verbs=("help.asked",),
        late_after=30 * DAY,
        sense=running.help_request,
        must=True,
    ),
    Kind(
        name="program_week",
        title=_("The week of a program"),
        purpose=_("Says once a week what waits for those who run a program."),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=0,
        late_after=3 * DAY,
        sense=running.week,
        says=("count",),
    ),
    Kind(
        name="milestones_overdue",
        title=_("Milestones long overdue"),
        purpose=_("Tells those who run the program of milestones that stay open."),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=10,
        late_after=14 * DAY,
        sense=running.milestones_overdue,
        says=("count", "day"),
    ),
    Kind(
        name="ends_ahead",
        title=_("Pairings end, well ahead"),
        purpose=_("Tells those who run the program that pairings end."),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=-30,
        late_after=20 * DAY,
        sense=running.ends,
        says=("count", "day", "days"),
        steps="ends",
    ),
    Kind(
        name="ends_near",
        title=_("Pairings end soon"),
        purpose=_("Tells those who run the program that pairings end within days."),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=-7,
        late_after=6 * DAY,
        sense=running.ends,
        says=("count", "day", "days"),
        steps="ends",
        template="ends_ahead",
    ),
    Kind(
        name="ends_today",
        title=_("Pairings end today"),
        purpose=_("Tells those who run the program that pairings end on the day."),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=0,
        late_after=5 * DAY,
        sense=running.ends,
        says=("count", "day"),
        steps="ends",
    ),
    Kind(
        name="ends_past",
        title=_("Pairings past their end"),
        purpose=_("Tells those who run the program that pairings should be closed."),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=7,
        steps="ends",
        late_after=20 * DAY,
        sense=running.ends,
        says=("count", "day", "days_ago"),
    ),
    Kind(
        name="reports_month",
        title=_("The reports of a month"),
        purpose=_("Tells HR on the first of a month what the reports say."),
        because=_HR,
        group=Group.REPORTS,
        to=To.HR,
        about=Person,
        offset_days=0,
        may_move=False,
        late_after=10 * DAY,
        sense=running.reports,
    ),
)
