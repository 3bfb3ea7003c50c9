from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest

from history.models import Event
from notices import models
from notices.catalogue import ALL, KINDS, STEPS
from notices.timing import setting
from notices.timing.hours import Hours, Timing, Timings
from notices.timing.setting import MOVABLE, SETTABLE, CannotBeSo, change, said, said_hours
from people.models import Person
from programs import lifecycle
from programs.models import Program
from tests.cast import NOW

WORKING = Hours()
USUAL: dict[str, int | None] = {
    kind.name: kind.offset_days if kind.is_dated else 0 for kind in SETTABLE
}


def test_every_dated_kind_that_may_move_has_a_date_and_bounds_around_what_is_usual() -> None:
    assert set(MOVABLE) == {kind.name for kind in SETTABLE if kind.is_dated}
    for name, bounds in MOVABLE.items():
        usual = KINDS[name].offset_days
        assert usual is not None
        assert -90 <= bounds.least <= usual <= bounds.most <= 90, name
        assert (bounds.least < 0) == (bounds.most < 0), "a kind stays on its side of the date"


def test_what_must_come_cannot_be_set() -> None:
    assert not [kind.name for kind in SETTABLE if kind.must or not kind.may_move]
    assert {"match_published", "pairing_ended", "help_asked"} <= {k.name for k in ALL if k.must}


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        ("milestone_ahead", -7, "7 days before the milestone"),
        ("session_tomorrow", -1, "1 day before the session"),
        ("milestone_today", 0, "on the day itself"),
        ("end_past", 7, "7 days after the end of the pairing"),
        ("program_week", 3, "on Thursday"),
        ("check_in_due", None, "not at all"),
        ("agreement_waiting", None, "at once"),
    ],
)
def test_when_a_kind_comes_is_said_in_words(kind: str, days: int | None, words: str) -> None:
    assert said(KINDS[kind], days) == words


@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (Hours(), "Monday to Friday, from 08:00 to 20:00"),
        (Hours("1234567", time(18), time(9, 30)), "every day, from 09:30 to 18:00"),
        (Hours("135"), "Monday, Wednesday, Friday, from 08:00 to 20:00"),
        (Hours("67"), "Saturday, Sunday, from 08:00 to 20:00"),
    ],
)
def test_hours_are_said_in_words(hours: Hours, words: str) -> None:
    assert said_hours(hours) == words


def test_the_set_up_says_that_days_hold_for_reminders() -> None:
    usual = setting.step(Timing())
    assert (usual.summary, usual.is_written) == (
        "Reminders Monday to Friday, from 08:00 to 20:00",
        False,
    )
    own = setting.step(Timing(Hours("1234567"), {"end_past": 9}))
    assert own.summary == (
        "Reminders every day, from 08:00 to 20:00; 1 kind of mail otherwise than usual"
    )
    assert own.is_written


# --- Changing ------------------------------------------------------------------------------------


def changed(program: Program, by: Person, *, hours: Hours = WORKING, **offsets: int | None) -> bool:
    return change(program, by=by, at=NOW, hours=hours, offsets=USUAL | offsets)


def test_only_what_differs_from_usual_is_kept(program: Program, ada: Person) -> None:
    assert changed(program, ada, milestone_ahead=-10, pair_quiet=None, agreement_waiting=None)
    assert set(models.Offset.objects.values_list("program", "kind", "days")) == {
        (program.pk, "milestone_ahead", -10),
        (program.pk, "pair_quiet", None),
        (program.pk, "agreement_waiting", None),
    }
    assert not models.Timing.objects.exists()
    assert setting.of(program) == Timings().of(program.pk)


def test_hours_are_kept_in_a_row_of_their_own(program: Program, ada: Person) -> None:
    own = Hours("23456", time(18), time(7))
    assert changed(program, ada, hours=own)
    assert setting.of(program) == Timing(own) == Timings().of(program.pk)


def test_back_to_the_usual_leaves_nothing(program: Program, ada: Person) -> None:
    changed(program, ada, hours=Hours("1234567"), end_past=9)
    assert change(program, by=ada, at=NOW, hours=Hours(), offsets={})
    assert not models.Timing.objects.exists()
    assert not models.Offset.objects.exists()


def test_the_history_says_what_was_and_what_is(program: Program, ada: Person) -> None:
    changed(program, ada, milestone_ahead=-10, agreement_waiting=None)
    changed(program, ada, hours=replace(Hours(), quiet_until=time(9)), milestone_ahead=None)
    first, second = Event.objects.filter(verb="timing.changed").order_by("pk")
    assert (first.by_id, first.program_id) == (ada.pk, program.pk)
    assert first.facts == {"days": {"milestone_ahead": [-7, -10]}, "off": ["agreement_waiting"]}
    assert second.facts == {
        "quiet_until": ["08:00:00", "09:00:00"],
        "days": {"milestone_ahead": [-10, None]},
        "on": ["agreement_waiting"],
    }


def test_what_is_as_it_was_is_no_change(program: Program, ada: Person) -> None:
    assert not changed(program, ada)
    changed(program, ada, end_past=9)
    assert not changed(program, ada, end_past=9)
    assert Event.objects.filter(verb="timing.changed").count() == 1


def test_another_program_stays_as_it_is(program: Program, ada: Person, dan: Person) -> None:
    changed(program, ada, hours=Hours("135"), end_past=9)
    other = Program.objects.get(name="Another program")
    assert setting.of(other) == Timing()


@pytest.mark.parametrize(
    ("offsets", "field", "words"),
    [
        ({"milestone_ahead": -61}, "milestone_ahead", "1 to 60 days"),
        ({"milestone_ahead": 1}, "milestone_ahead", "1 to 60 days"),
        ({"milestone_overdue": 0}, "milestone_overdue", "1 to 60 days"),
        ({"program_week": 5}, "program_week", "a day from Monday to Friday"),
        ({"end_today": 1}, "end_today", "on the day itself, or not at all"),
        ({"end_ahead": -7}, "end_ahead", "before “End near”"),
        ({"end_near": -40}, "end_ahead", "which comes 40 days before the end"),
        ({"ends_near": -30}, "ends_ahead", "30 days before the end of the pairings"),
        ({"match_published": None}, "match_published", "always comes"),
        ({"reports_month": 3}, "reports_month", "always comes"),
    ],
)
def test_what_does_not_go_together_is_refused_with_the_mend(
    program: Program, ada: Person, offsets: dict[str, int | None], field: str, words: str
) -> None:
    with pytest.raises(CannotBeSo, match=words) as refusal:
        change(program, by=ada, at=NOW, hours=WORKING, offsets=USUAL | offsets)
    assert refusal.value.field == field
    assert not models.Offset.objects.exists()


@pytest.mark.parametrize(
    ("hours", "field"),
    [
        (Hours(""), "working_days"),
        (Hours(quiet_until=time(12, 1)), "quiet_until"),
        (Hours(quiet_from=time(13, 59)), "quiet_from"),
    ],
)
def test_hours_leave_room_to_write(program: Program, ada: Person, hours: Hours, field: str) -> None:
    with pytest.raises(CannotBeSo) as refusal:
        changed(program, ada, hours=hours)
    assert refusal.value.field == field


def test_steps_may_be_left_out_and_the_others_move_up(program: Program, ada: Person) -> None:
    assert changed(program, ada, end_near=None, end_ahead=-3)
    own = setting.of(program)
    left = [own.offset(kind) for kind in STEPS["end"]]
    assert left == [-3, None, 0, 7]


def test_a_closed_program_stays_as_it_was(program: Program, ada: Person) -> None:
    lifecycle.close(program, by=ada, at=NOW)
    with pytest.raises(lifecycle.ProgramClosed):
        changed(program, ada, end_past=9)
