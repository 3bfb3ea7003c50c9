"""All or nothing, and the same file twice is the same directory."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from history.models import Event
from people.directory import applying, stages
from people.models import DirectoryImport, Employment, EmploymentEvent, Person
from tests.cast import NOW, TODAY
from tests.people.hr_files import (
    applied,
    checked,
    events_csv,
    happened,
    people_csv,
    someone,
)


def test_people_managers_and_events_arrive(olga: Person) -> None:
    one = applied(
        people_csv(
            someone(1, manager_employee_number=2, gender="female"),
            someone(2, time_zone="Asia/Kolkata", left_on="2026-01-31", leave_reason="retirement"),
        ),
        events_csv(happened(1, detail="level 1 to 2")),
        by=olga,
    )
    first, second = Employment.objects.order_by("number")
    assert (first.manager, first.gender, first.person.name) == (second, "female", "Person 1")
    assert (second.person.time_zone, second.leave_reason) == ("Asia/Kolkata", "retirement")
    assert first.person.is_active
    assert not second.person.is_active
    assert not first.person.has_usable_password()
    assert EmploymentEvent.objects.get().employment == first
    assert (one.state, one.applied_by, one.applied_at) == ("applied", olga, NOW)
    news = Event.objects.get(verb="directory.applied")
    assert (news.fact("added"), news.fact("events_added")) == (2, 1)
    assert Event.objects.filter(verb="person.added").count() == 2


def test_the_same_file_again_changes_nothing(olga: Person) -> None:
    people = people_csv(someone(1, manager_employee_number=2), someone(2))
    events = events_csv(happened(1))
    applied(people, events, by=olga)
    before = Event.objects.count()
    one = checked(people, events, by=olga)
    assert not one.would_change
    assert not one.may_be_applied
    with pytest.raises(stages.MovedOn):
        stages.accept(one, by=olga, at=NOW)

    DirectoryImport.objects.filter(pk=one.pk).update(state="accepted", applied_by=olga)
    with CaptureQueriesContext(connection) as queries:
        assert stages.apply(one.pk, clock=lambda: NOW, on=TODAY)
    writes = [
        query["sql"]
        for query in queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
        and "people_directoryimport" not in query["sql"]
    ]
    assert writes == []
    assert Event.objects.count() == before


def test_changes_are_written_and_told_without_what_salary_and_gender_hold(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    applied(people_csv(someone(1, department="Finance", annual_salary=99999)), by=olga)
    employment = Employment.objects.get()
    assert (employment.department, str(employment.annual_salary)) == ("Finance", "99999.00")
    news = Event.objects.get(verb="person.changed")
    assert news.facts == {"fields": ["annual_salary", "department"]}


def test_who_leaves_cannot_sign_in_and_who_returns_can(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    applied(people_csv(someone(1, left_on=TODAY)), by=olga)
    assert not Person.objects.get(name="Person 1").is_active
    assert Event.objects.get(verb="person.left").facts == {"left_on": TODAY.isoformat()}
    applied(people_csv(someone(1)), by=olga)
    assert Person.objects.get(name="Person 1").is_active
    assert Event.objects.filter(verb="person.returned").exists()


def test_whoever_is_not_in_the_file_stays_as_they_are(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2)), by=olga)
    applied(people_csv(someone(1, department="Finance")), by=olga)
    second = Person.objects.get(name="Person 2")
    assert second.is_active
    assert second.employment.department == "Sales"


def test_what_a_person_chose_stays_until_the_file_itself_changes(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    person = Person.objects.get(name="Person 1")
    person.change(by=person, at=NOW, name="Percy", time_zone="Asia/Tokyo", language="en")
    assert not checked(people_csv(someone(1))).would_change
    applied(people_csv(someone(1, time_zone="Asia/Kolkata", department="Finance")), by=olga)
    person.refresh_from_db()
    assert (person.name, person.time_zone) == ("Percy", "Asia/Tokyo")
    assert person.employment.time_zone == "Asia/Kolkata"


def test_who_chose_nothing_follows_the_file(olga: Person) -> None:
    applied(people_csv(someone(1)), by=olga)
    applied(people_csv(someone(1, time_zone="Asia/Kolkata", name="Person Married")), by=olga)
    person = Person.objects.get(name="Person Married")
    assert person.time_zone == "Asia/Kolkata"


def test_two_people_may_swap_their_addresses(olga: Person) -> None:
    applied(people_csv(someone(1), someone(2)), by=olga)
    applied(
        people_csv(
            someone(1, email="person2@example.com"), someone(2, email="person1@example.com")
        ),
        by=olga,
    )
    assert dict(Employment.objects.values_list("number", "person__email")) == {
        "1": "person2@example.com",
        "2": "person1@example.com",
    }


def test_somebody_who_was_invited_gets_their_record_and_keeps_account_and_roles(
    olga: Person,
) -> None:
    applied(people_csv(someone(1, email=olga.email.upper(), name="Olga Root")), by=olga)
    olga.refresh_from_db()
    assert olga.employment.number == "1"
    assert olga.is_administrator
    assert Person.objects.count() == 1


def test_a_failure_halfway_leaves_nothing_behind(
    olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = checked(people_csv(someone(1)), events_csv(happened(1)), by=olga)
    stages.accept(one, by=olga, at=NOW)

    def break_down(*_args: object) -> None:
        raise RuntimeError("out of paper")

    monkeypatch.setattr(applying, "_write_events", break_down)
    with pytest.raises(RuntimeError):
        stages.apply(one.pk, clock=lambda: NOW, on=TODAY)
    one.refresh_from_db()
    assert (one.state, one.people_file) == ("failed", None)
    assert "nothing was changed" in one.failure
    assert not Employment.objects.exists()
    assert not Event.objects.exists()


def test_the_files_are_forgotten_at_the_end(olga: Person) -> None:
    one = applied(people_csv(someone(1)), by=olga)
    assert (one.people_file, one.events_file, one.changes) == (None, None, [])
    assert one.counts["added"] == 1
