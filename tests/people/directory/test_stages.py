"""Claims, second deliveries, stuck workers, and the broker being away."""

from __future__ import annotations

import traceback
from datetime import timedelta

import pytest
from django.db import connection

from history.models import Event
from people import tasks
from people.directory import stages
from people.directory.applying import apply_plan
from people.directory.progress import Progress
from people.models import DirectoryImport, Employment, Person
from tests.cast import NOW, TODAY
from tests.people.hr_files import applied, checked, people_csv, received, someone

LATER = NOW + timedelta(minutes=3)


def test_a_task_delivered_twice_reads_once(db: None) -> None:
    one = received(people_csv(someone(1)))
    assert stages.check(one.pk, clock=lambda: NOW, on=TODAY)
    assert not stages.check(one.pk, clock=lambda: NOW, on=TODAY)


def test_a_task_delivered_twice_applies_once(olga: Person) -> None:
    one = applied(people_csv(someone(1)), by=olga)
    assert not stages.apply(one.pk, clock=lambda: NOW, on=TODAY)
    assert Event.objects.filter(verb="directory.applied").count() == 1


def test_a_busy_import_is_not_claimed_but_a_stuck_one_is(db: None) -> None:
    one = received(people_csv(someone(1)))
    DirectoryImport.objects.update(state="checking")
    assert not stages.check(one.pk, clock=lambda: NOW, on=TODAY)
    assert stages.check(one.pk, clock=lambda: LATER, on=TODAY)


def test_a_worker_that_comes_back_from_the_dead_leaves_no_trace(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = checked(people_csv(someone(1)), by=olga)
    stages.accept(one, by=olga, at=NOW)

    def slow(*args: object, **kwargs: object) -> None:
        apply_plan(*args, **kwargs)  # type: ignore[arg-type]
        DirectoryImport.objects.filter(pk=one.pk).update(attempt=7)

    monkeypatch.setattr(stages, "apply_plan", slow)
    assert stages.apply(one.pk, clock=lambda: NOW, on=TODAY)
    assert not Employment.objects.exists()
    assert not Event.objects.exists()


def test_what_the_database_refuses_is_not_quoted_in_the_log(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL quotes the refused row in its DETAIL; a worker logs what is raised."""
    one = checked(people_csv(someone(1, annual_salary="76543")), by=olga)
    stages.accept(one, by=olga, at=NOW)

    def refused(*args: object, **kwargs: object) -> None:
        apply_plan(*args, **kwargs)  # type: ignore[arg-type]
        with connection.cursor() as cursor:
            cursor.execute("UPDATE people_employment SET number = NULL")

    monkeypatch.setattr(stages, "apply_plan", refused)
    with pytest.raises(stages.NotTaken, match="IntegrityError: people_employment") as raised:
        stages.apply(one.pk, clock=lambda: NOW, on=TODAY)
    assert "76543" not in "".join(traceback.format_exception(raised.value))
    one.refresh_from_db()
    assert one.state == "failed"


def test_a_faulty_row_is_not_counted_as_changed_as_well(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2)), by=olga)
    one = checked(
        people_csv(
            someone(1, department="Finance", manager_employee_number="nobody"),
            someone(2, department="Finance"),
        ),
        by=olga,
    )
    assert (one.counts["errors"], one.counts["changed"]) == (1, 1)
    assert [change["name"] for change in one.changes] == ["Person 2"]


def test_a_directory_that_changed_since_is_shown_again_instead_of_applied(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    one = checked(people_csv(someone(1, department="Finance")), by=olga)
    stages.accept(one, by=olga, at=NOW)
    Employment.objects.update(job_level=5)
    assert stages.apply(one.pk, clock=lambda: NOW, on=TODAY)
    one.refresh_from_db()
    assert one.state == "checked"
    assert one.failure.startswith("The directory has changed since this was read.")
    assert Employment.objects.get().department == "Sales"
    assert {field["column"] for field in one.changes[0]["fields"]} == {"department", "job_level"}


def test_an_import_with_errors_cannot_be_accepted(olga: Person) -> None:
    one = checked(people_csv(someone(1), someone(2, job_level="x")), by=olga)
    with pytest.raises(stages.MovedOn, match="moved on"):
        stages.accept(one, by=olga, at=NOW)


def test_a_cancelled_import_forgets_its_files(olga: Person) -> None:
    one = checked(people_csv(someone(1, job_level="x")), by=olga)
    stages.cancel(one, at=NOW)
    one.refresh_from_db()
    assert (one.state, one.people_file, one.errors) == ("cancelled", None, [])
    with pytest.raises(stages.MovedOn):
        stages.cancel(one, at=NOW)


def test_only_one_import_is_applied_at_a_time(olga: Person) -> None:
    first, second = (checked(people_csv(someone(number)), by=olga) for number in (1, 2))
    stages.accept(second, by=olga, at=NOW)
    DirectoryImport.objects.filter(pk=first.pk).update(state="applying")
    assert not stages.apply(second.pk, clock=lambda: NOW, on=TODAY)
    second.refresh_from_db()
    assert second.state == "accepted"


def test_what_is_stuck_is_found_and_given_up_after_five_attempts(db: None) -> None:
    waiting, hopeless = received(people_csv(someone(1))), received(people_csv(someone(2)))
    DirectoryImport.objects.filter(pk=hopeless.pk).update(attempt=5, state="checking")
    assert stages.stuck(at=NOW) == []
    assert stages.stuck(at=LATER) == [waiting]
    hopeless.refresh_from_db()
    assert (hopeless.state, hopeless.people_file) == ("failed", None)
    assert hopeless.failure.startswith("It was tried 5 times")


def test_an_import_that_nobody_applies_is_cancelled_after_a_week(db: None) -> None:
    one = checked(people_csv(someone(1)))
    stages.stuck(at=NOW + timedelta(days=8))
    one.refresh_from_db()
    assert (one.state, one.people_file) == ("cancelled", None)


def test_without_a_broker_the_import_waits(db: None, no_broker: None) -> None:
    one = received(people_csv(someone(1)))
    assert not tasks.wake(one)
    one.refresh_from_db()
    assert one.state == "waiting"


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_transaction_is_open(olga: Person) -> None:
    one = received(people_csv(someone(1)))
    with connection.cursor() as cursor:
        cursor.execute("BEGIN")
        with Progress(one, clock=lambda: LATER) as tick:
            tick.tell(0.42)
        cursor.execute("ROLLBACK")
    one.refresh_from_db()
    assert (one.progress, one.moved_at) == (42, LATER)
