from __future__ import annotations

from io import StringIO

import pytest
from django.core import mail
from django.core.management import CommandError, call_command

from history.models import Event
from people.models import Person


@pytest.mark.django_db(transaction=True)
def test_the_first_administrator_is_invited_and_gets_a_link() -> None:
    said = StringIO()
    call_command("invite", "Olga@Example.com", "Olga Lind", administrator=True, stdout=said)
    olga = Person.objects.get()
    assert (olga.email, olga.is_administrator) == ("olga@example.com", True)
    assert [sent.to for sent in mail.outbox] == [["olga@example.com"]]
    assert "Olga Lind has an account" in said.getvalue()
    assert set(Event.objects.values_list("verb", flat=True)) >= {"person.invited", "role.granted"}


@pytest.mark.django_db(transaction=True)
def test_without_the_word_for_it_nobody_becomes_administrator() -> None:
    call_command("invite", "nia@example.com", "Nia New", stdout=StringIO())
    assert not Person.objects.get().is_administrator


def test_an_address_that_is_taken_or_none_is_refused_in_a_line(ada: Person) -> None:
    with pytest.raises(CommandError, match="already"):
        call_command("invite", ada.email, "Somebody Else")
    with pytest.raises(CommandError, match="'nonsense' is no e-mail address"):
        call_command("invite", "nonsense", "Somebody Else")
    assert Person.objects.count() == 1
