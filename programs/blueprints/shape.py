"""What a ready-made template is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from programs.models import PlannedMilestone, Program, ProgramGoal, Resource, Role

Words = Any  # text that is translated when it is read: str() gives it in the active language


@dataclass(frozen=True)
class Pace:
    """What is usual for a kind of program."""

    weeks: int
    cadence_days: int
    session_minutes: int
    checkin_weeks: int = 4  # how often each is asked how it goes


@dataclass(frozen=True)
class Goal:
    text: Words
    measure: Words
    target: Words

    def for_program(self, program: Program, position: int) -> ProgramGoal:
        return ProgramGoal(
            program=program,
            text=str(self.text),
            measure=str(self.measure),
            target=str(self.target),
            position=position,
        )


@dataclass(frozen=True)
class Step:
    """A row of the milestone plan."""

    weeks: int
    title: Words
    responsible: str
    what_for: Words

    def for_program(self, program: Program, usual_weeks: int) -> PlannedMilestone:
        """The step in `program`, nearer to the start where that is shorter than usual."""
        length = usual_weeks if program.weeks is None else min(program.weeks, usual_weeks)
        return PlannedMilestone(
            program=program,
            title=str(self.title),
            what_for=str(self.what_for),
            responsible=self.responsible,
            weeks_after_start=self.weeks * length // usual_weeks,
        )


@dataclass(frozen=True)
class Material:
    kind: str
    title: Words
    text: Words = ""
    url: str = ""
    for_role: str = ""

    def for_program(self, program: Program, position: int) -> Resource:
        return Resource(
            program=program,
            kind=self.kind,
            title=str(self.title),
            text=str(self.text).strip(),
            url=self.url,
            for_role=self.for_role,
            position=position,
        )


@dataclass(frozen=True)
class Blueprint:
    """A ready-made program: words good enough to open with, meant to be made one's own."""

    key: str
    kind: str
    name: Words
    summary: Words  # whom it suits, in a sentence
    pace: Pace
    purpose: Words
    goals: tuple[Goal, ...]
    mentor_expectations: tuple[Words, ...]
    mentee_expectations: tuple[Words, ...]
    plan: tuple[Step, ...]
    guidelines: Words  # Markdown
    resources: tuple[Material, ...]
    mentor_term: Words = "mentor"
    mentee_term: Words = "mentee"
    shape: str = Program.Shape.SEVERAL
    way: str = Program.Way.MATCHED

    @property
    def weeks(self) -> int:
        return self.pace.weeks

    def expectations_of(self, role: str) -> str:
        """As Markdown: one line for each thing that is expected."""
        lines = self.mentor_expectations if role == Role.MENTOR else self.mentee_expectations
        return "\n".join(f"- {line}" for line in lines)
