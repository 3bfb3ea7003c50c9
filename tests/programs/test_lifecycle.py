from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from history.models import Event
from kit import clock
from kit.templatetags import ui
from people.models import Person
from programs import lifecycle, setup
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY

Move = Callable[..., None]
MOVES: dict[str, Move] = {
    "open": lifecycle.open_program,
    "matching": lifecycle.start_matching,
    "running": lifecycle.start_running,
    "closed": lifecycle.close,
}
ALLOWED = {
    ("draft", "open"),
    ("open", "matching"),
    ("open", "running"),
    ("matching", "running"),
    ("open", "closed"),
    ("matching", "closed"),
    ("running", "closed"),
}


def test_a_bare_draft_is_told_all_that_it_lacks_and_where_to_mend_it(ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="development", by=ada, at=NOW)
    assert [one.where for one in lifecycle.missing(bare)] == [
        "program-basics",
        "program-dates",
        "program-dates",
        "program-goals",
        "program-expectations",
        "program-expectations",
        "program-plan",
    ]
    assert all(one.what and one.mend for one in lifecycle.missing(bare))


def test_a_program_that_lacks_something_does_not_open(ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="development", by=ada, at=NOW)
    with pytest.raises(lifecycle.NotReady, match="has no purpose") as refused:
        lifecycle.open_program(bare, by=ada, at=NOW)
    assert refused.value.missing == lifecycle.missing(bare)
    bare.refresh_from_db()
    assert bare.state == "draft"
    assert not Event.objects.filter(verb="program.opened").exists()


def test_a_milestone_after_the_end_is_named(ada: Person) -> None:
    draft = cast.program(ada, state="draft")
    assert draft.starts_on
    setup.change(draft, by=ada, at=NOW, ends_on=draft.starts_on + timedelta(weeks=12))
    (found,) = lifecycle.missing(draft)
    assert "Half-time review" in found.what
    assert "week 12" in found.mend
    assert found.where == "program-plan"


def test_a_program_that_is_over_already_does_not_open(ada: Person) -> None:
    draft = cast.program(ada, state="draft")
    assert lifecycle.missing(draft) == []
    with pytest.raises(lifecycle.NotReady, match="over already"):
        lifecycle.open_program(draft, by=ada, at=NOW + timedelta(days=400))


@pytest.mark.parametrize("state", Program.State.values)
@pytest.mark.parametrize("to", MOVES)
def test_states_move_only_as_allowed(ada: Person, state: str, to: str) -> None:
    program = cast.program(ada, state=state)
    if (state, to) in ALLOWED:
        MOVES[to](program, by=ada, at=NOW)
        event = Event.objects.filter(at=NOW).get()
        assert (event.fact("was"), event.fact("now"), event.program_id) == (state, to, program.pk)
    else:
        with pytest.raises(lifecycle.WrongState, match="cannot become"):
            MOVES[to](program, by=ada, at=NOW)
    program.refresh_from_db()
    assert program.state == (to if (state, to) in ALLOWED else state)


def test_the_state_that_counts_is_the_one_in_the_database(ada: Person) -> None:
    program = cast.program(ada, state="open")
    stale = Program.objects.get()
    lifecycle.close(program, by=ada, at=NOW)
    with pytest.raises(lifecycle.WrongState):
        lifecycle.start_matching(stale, by=ada, at=NOW)


@pytest.mark.parametrize("state", ["open", "matching", "running"])
def test_late_joiners_may_apply_while_the_window_says_so(ada: Person, state: str) -> None:
    program = cast.program(ada, state=state)
    accepted = {
        day: program.accepts_applications(on=day)
        for day in (
            TODAY - timedelta(days=61),
            TODAY - timedelta(days=60),
            TODAY + timedelta(days=30),
            TODAY + timedelta(days=31),
        )
    }
    assert list(accepted.values()) == [False, True, True, False]
    for day, expected in accepted.items():
        assert Program.objects.accepting(on=day).exists() is expected


@pytest.mark.parametrize(
    ("days", "said", "tone"),
    [
        (-61, "applications not open yet", "quiet"),
        (0, "open for applications", "info"),
        (31, "applications closed", "quiet"),
    ],
)
def test_the_badge_of_what_takes_nobody_today_is_not_that_of_an_open_program(
    ada: Person, monkeypatch: pytest.MonkeyPatch, days: int, said: str, tone: str
) -> None:
    monkeypatch.setattr(clock, "today", lambda: TODAY + timedelta(days=days))
    badge = ui.state_badge(cast.program(ada, state="open"))
    assert badge == f'<span class="badge tone-{tone}">{said}</span>'


@pytest.mark.parametrize(("state", "accepts"), [("open", True), ("running", False)])
def test_without_a_last_day_applications_end_with_the_matching(
    ada: Person, state: str, accepts: bool
) -> None:
    program = cast.program(ada, state=state)
    setup.change(program, by=ada, at=NOW, enrol_until_on=None)
    assert program.accepts_applications(on=TODAY) is accepts
    assert Program.objects.accepting(on=TODAY).exists() is accepts


@pytest.mark.parametrize("state", ["draft", "closed"])
def test_drafts_and_closed_programs_take_nobody(ada: Person, state: str) -> None:
    program = cast.program(ada, state=state)
    assert not program.accepts_applications(on=TODAY)
    assert not Program.objects.accepting(on=TODAY).exists()
