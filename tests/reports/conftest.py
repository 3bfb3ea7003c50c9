from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from kit.clock import today
from people.models import Person
from programs.models import Program
from reports.periods import Period, years_back
from tests import cast

StartProgram = Callable[[str], Program]


@pytest.fixture
def start_program(ada: Person) -> StartProgram:
    """`start_program("Name")` runs around the real today, since pages read the clock."""

    def start(name: str) -> Program:
        made = cast.program(ada, name=name)
        Program.objects.filter(pk=made.pk).update(
            starts_on=today() - timedelta(days=400), ends_on=today() + timedelta(days=400)
        )
        made.refresh_from_db()
        return made

    return start


@pytest.fixture
def weeks_ago() -> Callable[[int], date]:
    return lambda weeks: today() - timedelta(weeks=weeks)


@pytest.fixture
def year() -> Period:
    """The year that the pages show first."""
    return years_back(today=today(), count=1)[0]
