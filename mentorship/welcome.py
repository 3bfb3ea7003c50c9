"""What comes next for somebody who has signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goals import overview as goals
from goals.models import Action
from kit import moments
from matching.choosing import doorstep
from matching.choosing.doorstep import Asker, Choice
from milestones import overview as milestones
from milestones.models import Milestone
from pairings import overview as pairings
from pairings.overview import Overview, Step
from participants import standing
from participants.standing import Standing
from people.models import Person
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
        """What lies ahead by date, then what was meant for a day gone by."""
        mine = goals.open_actions_of(self.person)
        return sorted(mine, key=lambda one: one.due_on is not None and one.due_on < self.today)

    @cached_property
    def milestones(self) -> list[Milestone]:
        return milestones.due_for(self.person, until=self.today + MILESTONES_AHEAD)

    @cached_property
    def standings(self) -> list[Standing]:
        besides = doorstep.besides(now=self.now)
        return standing.of(self.person, today=self.today, besides=besides)

    @cached_property
    def applications(self) -> list[Standing]:
        """Their applications, less those that have become a pairing and ask for nothing."""
        paired = {one.pairing.program_id for one in self.pairings}
        return [
            one
            for one in self.standings
            if one.asks_something or one.participant.program_id not in paired
        ]

    @cached_property
    def askers(self) -> list[Asker]:
        """Who asks them to be their mentor."""
        return doorstep.askers(one.participant for one in self.standings)

    @cached_property
    def choice(self) -> Choice | None:
        """Where they are to choose a mentor, unless a pairing waits for them."""
        if self.first and _waits(self.first):
            return None
        placed = {
            one.pairing.program_id
            for one in self.pairings
            if one.pairing.mentor.person_id != self.person.pk
        }
        mine = (one.participant for one in self.standings)
        return next(iter(doorstep.choices(mine, placed=placed)), None)

    @cached_property
    def open_programs(self) -> list[Program]:
        """Programs that take applications and that they are not in."""
        return list(
            Program.objects.visible_to(self.person)
            .accepting(on=self.today)
            .exclude(participants__person=self.person)
            .order_by("enrol_until_on")[:3]
        )

    @cached_property
    def running(self) -> list[Program]:
        """The programs that they run, for somebody who takes part in none."""
        if self.pairings or self.applications:
            return []
        mine = Program.objects.managed_by(self.person).exclude(state="closed")
        return list(mine.order_by("starts_on", "pk"))

    @property
    def is_new(self) -> bool:
        """Whether they are in nothing and run nothing."""
        return not (self.pairings or self.applications or self.running)

    @cached_property
    def first(self) -> Overview | None:
        """The pairing that waits for this person, else the one they meet in next."""
        waiting = [one for one in self.pairings if _waits(one)]
        return next(iter(waiting or self.pairings), None)

    @property
    def step(self) -> Step | None:
        """The next thing itself: what somebody waits for, else to prepare the next session."""
        if self.askers:
            ref = self.askers[0].request_ref
            return Step("answer", _("Read and answer"), reverse("request", args=[ref]))
        if self.choice:
            href = reverse("choosing", args=[self.choice.program.ref])
            return Step("choose", _("Choose your mentor"), href)
        if self.running:
            return Step("run", _("Open your desk"), reverse("desk"))
        one = self.first
        if one is None or one.step is None:
            return None
        if one.step.kind != "log" or one.pairing.unlogged_ref:
            return one.step
        href = reverse("pairing", args=[one.pairing.ref])
        return Step("prepare", _("Prepare the session"), f"{href}#next")

    @property
    def sentence(self) -> str:
        """ "Your next session with Maria is tomorrow at 14:00. Two things are on the agenda." """
        if self.askers:
            return self._asked()
        if self.choice:
            return self._chooses(self.choice)
        one = self.first
        if one is None:
            return self._without_pairing()
        if said := self._waited_for(one):
            return said
        if one.next_at is None:
            return _("Nothing is planned with %(names)s yet.") % {"names": one.names}
        said = _("Your next session with %(names)s is %(when)s.") % {
            "names": one.names,
            "when": self._when(one.next_at),
        }
        return f"{said} {self._before_it(one.pairing.open_items)}"

    def _asked(self) -> str:
        first, others = self.askers[0].name, len(self.askers) - 1
        if not others:
            return _("%(name)s asks you to be their mentor.") % {"name": first}
        return ngettext(
            "%(name)s and one more ask you to be their mentor.",
            "%(name)s and %(count)s more ask you to be their mentor.",
            others,
        ) % {"name": first, "count": others}

    @staticmethod
    def _chooses(choice: Choice) -> str:
        told = {"program": choice.program.name, "count": choice.suggested}
        if not choice.suggested:
            return _("Choose your mentor in %(program)s.") % told
        return (
            ngettext(
                "Choose your mentor in %(program)s: one suggestion is waiting.",
                "Choose your mentor in %(program)s: %(count)s suggestions are waiting.",
                choice.suggested,
            )
            % told
        )

    def _waited_for(self, one: Overview) -> str:
        """What is between this person and the next session; empty where nothing is."""
        told = {"names": one.names, "day": moments.said_day(one.pairing.ends_on, today=self.today)}
        kind = one.step.kind if one.step else ""
        if kind == "agree":
            return _("You are matched with %(names)s. Agree on how you will work together.") % told
        if kind == "resume":
            return _("You and %(names)s are taking a break.") % told
        if kind == "end":
            return _("Your time with %(names)s was to end on %(day)s. How do you go on?") % told
        if one.pairing.unlogged_ref:
            return _("Did you meet %(names)s? The last session is not logged yet.") % told
        return ""

    def _when(self, at: datetime) -> str:
        local = timezone.localtime(at)
        if (local.date() - self.today).days > 1:
            return _("on %(moment)s") % {"moment": moments.said_moment(at, today=self.today)}
        day = moments.distance(local.date(), today=self.today)
        return _("%(day)s at %(time)s") % {"day": day, "time": time_format(local, "H:i")}

    def _before_it(self, count: int) -> str:
        if not count:
            return _("Its agenda is still empty.")
        return ngettext(
            "One thing is on the agenda.", "%(count)s things are on the agenda.", count
        ) % {"count": count}

    def _without_pairing(self) -> str:
        if self.applications:
            return _("You are in no pairing at the moment. Here is how your applications stand.")
        if self.running:
            return ngettext(
                "You run one program. Your desk says what needs you today.",
                "You run %(count)s programs. Your desk says what needs you today.",
                len(self.running),
            ) % {"count": len(self.running)}
        if self.open_programs:
            return _("You are in no program yet. These take applications now.")
        return _("You are in no program, and none takes applications now.")


def _waits(one: Overview) -> bool:
    """Whether the pairing waits for the viewer to agree, to log, or to end or extend it."""
    return bool(one.step and (one.step.kind in ("agree", "end") or one.pairing.unlogged_ref))
