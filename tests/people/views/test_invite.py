from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from people.models import Person
from tests.conftest import SignIn

URL = reverse("person-invite")
NINA = {"name": "Nina New", "email": "nina.new@example.com"}


@pytest.mark.django_db(transaction=True)
def test_an_invitation_makes_an_account_and_sends_the_link(olga: Person, as_person: SignIn) -> None:
    answer = as_person(olga).post(URL, NINA, follow=True)
    nina = Person.objects.get(name="Nina New")
    assert answer.redirect_chain == [(reverse("person", args=[nina.ref]), 302)]
    assert "on its way to nina.new@example.com" in answer.content.decode()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_the_account_stands_where_the_mail_server_refuses(
    olga: Person, as_person: SignIn, no_mail_server: None
) -> None:
    page = as_person(olga).post(URL, NINA, follow=True).content.decode()
    assert "the mail server did not take the mail" in page
    assert Person.objects.filter(name="Nina New").exists()


def test_an_address_that_is_taken_is_said_at_its_field_and_nothing_typed_is_lost(
    olga: Person, ben: Person, as_person: SignIn
) -> None:
    answer = as_person(olga).post(URL, {"name": "Benno", "email": ben.email})
    assert answer.status_code == 422
    assert "Somebody has an account under this address already." in answer.content.decode()
    assert 'value="Benno"' in answer.content.decode()


def test_it_is_for_administrators_alone(ada: Person, as_person: SignIn) -> None:
    client = as_person(ada)
    assert client.get(URL).status_code == 404
    assert client.post(URL, NINA).status_code == 404
    assert not Person.objects.filter(name="Nina New").exists()


def test_the_form_is_shown(olga: Person, as_person: SignIn) -> None:
    assert "link to set a password" in as_person(olga).get(URL).content.decode()
    assert as_person(olga).put(URL).status_code == 405
