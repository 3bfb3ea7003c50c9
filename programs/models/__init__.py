"""A program: what it is for, when it runs, what it asks of each role, and who runs it."""

from programs.models.expectations import Expectations
from programs.models.goal import ProgramGoal
from programs.models.plan import PlannedMilestone
from programs.models.program import Program, ProgramAdmin, Role, Standing
from programs.models.question import Question
from programs.models.resource import Resource

__all__ = [
    "Expectations",
    "PlannedMilestone",
    "Program",
    "ProgramAdmin",
    "ProgramGoal",
    "Question",
    "Resource",
    "Role",
    "Standing",
]
