"""One import: preview, apply, cancel, wake, progress."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import tasks
from people.models import DirectoryImport, Employment, Person
from tests.conftest import SignIn
from tests.people.hr_files import applied, checked, people_csv, received, someone

ACTIONS = ("acceptance", "cancellation", "waking")


@pytest.fixture(autouse=True)
def work(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a worker would be told is done at once."""
    monkeypatch.setattr(tasks.check_import, "delay", tasks.check_import)
    monkeypatch.setattr(tasks.apply_import, "delay", tasks.apply_import)


def url(one: DirectoryImport, name: str = "preview") -> str:
    return reverse(f"directory-{name}", args=[one.ref])


def test_the_preview_counts_and_shows_before_and_after(olga: Person, as_person: SignIn) -> None:
    applied(people_csv(someone(1), someone(2)), by=olga)
    one = checked(
        people_csv(someone(1, department="Finance"), someone(2, left_on="2026-01-01"), someone(3))
    )
    client = as_person(olga)
    page = client.get(url(one)).content.decode()
    assert "3 rows: 1 new, 1 changed, 1 left." in page
    assert "There is no undo" in page
    assert "left on: nothing" in page
    page = client.get(url(one), {"show": "changed"}).content.decode()
    assert "department: Sales" in page
    assert "<strong>Finance</strong>" in page


def test_errors_are_shown_with_place_and_mend_and_nothing_can_be_applied(
    olga: Person, as_person: SignIn
) -> None:
    one = checked(people_csv(someone(1), someone(2, hired_on="soon")))
    page = as_person(olga).get(url(one)).content.decode()
    assert "2 rows: 1 new, 1 error." in page
    assert "people.csv, line 3" in page
    assert "“soon” is not a date that can be read for sure." in page
    assert "Write it as year-month-day, like 2026-11-30." in page
    assert url(one, "acceptance") not in page


def test_a_file_that_changes_nothing_says_so(olga: Person, as_person: SignIn) -> None:
    applied(people_csv(someone(1)), by=olga)
    page = as_person(olga).get(url(checked(people_csv(someone(1))))).content.decode()
    assert "1 row: nothing would change." in page
    assert "The directory says the same already" in page


def test_apply_applies_and_the_result_says_by_whom(olga: Person, as_person: SignIn) -> None:
    one = checked(people_csv(someone(1)))
    page = as_person(olga).post(url(one, "acceptance"), follow=True).content.decode()
    assert Employment.objects.get().number == "1"
    assert "1 row: 1 new." in page
    assert "by Olga Root" in page


def test_applying_twice_is_answered_kindly(olga: Person, as_person: SignIn) -> None:
    one = checked(people_csv(someone(1)))
    client = as_person(olga)
    client.post(url(one, "acceptance"))
    page = client.post(url(one, "acceptance"), follow=True).content.decode()
    assert "This import has moved on in the meantime." in page


def test_cancel_ends_it_without_a_change(olga: Person, as_person: SignIn) -> None:
    one = checked(people_csv(someone(1)))
    page = as_person(olga).post(url(one, "cancellation"), follow=True).content.decode()
    assert "The import was cancelled. Nothing was changed." in page
    one.refresh_from_db()
    assert one.people_file is None
    assert not Employment.objects.exists()


def test_a_waiting_import_asks_for_itself_and_is_started_again(
    olga: Person, as_person: SignIn
) -> None:
    one = received(people_csv(someone(1)))
    long_ago = datetime.now(UTC) - timedelta(minutes=10)
    DirectoryImport.objects.update(moved_at=long_ago)
    client = as_person(olga)
    page = client.get(url(one)).content.decode()
    assert f'hx-get="{url(one, "progress")}"' in page
    assert "No sign of the worker" in page
    client.post(url(one, "waking"))
    one.refresh_from_db()
    assert one.state == "checked"


def test_progress_answers_with_the_piece_and_at_the_end_with_the_page(
    olga: Person, as_person: SignIn
) -> None:
    one = received(people_csv(someone(1)))
    DirectoryImport.objects.update(state="checking", progress=42, moved_at=datetime.now(UTC))
    client = as_person(olga)
    answer = client.get(url(one, "progress"), headers={"HX-Request": "true"})
    assert "Reading and comparing" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    DirectoryImport.objects.update(state="checked")
    answer = client.get(url(one, "progress"), headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert client.get(url(one, "progress")).status_code == 302


def test_it_is_for_administrators_alone(hana: Person, ada: Person, as_person: SignIn) -> None:
    one = checked(people_csv(someone(1)))
    for who in (hana, ada):
        client = as_person(who)
        assert client.get(url(one)).status_code == 404
        assert client.get(url(one, "progress")).status_code == 404
        assert {client.post(url(one, name)).status_code for name in ACTIONS} == {404}
    one.refresh_from_db()
    assert one.state == "checked"


def test_acts_are_posts(olga: Person, as_person: SignIn) -> None:
    one = checked(people_csv(someone(1)))
    client = as_person(olga)
    assert {client.get(url(one, name)).status_code for name in ACTIONS} == {405}
    assert client.post(url(one)).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(olga: Person, as_person: SignIn, count: int) -> None:
    one = checked(people_csv(*(someone(number) for number in range(count))))
    client = as_person(olga)
    with CaptureQueriesContext(connection) as queries:
        client.get(url(one))
    assert len(queries) == 5
