from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from history.models import Event
from people.invitations import AddressTaken, invite
from people.models import Person
from tests.cast import NOW


@pytest.mark.django_db(transaction=True)
def test_an_invited_person_sets_a_password_by_the_link_and_is_in(
    olga: Person, client: Client
) -> None:
    person = invite("Nina.New@example.com", "Nina New", by=olga, at=NOW)
    assert person.email == "nina.new@example.com"
    assert not person.has_usable_password()
    assert Event.objects.about(person).get().verb == "person.invited"

    (sent,) = mail.outbox
    assert sent.to == ["nina.new@example.com"]
    assert sent.subject == "Your account for mentoring at Northwind Labs"
    link = re.search(re.escape(settings.PUBLIC_URL) + r"(/\S+)", str(sent.body))
    assert link
    form = client.get(link[1], follow=True)
    words = "a long enough password 77"
    client.post(form.request["PATH_INFO"], {"password1": words, "password2": words})
    person.refresh_from_db()
    assert person.check_password(words)


def test_an_address_has_one_account(ben: Person, olga: Person) -> None:
    with pytest.raises(AddressTaken, match="already"):
        invite(ben.email.upper(), "Ben Again", by=olga, at=NOW)
    assert Person.objects.filter(name="Ben Again").count() == 0
    assert not Event.objects.exists()
