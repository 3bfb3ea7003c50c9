"""From draft to closed: what a program still needs, and the moves it may make."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person
from programs.models import Program, Role

State = Program.State
MOVES: dict[str, frozenset[str]] = {  # to: from
    State.OPEN: frozenset({State.DRAFT}),
    State.MATCHING: frozenset({State.OPEN}),
    State.RUNNING: frozenset({State.OPEN, State.MATCHING}),
    State.CLOSED: frozenset({State.OPEN, State.MATCHING, State.RUNNING}),
}


@dataclass(frozen=True)
class Missing:
    """One thing that keeps a program from opening."""

    what: str  # a sentence
    where: str  # the name of the page that mends it, which takes the program's ref
    mend: str  # what to do there


class NotReady(Refused):
    """The program lacks something; `missing` says what."""

    def __init__(self, missing: list[Missing]) -> None:
        super().__init__(" ".join(one.what for one in missing))
        self.missing = missing


class WrongState(Refused):
    """The program cannot make this move from where it is."""


class ProgramClosed(Refused):
    """A closed program is kept as it was."""


def refuse_once_closed(program: Program) -> None:
    """Lock the program for a change of what it is made of; `ProgramClosed` once closed."""
    if Program.objects.select_for_update().get(pk=program.pk).is_closed:
        raise ProgramClosed(_("%(program)s is closed and stays as it was.") % {"program": program})


def missing(program: Program, *, on: date | None = None) -> list[Missing]:
    """What the program needs before it can open, in the order of the set-up; nothing when ready.

    With a day `on` it also must not have ended by then.
    """
    return [
        *_missing_basics(program),
        *_missing_dates(program, on),
        *_missing_goals(program),
        *_missing_expectations(program),
        *_missing_plan(program),
    ]


def _missing_basics(program: Program) -> list[Missing]:
    if program.purpose.strip():
        return []
    what = _("The program has no purpose.")
    return [Missing(what, "program-basics", _("Say in a few sentences what it is for."))]


def _missing_dates(program: Program, on: date | None) -> list[Missing]:
    found = []
    if program.starts_on is None:
        found.append((_("The program has no start."), _("Choose the day the pairs start.")))
    if program.ends_on is None:
        found.append((_("The program has no end."), _("Choose the day it ends for everybody.")))
    elif on is not None and program.ends_on <= on:
        found.append((_("The program would be over already."), _("Choose a later end.")))
    return [Missing(what, "program-dates", mend) for what, mend in found]


def _missing_goals(program: Program) -> list[Missing]:
    if program.program_goals.exists():
        return []
    mend = _("Add at least one, with how it is measured and the target.")
    return [Missing(_("The program has no goals."), "program-goals", mend)]


def _missing_expectations(program: Program) -> list[Missing]:
    written = set(program.expectations.filter(replaced_at=None).values_list("role", flat=True))
    return [
        Missing(
            _("Nothing is expected of a %(role)s yet.") % {"role": program.term_for(role)},
            "program-expectations",
            _("Write what people agree to when they apply."),
        )
        for role in Role.values
        if role not in written
    ]


def _missing_plan(program: Program) -> list[Missing]:
    plan = list(program.milestone_plan.select_related("program"))
    if not plan:
        mend = _("Add the points that every pair passes, and when.")
        return [Missing(_("The milestone plan is empty."), "program-plan", mend)]
    return [
        Missing(
            _("“%(title)s” falls after the end of the program.") % {"title": step.title},
            "program-plan",
            _("Move it to week %(weeks)d or earlier, or end the program later.")
            % {"weeks": program.weeks or 0},
        )
        for step in plan
        if not step.fits()
    ]


def open_program(program: Program, *, by: Person | None, at: datetime) -> None:
    """People may apply from now on, within the enrolment window.

    Raises `NotReady` with what is missing, `WrongState` for anything but a draft.
    """
    with transaction.atomic():
        _lock(program, State.OPEN)
        lacking = missing(program, on=at.date())
        if lacking:
            raise NotReady(lacking)
        _move(program, State.OPEN, "program.opened", by=by, at=at)


def start_matching(program: Program, *, by: Person | None, at: datetime) -> None:
    """The admin turns from admitting to matching. Raises `WrongState` unless it is open."""
    with transaction.atomic():
        _lock(program, State.MATCHING)
        _move(program, State.MATCHING, "program.matching_started", by=by, at=at)


def start_running(program: Program, *, by: Person | None, at: datetime) -> None:
    """Pairs are at work. Raises `WrongState` unless it is open or matching.

    A later round of matching leaves a running program running: do not call this for it.
    """
    with transaction.atomic():
        _lock(program, State.RUNNING)
        _move(program, State.RUNNING, "program.running_started", by=by, at=at)


def close(program: Program, *, by: Person | None, at: datetime) -> None:
    """Nobody can apply or be matched any more. Raises `WrongState` unless it was opened."""
    with transaction.atomic():
        _lock(program, State.CLOSED)
        _move(program, State.CLOSED, "program.closed", by=by, at=at)


def hold(program_id: int) -> Program:
    """The program as it is now, held until the transaction ends.

    Whoever publishes, rules, asks, accepts or founds in a program holds it first, then locks other
    rows of it (runs, participants, pairings, requests): each sees what the one before has done, and
    no two can wait for each other.
    """
    held: Program = Program.objects.select_for_update(no_key=True).get(pk=program_id)
    return held


def _lock(program: Program, to: str) -> None:
    """Hold the row, and bring `program` up to date; refuse the move where it is not allowed."""
    program.refresh_from_db(from_queryset=Program.objects.select_for_update(no_key=True))
    if program.state not in MOVES[to]:
        raise WrongState(
            _("%(program)s is “%(now)s” and cannot become “%(then)s”.")
            % {
                "program": program.name,
                "now": program.get_state_display(),
                "then": State(to).label,
            }
        )


def _move(program: Program, to: str, verb: str, *, by: Person | None, at: datetime) -> None:
    before, program.state = program.state, to
    program.save(update_fields=["state"])
    record(verb, program, by=by, at=at, program_id=program.pk, was=before, now=str(to))
