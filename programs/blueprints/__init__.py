"""Ready-made programs, and what length and rhythm are usual for each kind.

Coaching is short and about specific skills, mentoring longer and about the relationship (CIPD); the
plans follow Kram's phases (initiation, cultivation, separation, redefinition), and every one ends
with a closing that is agreed beforehand (MENTOR, Elements of Effective Practice).
"""

from __future__ import annotations

from programs.blueprints.coaching import COACHING
from programs.blueprints.development import DEVELOPMENT
from programs.blueprints.leadership import LEADERSHIP
from programs.blueprints.onboarding import ONBOARDING
from programs.blueprints.peer import PEER
from programs.blueprints.reverse import REVERSE
from programs.blueprints.shape import Blueprint, Pace
from programs.models import Program

ALL: tuple[Blueprint, ...] = (ONBOARDING, DEVELOPMENT, LEADERSHIP, PEER, REVERSE, COACHING)

_USUAL: dict[str, Pace] = {
    Program.Kind.ENTREPRENEURSHIP: Pace(39, cadence_days=21, session_minutes=60, checkin_weeks=6),
    Program.Kind.COMMUNITY: Pace(26, cadence_days=21, session_minutes=60),
} | {blueprint.kind: blueprint.pace for blueprint in ALL}


def of(kind: str) -> Blueprint | None:
    """The ready-made program of this kind, if there is one."""
    return next((blueprint for blueprint in ALL if blueprint.kind == kind), None)


def named(key: str) -> Blueprint | None:
    return next((blueprint for blueprint in ALL if blueprint.key == key), None)


def pace_of(kind: str) -> Pace:
    """The length and rhythm usual for the kind."""
    return _USUAL[kind]
