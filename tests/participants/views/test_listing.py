"""Bringing a list: upload, look, apply."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from participants.models import Participant, ParticipantList
from people.models import Person
from programs.models import Program
from tests.conftest import SignIn
from tests.participants.test_listing import BEN, CLEO, HEADING


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def page(open_program: Program) -> str:
    return reverse("roster-import", args=[open_program.ref])


def upload(client: Client, page: str, text: str | bytes) -> str:
    content = text if isinstance(text, bytes) else text.encode()
    answer = client.post(page, {"file": SimpleUploadedFile("list.csv", content)}, follow=True)
    return answer.content.decode()


def applying() -> str:
    the_list = ParticipantList.objects.get()
    return reverse("roster-list-application", args=[the_list.program.ref, the_list.ref])


def test_a_list_is_shown_before_anything_happens(
    client: Client, page: str, ben: Person, cleo: Person
) -> None:
    said = upload(client, page, HEADING + BEN + CLEO)
    assert "2 come in" in said
    assert "Ben Okafor" in said
    assert not Participant.objects.exists()
    answer = client.post(applying(), {"as_state": "admitted"}, follow=True)
    assert "2 people came in or changed." in answer.content.decode()
    assert set(Participant.objects.values_list("state", flat=True)) == {"admitted"}


def test_faults_are_shown_with_line_column_and_mend_and_nothing_is_applied(
    client: Client, page: str, ben: Person
) -> None:
    said = upload(client, page, HEADING + BEN.replace(",2,", ",two,") + CLEO)
    for words in ("Line 2", "capacity", "not a whole number", "Line 3", "Nobody here has"):
        assert words in said
    assert "Apply the list" not in said
    client.post(applying(), {"as_state": "admitted"})
    assert not Participant.objects.exists()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\xff\xfe\x00", "There is a problem"),
        (HEADING.encode() + "Größe".encode("latin-1"), "not UTF-8"),
        (b"name,role\nBen,mentor\n", "The column “email” is missing."),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    client: Client, page: str, content: bytes, words: str
) -> None:
    assert words in upload(client, page, content)
    assert not ParticipantList.objects.exists()


def test_a_file_that_is_too_large_says_so(client: Client, page: str) -> None:
    assert "larger than 4 MB" in upload(client, page, b"x" * (4 * 2**20 + 1))


def test_no_file_at_all(client: Client, page: str) -> None:
    answer = client.post(page)
    assert answer.status_code == 422
    assert "Choose the file first." in answer.content.decode()


def test_the_same_list_again_has_nothing_to_do(client: Client, page: str, ben: Person) -> None:
    upload(client, page, HEADING + BEN)
    client.post(applying(), {"as_state": "applied"})
    ParticipantList.objects.all().delete()
    assert "Nothing to do" in upload(client, page, HEADING + BEN)


def test_an_applied_list_says_so_and_is_not_applied_twice(
    client: Client, page: str, ben: Person
) -> None:
    upload(client, page, HEADING + BEN)
    answer = client.post(applying(), {"as_state": "applied"})
    answer = client.post(applying(), {"as_state": "admitted"}, follow=True)
    said = answer.content.decode()
    assert "applied already" in said
    assert "The file itself is not kept." in said
    assert Participant.objects.get().state == "applied"


def test_a_forged_state_is_refused(client: Client, page: str, ben: Person) -> None:
    upload(client, page, HEADING + BEN)
    client.post(applying(), {"as_state": "withdrawn"})
    assert not Participant.objects.exists()
    assert client.get(applying()).status_code == 405


def test_another_programs_admin_sees_nothing(
    client: Client, as_person: SignIn, page: str, ben: Person, dan: Person
) -> None:
    upload(client, page, HEADING + BEN)
    the_list = ParticipantList.objects.get()
    eve = Person.objects.get(name="Eve Other")
    stranger = as_person(eve)
    theirs = Program.objects.managed_by(eve).get()
    for program in (the_list.program, theirs):
        look = reverse("roster-list", args=[program.ref, the_list.ref])
        apply = reverse("roster-list-application", args=[program.ref, the_list.ref])
        assert stranger.get(look).status_code == 404
        assert stranger.post(apply, {"as_state": "admitted"}).status_code == 404
    assert not Participant.objects.filter(person=ben).exists()
