from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from history.models import Event
from people.models import Person
from programs import setup
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


def filled(program: Program, **changes: Any) -> dict[str, str]:
    dates = ("enrol_from_on", "enrol_until_on", "starts_on", "ends_on")
    fields = {field: getattr(program, field) for field in dates}
    fields |= {field: getattr(program, field) for field in setup.RHYTHM}
    return {
        field: "" if value is None else str(value) for field, value in (fields | changes).items()
    }


def url(program: Program) -> str:
    return f"/programs/{program.ref}/setup/dates/"


def test_dates_and_rhythm_of_a_draft_are_saved(as_person: SignIn, ada: Person) -> None:
    draft = cast.program(ada, state="draft")
    starts_on = date(2027, 3, 1)
    as_person(ada).post(
        url(draft),
        filled(
            draft,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(weeks=20),
            cadence_days=21,
            session_minutes=45,
            checkin_weeks=8,
        ),
    )
    draft.refresh_from_db()
    assert (draft.starts_on, draft.cadence_days, draft.session_minutes) == (starts_on, 21, 45)
    assert (draft.weeks, draft.checkin_weeks) == (20, 8)


def test_check_ins_can_be_left_out_and_an_own_rhythm_stays(
    as_person: SignIn, ada: Person, program: Program
) -> None:
    setup.change(program, by=ada, at=NOW, checkin_weeks=3)
    shown = as_person(ada).get(url(program)).content.decode()
    assert "every 3 weeks" in shown
    assert "You see the answer, not what they add to it." in shown
    as_person(ada).post(url(program), filled(program, checkin_weeks=0))
    program.refresh_from_db()
    assert program.checkin_weeks == 0


def test_a_later_end_of_a_running_program_is_saved_and_recorded(
    as_person: SignIn, ada: Person, program: Program
) -> None:
    assert program.ends_on
    later = program.ends_on + timedelta(weeks=4)
    as_person(ada).post(url(program), filled(program, ends_on=later))
    event = Event.objects.filter(verb="program.changed", program_id=program.pk).first()
    assert event
    assert event.fact("ends_on") == [program.ends_on.isoformat(), later.isoformat()]
    assert event.by_id == ada.pk


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("ends_on", "2020-01-01"),
        ("ends_on", ""),
        ("starts_on", "2026-10-06"),
        ("enrol_until_on", "2020-01-01"),
        ("enrol_until_on", "2031-01-01"),
        ("starts_on", "yesterday"),
        ("cadence_days", "0"),
        ("session_minutes", "-5"),
        ("checkin_weeks", "60"),
    ],
)
def test_dates_that_make_no_sense_are_refused_where_they_are(
    as_person: SignIn, ada: Person, program: Program, field: str, value: str
) -> None:
    before = Program.objects.values().get(pk=program.pk)
    answer = as_person(ada).post(url(program), filled(program, **{field: value}))
    assert list(answer.context["form"].errors) == [field]
    assert Program.objects.values().get(pk=program.pk) == before


def test_an_unusual_rhythm_of_old_stays_among_the_choices(
    as_person: SignIn, ada: Person, program: Program
) -> None:
    setup.change(program, by=ada, at=NOW, cadence_days=10)
    assert "every 10 days" in as_person(ada).get(url(program)).content.decode()
