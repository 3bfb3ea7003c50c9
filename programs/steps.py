"""The set-up of a program as a list of steps: what is done, what is to do, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs import uses, words
from programs.lifecycle import Missing
from programs.models import Program


@dataclass(frozen=True)
class Step:
    """One page of the set-up, and how far it has come."""

    where: str  # the name of its page, which takes the program's ref
    title: str
    summary: str  # what stands there now
    is_written: bool
    is_needed: bool = True
    missing: tuple[Missing, ...] = ()
    warning: str = ""  # what is worth a second look; it keeps nobody from anything

    @property
    def is_done(self) -> bool:
        return self.is_written and not self.missing and not self.warning


def steps_of(program: Program, lacking: list[Missing]) -> list[Step]:
    """The steps in their order, `lacking` (see `lifecycle.missing`) shared out among them."""
    count = _counts(program)
    steps = [*_needed(program, count), *_further(program, count)]
    return [
        replace(step, missing=tuple(one for one in lacking if one.where == step.where))
        for step in steps
    ]


def _needed(program: Program, count: dict[str, int]) -> list[Step]:
    """Without these it cannot open."""
    return [
        Step(
            "program-basics",
            _("Name and purpose"),
            program.purpose,
            is_written=bool(program.purpose),
        ),
        Step(
            "program-dates",
            _("Dates and rhythm"),
            _rhythm(program),
            is_written=program.starts_on is not None,
        ),
        Step(
            "program-goals",
            _("Goals"),
            ngettext("%(n)d goal", "%(n)d goals", count["goals"]) % {"n": count["goals"]},
            is_written=count["goals"] > 0,
        ),
        Step(
            "program-expectations",
            _("Expectations"),
            _("What a %(mentor)s and a %(mentee)s agree to.")
            % {"mentor": program.mentor_term, "mentee": program.mentee_term},
            is_written=True,  # what is lacking says whether
        ),
        Step(
            "program-plan",
            _("Milestone plan"),
            ngettext("%(n)d milestone", "%(n)d milestones", count["plan"]) % {"n": count["plan"]},
            is_written=count["plan"] > 0,
        ),
    ]


def _further(program: Program, count: dict[str, int]) -> list[Step]:
    """These help, and may be left as they are."""
    steps = [
        Step(
            "program-pairing-up",
            _("How they are matched"),
            ". ".join(filter(None, (words.shape_said(program), _room(program)))) + ".",
            is_written=True,
        ),
        Step(
            "program-questions",
            _("Form questions"),
            _asked(count["asked"], count["counting"]),
            is_written=count["asked"] > 0,
        ),
        Step(
            "program-guidelines",
            _("Guidelines"),
            _("Written.") if program.guidelines else _("How pairs work together, in your words."),
            is_written=bool(program.guidelines),
        ),
        Step(
            "program-resources",
            _("Resources"),
            ngettext("%(n)d resource", "%(n)d resources", count["materials"])
            % {"n": count["materials"]}
            if count["materials"]
            else _("A briefing, an agenda for the first meeting, a link."),
            is_written=count["materials"] > 0,
        ),
        Step(
            "program-admins",
            _("Who runs it"),
            ngettext("%(n)d person", "%(n)d people", count["team"]) % {"n": count["team"]},
            is_written=count["team"] > 0,
        ),
    ]
    return [replace(step, is_needed=False) for step in (*steps, *uses.further_steps(program))]


def next_step(steps: list[Step]) -> Step | None:
    """The first needed step that is not done; None when the program can open."""
    return next((step for step in steps if step.is_needed and not step.is_done), None)


def _counts(program: Program) -> dict[str, int]:
    return Program.objects.filter(pk=program.pk).aggregate(
        goals=Count("program_goals", distinct=True),
        plan=Count("milestone_plan", distinct=True),
        materials=Count("resources", distinct=True),
        asked=Count("questions", distinct=True),
        counting=Count("questions", filter=~Q(questions__counts=""), distinct=True),
        team=Count("admins", distinct=True),
    )


def _room(program: Program) -> str:
    if program.places is None:
        return ""
    said = ngettext("%(n)d place", "%(n)d places", program.places)
    return said % {"n": program.places}


def _asked(questions: int, counting: int) -> str:
    if not questions:
        return _("What the form should ask besides topics, languages and time.")
    said = ngettext("%(n)d question", "%(n)d questions", questions) % {"n": questions}
    if not counting:
        return said
    counts = ngettext("%(n)d counts in the matching", "%(n)d count in the matching", counting) % {
        "n": counting
    }
    return f"{said}, {counts}"


def _rhythm(program: Program) -> str:
    if program.weeks is None:
        return _("When people apply, when the pairs start and when it ends.")
    weeks = ngettext("%(n)d week", "%(n)d weeks", program.weeks) % {"n": program.weeks}
    rhythm = ngettext(
        "meeting every day for %(minutes)d minutes",
        "meeting every %(days)d days for %(minutes)d minutes",
        program.cadence_days,
    )
    said = rhythm % {"days": program.cadence_days, "minutes": program.session_minutes}
    return f"{weeks}, {said}"
