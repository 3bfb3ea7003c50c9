"""The first page after signing in: what comes next for this person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from goals import overview as goals
from goals.models import Action
from kit import moments
from kit.access import Audience, audience
from kit.clock import now, today
from milestones import overview as milestones
from milestones.models import Milestone
from pairings import overview as pairings
from pairings.overview import Overview, Step
from participants import standing
from participants.standing import Standing
from people.models import Person
from people.requests import PersonRequest
from programs.models import Program

MILESTONES_AHEAD = timedelta(days=14)


@dataclass
class Welcome:
    """All that the home page of `person` shows, on one day."""

    person: Person
    today: date
    now: datetime

    @cached_property
    def pairings(self) -> list[Overview]:
        """Their live pairings, the one whose next session is soonest first."""
        mine = pairings.of(self.person, today=self.today, now=self.now)
        return sorted(mine, key=lambda one: (one.next_at is None, one.next_at or self.now))

    @cached_property
    def actions(self) -> list[Action]:
        return goals.open_actions_of(self.person)

    @cached_property
    def milestones(self) -> list[Milestone]:
        return milestones.due_for(self.person, until=self.today + MILESTONES_AHEAD)

    @cached_property
    def applications(self) -> list[Standing]:
        """Their applications, less those that have become a pairing and ask for nothing."""
        paired = {one.pairing.program_id for one in self.pairings}
        return [
            one
            for one in standing.of(self.person, today=self.today)
            if one.asks_something or one.participant.program_id not in paired
        ]

    @cached_property
    def open_programs(self) -> list[Program]:
        """Programs that take applications and that they are not in."""
        return list(
            Program.objects.visible_to(self.person)
            .accepting(on=self.today)
            .exclude(participants__person=self.person)
            .order_by("enrol_until_on")[:3]
        )

    @property
    def step(self) -> Step | None:
        """The next thing itself: what a pairing waits for, else to prepare the next session."""
        for one in self.pairings:
            if one.step and (one.next_at is None or one.pairing.unlogged_ref):
                return one.step
        if not self.pairings:
            return None
        first = self.pairings[0]
        href = reverse("pairing", args=[first.pairing.ref])
        return Step(_("Prepare the session"), f"{href}#next", first.sentence)

    @property
    def sentence(self) -> str:
        """ "Your next session with Maria is on Thursday. Two things are open before it." """
        if not self.pairings:
            return self._without_pairing()
        first = self.pairings[0]
        if first.next_at is None:
            return _("Nothing is planned with %(names)s yet.") % {"names": first.names}
        day = timezone.localdate(first.next_at)
        said = _("Your next session with %(names)s is %(when)s.") % {
            "names": first.names,
            "when": moments.distance(day, today=self.today)
            if (day - self.today).days <= 1
            else moments.said_moment(first.next_at, today=self.today),
        }
        return f"{said} {self._before_it(first.pairing.open_items)}"

    def _before_it(self, count: int) -> str:
        if not count:
            return _("Its agenda is still empty.")
        return ngettext(
            "One thing is on the agenda.", "%(count)s things are on the agenda.", count
        ) % {"count": count}

    def _without_pairing(self) -> str:
        if self.applications:
            return _("You have no pairing yet. Here is how your applications stand.")
        if self.open_programs:
            return _("You are in no program yet. These take applications now.")
        return _("You are in no program, and none takes applications now.")


@require_safe
@audience(Audience.SIGNED_IN)
def home(request: PersonRequest) -> HttpResponse:
    welcome = Welcome(request.user, today(), now())
    return render(request, "mentorship/home/home.html", {"welcome": welcome})
