from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from history.models import Event
from people.models import Person
from programs import blueprints, expectations, lifecycle, parts, setup
from programs.blueprints.shape import Blueprint
from programs.models import Program, Resource
from tests import cast
from tests.cast import NOW, TODAY


def test_whoever_creates_a_program_runs_it_and_history_tells_of_both(ada: Person) -> None:
    made = setup.create_program(name="First steps", kind="onboarding", by=ada, at=NOW)
    assert Program.objects.managed_by(ada).get() == made
    assert (made.state, made.created_by, made.created_at) == ("draft", ada, NOW)
    verbs = set(Event.objects.filter(program_id=made.pk).values_list("verb", flat=True))
    assert verbs == {"program.created", "program_admin.appointed"}


def test_rhythm_and_length_are_those_usual_for_the_kind_unless_given(ada: Person) -> None:
    usual = setup.create_program(
        name="Short", kind="coaching", by=ada, at=NOW, starts_on=date(2027, 1, 4)
    )
    assert (usual.cadence_days, usual.session_minutes, usual.checkin_weeks) == (14, 45, 2)
    assert usual.ends_on == date(2027, 3, 29)
    own = setup.create_program(
        name="Own", kind="coaching", by=ada, at=NOW, cadence_days=7, ends_on=date(2027, 2, 1)
    )
    assert (own.cadence_days, own.ends_on, own.starts_on) == (7, date(2027, 2, 1), None)


def test_dates_that_contradict_each_other_are_refused(ada: Person) -> None:
    with pytest.raises(ValidationError, match="ends after it starts"):
        setup.create_program(
            name="Backwards",
            kind="coaching",
            by=ada,
            at=NOW,
            starts_on=TODAY,
            ends_on=TODAY - timedelta(days=1),
        )
    assert not Program.objects.exists()


@pytest.mark.parametrize("blueprint", blueprints.ALL, ids=lambda one: one.key)
def test_a_program_filled_from_a_ready_made_template_can_open(
    ada: Person, blueprint: Blueprint
) -> None:
    made = setup.create_program(
        name="Ready", kind=blueprint.kind, by=ada, at=NOW, starts_on=TODAY + timedelta(days=30)
    )
    setup.fill_from(made, blueprint, by=ada, at=NOW)
    lifecycle.open_program(made, by=ada, at=NOW)
    assert made.state == "open"
    assert made.program_goals.count() >= 3
    assert made.milestone_plan.count() >= 6
    assert made.resources.count() >= 3


@pytest.mark.parametrize("key", ["peer", "reverse"])
def test_peers_and_reverse_pairs_are_one_to_one(ada: Person, key: str) -> None:
    blueprint = blueprints.named(key)
    assert blueprint
    made = setup.create_program(name="Eye to eye", kind=blueprint.kind, by=ada, at=NOW)
    setup.fill_from(made, blueprint, by=ada, at=NOW)
    made.refresh_from_db()
    assert (made.kind, made.shape, made.way) == (key, "pairs", "matched")


def test_a_plan_is_drawn_together_to_fit_a_shorter_program(ada: Person) -> None:
    made = setup.create_program(
        name="Quick",
        kind="leadership",
        by=ada,
        at=NOW,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(weeks=20),
    )
    blueprint = blueprints.of("leadership")
    assert blueprint
    setup.fill_from(made, blueprint, by=ada, at=NOW)
    assert max(step.weeks_after_start for step in made.milestone_plan.all()) <= 20
    assert lifecycle.missing(made) == []


def test_a_template_never_writes_over_what_somebody_wrote(ada: Person) -> None:
    made = cast.program(ada, state="draft")
    blueprint = blueprints.of("leadership")
    assert blueprint
    with pytest.raises(setup.NotEmpty):
        setup.fill_from(made, blueprint, by=ada, at=NOW)
    assert made.program_goals.get().text == "Pairs meet"


def test_a_duplicate_has_the_design_with_its_dates_moved(ada: Person, ben: Person) -> None:
    old = cast.program(ada)
    setup.change(old, by=ada, at=NOW, checkin_weeks=3)
    parts.keep(Resource(program=old, title="Guide", text="Read me."), by=ada, at=NOW)
    expectations.write(old, "mentor", "Listen more.", by=ada, at=NOW)
    cast.participant(ben, old, "mentor")
    starts_on = date(2027, 3, 1)
    copy = setup.duplicate(old, by=ada, at=NOW, name="Second round", starts_on=starts_on)

    assert (copy.name, copy.state, copy.purpose) == ("Second round", "draft", old.purpose)
    assert old.starts_on
    assert old.ends_on
    assert (copy.starts_on, copy.checkin_weeks) == (starts_on, 3)
    assert copy.ends_on == starts_on + (old.ends_on - old.starts_on)
    assert copy.enrol_from_on == starts_on - timedelta(days=32)
    assert [goal.text for goal in copy.program_goals.all()] == ["Pairs meet"]
    assert copy.milestone_plan.count() == old.milestone_plan.count() == 3
    assert copy.resources.get().text == "Read me."
    live = copy.expectations.get(role="mentor")
    assert (live.version, live.text) == (1, "Listen more.")
    assert not copy.participants.exists()
    assert Event.objects.filter(verb="program.duplicated", subject_id=copy.pk).get().facts == {
        "from_id": old.pk
    }


def test_a_duplicate_is_run_by_whoever_made_it_alone(ada: Person, ben: Person) -> None:
    copy = setup.duplicate(cast.program(ada), by=ben, at=NOW, name="Ben's own")
    assert [admin.person for admin in copy.admins.all()] == [ben]
    assert copy.starts_on is None


def test_check_ins_are_at_most_a_year_apart(program: Program) -> None:
    with pytest.raises(IntegrityError):
        Program.objects.update(checkin_weeks=53)


def test_a_change_is_recorded_with_old_and_new_dates(ada: Person, program: Program) -> None:
    old_end = program.ends_on
    assert old_end
    later = old_end + timedelta(days=14)
    changed = setup.change(
        program, by=ada, at=NOW, ends_on=later, name=program.name, cadence_days=7
    )
    assert changed == ["ends_on", "cadence_days"]
    event = Event.objects.filter(verb="program.changed", at=NOW).get()
    assert event.fact("ends_on") == [old_end.isoformat(), later.isoformat()]
    assert event.fact("fields") == ["ends_on", "cadence_days"]


def test_saving_without_a_change_records_nothing(ada: Person, program: Program) -> None:
    before = Event.objects.count()
    assert setup.change(program, by=ada, at=NOW, name=program.name) == []
    assert Event.objects.count() == before


def test_an_end_that_a_milestone_would_fall_behind_is_refused(
    ada: Person, program: Program
) -> None:
    assert program.starts_on
    early = program.starts_on + timedelta(weeks=12)
    with pytest.raises(ValidationError, match="Half-time review") as refused:
        setup.change(program, by=ada, at=NOW, ends_on=early)
    assert list(refused.value.message_dict) == ["ends_on"]
    assert Program.objects.get().ends_on != early


@pytest.mark.parametrize(
    ("field", "value"), [("purpose", " "), ("ends_on", None), ("starts_on", TODAY)]
)
def test_a_running_program_keeps_what_people_relied_on(
    ada: Person, program: Program, field: str, value: object
) -> None:
    with pytest.raises(ValidationError) as refused:
        setup.change(program, by=ada, at=NOW, **{field: value})
    assert field in refused.value.message_dict


def test_a_closed_program_stays_as_it_was(ada: Person) -> None:
    closed = cast.program(ada, state="closed")
    with pytest.raises(lifecycle.ProgramClosed):
        setup.change(closed, by=ada, at=NOW, name="New name")
    assert Program.objects.get().name == "Rising leaders"
