from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import forms, tasks
from people.models import DirectoryImport, Person
from tests.conftest import SignIn
from tests.people.hr_files import people_csv, received, someone

URL = reverse("directory-import")


@pytest.fixture(autouse=True)
def woken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The imports that a worker was told of; none is running here."""
    told: list[int] = []
    monkeypatch.setattr(tasks.check_import, "delay", told.append)
    monkeypatch.setattr(tasks.apply_import, "delay", told.append)
    return told


def upload(name: str = "people.csv", data: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, people_csv(someone(1)) if data is None else data)


def test_uploaded_files_are_kept_and_the_worker_is_told(
    olga: Person, as_person: SignIn, woken: list[int]
) -> None:
    answer = as_person(olga).post(URL, {"people": upload(), "events": upload("e.csv", b"x")})
    one = DirectoryImport.objects.get()
    assert answer["Location"] == reverse("directory-preview", args=[one.ref])
    assert (one.file_names, one.state, one.uploaded_by) == (
        "people.csv + e.csv",
        "waiting",
        olga,
    )
    assert woken == [one.pk]


def test_one_file_is_enough(olga: Person, as_person: SignIn) -> None:
    as_person(olga).post(URL, {"events": upload("e.csv")})
    assert DirectoryImport.objects.get().people_file is None


def test_no_file_is_an_error_that_says_so(olga: Person, as_person: SignIn) -> None:
    answer = as_person(olga).post(URL, {})
    assert answer.status_code == 422
    assert "Choose at least one file." in answer.content.decode()


def test_an_empty_file_is_an_error(olga: Person, as_person: SignIn) -> None:
    answer = as_person(olga).post(URL, {"people": upload(data=b"")})
    assert "The submitted file is empty." in answer.content.decode()


def test_a_file_that_is_too_large_is_named_with_the_limit(
    olga: Person, as_person: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "MAX_BYTES", 2**20)
    answer = as_person(olga).post(URL, {"people": upload(data=b"x" * 3 * 2**20)})
    assert (
        "people.csv has 3.0 MB; at most 1 MB can be read. Split the file."
        in answer.content.decode()
    )
    assert not DirectoryImport.objects.exists()


def test_earlier_imports_are_listed(olga: Person, as_person: SignIn) -> None:
    received(people_csv(someone(1)), by=olga)
    page = as_person(olga).get(URL).content.decode()
    assert "waiting to be read" in page
    assert "No imports yet" not in page


def test_an_empty_list_teaches(olga: Person, as_person: SignIn) -> None:
    assert "No imports yet" in as_person(olga).get(URL).content.decode()


def test_it_is_for_administrators_alone(hana: Person, as_person: SignIn) -> None:
    client = as_person(hana)
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"people": upload()}).status_code == 404
    assert not DirectoryImport.objects.exists()


def test_it_takes_no_other_method(olga: Person, as_person: SignIn) -> None:
    assert as_person(olga).put(URL).status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(olga: Person, as_person: SignIn, count: int) -> None:
    for _ in range(count):
        received(people_csv(someone(1)), by=olga)
    client = as_person(olga)
    with CaptureQueriesContext(connection) as queries:
        client.get(URL)
    assert len(queries) == 6
