from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from people.models import Person
from tests.conftest import SignIn
from tests.people.hr_files import people_csv, someone


@pytest.mark.usefixtures("no_broker")
def test_the_page_says_that_the_work_waits(olga: Person, as_person: SignIn) -> None:
    file = SimpleUploadedFile("people.csv", people_csv(someone(1)))
    answer = as_person(olga).post(reverse("directory-import"), {"people": file}, follow=True)
    page = answer.content.decode()
    assert "no worker can be reached just now" in page
    assert "Waiting for the worker" in page
