"""Programs whose dates stand around the real today, since pages read the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from people.models import Person
from programs import lifecycle, setup
from programs.blueprints.development import DEVELOPMENT
from programs.models import Program


def real_now() -> datetime:
    return datetime.now(UTC)


def real_today() -> date:
    return real_now().date()


def filled_draft(run_by: Person, *, name: str = "Half a year of growing") -> Program:
    """Ready to open: applications from yesterday for two weeks, start in a month."""
    today = real_today()
    made = setup.create_program(
        name=name,
        kind=Program.Kind.DEVELOPMENT,
        by=run_by,
        at=real_now(),
        enrol_from_on=today - timedelta(days=2),
        enrol_until_on=today + timedelta(days=14),
        starts_on=today + timedelta(days=30),
    )
    setup.fill_from(made, DEVELOPMENT, by=run_by, at=real_now())
    return made


def open_now(run_by: Person, *, name: str = "Half a year of growing") -> Program:
    """People may apply today."""
    made = filled_draft(run_by, name=name)
    lifecycle.open_program(made, by=run_by, at=real_now())
    return made


def running_closed_to_others(run_by: Person, *, name: str = "Running quietly") -> Program:
    """Pairs are at work and nobody may apply any more."""
    made = open_now(run_by, name=name)
    lifecycle.start_running(made, by=run_by, at=real_now())
    setup.change(
        made,
        by=run_by,
        at=real_now(),
        enrol_from_on=real_today() - timedelta(days=9),
        enrol_until_on=real_today() - timedelta(days=2),
    )
    return made
