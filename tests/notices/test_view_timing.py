from __future__ import annotations

import re
from datetime import time

import pytest
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from notices.models import Offset, Timing
from notices.timing import setting
from notices.timing.hours import Hours
from notices.timing.setting import MOVABLE, SETTABLE
from people.models import Person
from programs import lifecycle
from programs.models import Program
from tests.cast import NOW
from tests.conftest import SignIn


def url(program: Program) -> str:
    return reverse("program-timing", args=[program.ref])


def filled_in(**changes: object) -> dict[str, object]:
    """The form as it stands with the usual timing, with some fields otherwise (None: empty)."""
    data: dict[str, object] = {
        "working_days": list("12345"),
        "quiet_until": "08:00",
        "quiet_from": "20:00",
    }
    for kind in SETTABLE:
        data[f"{kind.name}_comes"] = "on"
        if kind.name in MOVABLE and MOVABLE[kind.name].has_choice:
            data[f"{kind.name}_days"] = str(abs(kind.offset_days or 0))
    return {key: value for key, value in (data | changes).items() if value is not None}


def value_of(name: str, html: str) -> str:
    """What a field of the page holds."""
    found = re.search(rf'<input[^>]* name="{name}"[^>]* value="([^"]*)"', html)
    assert found, name
    return found[1]


def test_the_page_says_how_it_is_and_what_is_usual(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    Offset.objects.create(program=program, kind="milestone_ahead", days=-10)
    html = as_person(ada).get(url(program)).content.decode()
    said = " ".join(html.split())
    assert "Reminders go out Monday to Friday; what has just happened" in said
    assert "announcements, on any day. All of it comes from 08:00 to 20:00" in said
    assert "<strong>1 kind</strong> differs from the usual." in html
    assert value_of("milestone_ahead_days", html) == "10"
    assert "Usually 7 days before the milestone." in html
    assert "days before the milestone" in html
    assert "(day before the session)" in html  # the usual is one day
    assert "cannot be switched off:" in html
    assert "Match published" in html
    assert 'name="match_published_comes"' not in html
    assert "Back to the usual" in html


def test_sent_as_it_is_nothing_changes(program: Program, ada: Person, as_person: SignIn) -> None:
    answer = as_person(ada).post(url(program), filled_in())
    assert answer.status_code == 302
    assert not Offset.objects.exists()
    assert not Timing.objects.exists()
    assert not Event.objects.filter(verb="timing.changed").exists()


def test_days_hours_and_kinds_are_set(program: Program, ada: Person, as_person: SignIn) -> None:
    data = filled_in(
        working_days=["1", "3", "6"],
        quiet_until="09:30",
        milestone_ahead_days="14",
        check_in_due_comes=None,
        application_received_comes=None,
    )
    assert as_person(ada).post(url(program), data).status_code == 302
    own = setting.of(program)
    assert own.hours == Hours("136", time(20), time(9, 30))
    assert own.offsets == {
        "milestone_ahead": -14,
        "check_in_due": None,
        "application_received": None,
    }


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"working_days": None}, "working_days_0", "Choose one day of the week at least."),
        ({"quiet_until": "13:00"}, "quiet_until", "Choose a time up to 12:00"),
        ({"quiet_from": ""}, "quiet_from", "Give a time from 14:00 on."),
        ({"milestone_ahead_days": "99"}, "milestone_ahead_days", "Choose 1 to 60 days."),
        ({"milestone_ahead_days": ""}, "milestone_ahead_days", "Give a number of days"),
        ({"end_near_days": "30"}, "end_ahead_days", "has to come before"),
        ({"pair_quiet_days": "-3"}, "pair_quiet_days", "Choose 0 to 30 days."),
        ({"pair_quiet_days": "soon"}, "pair_quiet_days", "Enter a whole number."),
        ({"program_week_days": "5"}, "program_week_days", "Choose a day of the week"),
        ({"program_week_days": ""}, "program_week_days", "Choose a day of the week"),
    ],
)
def test_an_error_names_the_field_and_the_mend_and_keeps_what_was_typed(
    program: Program,
    ada: Person,
    as_person: SignIn,
    changes: dict[str, object],
    field: str,
    words: str,
) -> None:
    data = filled_in(milestone_overdue_days="4", **changes)
    answer = as_person(ada).post(url(program), data)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert f'href="#id_{field}"' in html
    assert words in html
    assert value_of("milestone_overdue_days", html) == "4"
    assert not Offset.objects.exists()


def test_what_comes_once_a_week_is_set_to_a_day_of_the_week(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    client = as_person(ada)
    choice = client.get(url(program)).content.decode().partition('name="program_week_days"')[2]
    days = re.findall(r'<option value="(\d)"( selected)?>([^<]+)</option>', choice)
    assert [said for _value, _selected, said in days] == [
        *("on Monday", "on Tuesday", "on Wednesday", "on Thursday", "on Friday"),
    ]
    assert [value for value, is_selected, _said in days if is_selected] == ["0"]
    assert client.post(url(program), filled_in(program_week_days="3")).status_code == 302
    assert setting.of(program).offsets == {"program_week": 3}
    assert 'value="3" selected>on Thursday' in client.get(url(program)).content.decode()


def test_back_to_the_usual_in_one_click(program: Program, ada: Person, as_person: SignIn) -> None:
    Timing.objects.create(program=program, working_days="7")
    Offset.objects.create(program=program, kind="end_past", days=None)
    answer = as_person(ada).post(reverse("program-timing-usual", args=[program.ref]))
    assert answer.status_code == 302
    assert not Timing.objects.exists()
    assert not Offset.objects.exists()


def test_a_closed_program_says_why_nothing_is_saved(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    lifecycle.close(program, by=ada, at=NOW)
    answer = as_person(ada).post(url(program), filled_in(end_past_days="9"))
    assert "is closed and stays as it was." in answer.content.decode()
    assert not Offset.objects.exists()


@pytest.mark.parametrize("address", ["program-timing", "program-timing-usual", "mail-calendar"])
def test_who_runs_another_program_finds_nothing(
    program: Program, dan: Person, as_person: SignIn, address: str
) -> None:
    Offset.objects.create(program=program, kind="end_past", days=9)
    eve = as_person(Person.objects.get(name="Eve Other"))
    where = reverse(address, args=[program.ref])
    assert {eve.get(where).status_code, eve.post(where).status_code} <= {404, 405}
    assert eve.post(where).status_code != 302
    assert Offset.objects.get().days == 9


def test_the_page_takes_few_queries(
    program: Program,
    ada: Person,
    as_person: SignIn,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for kind in ("end_past", "pair_quiet", "check_in_due"):
        Offset.objects.create(program=program, kind=kind, days=None)
    client = as_person(ada)
    with django_assert_max_num_queries(7):
        client.get(url(program))
