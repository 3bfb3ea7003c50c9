"""The address with which somebody ends the mails of a group, signed in or not (RFC 8058)."""

from __future__ import annotations

from django.core import signing

from notices.catalogue import Group
from notices.sense import address
from people.models import Person

SALT = "notices.unsubscribing"


class NotOurs(Exception):
    """The token in the address was not made here, or names nobody who is here."""


def address_for(person: Person, group: Group) -> str:
    """It does not run out: a mail is opened years later, too."""
    return address("unsubscribe", signing.dumps([person.pk, group.value], salt=SALT))


def opened(token: str) -> tuple[Person, Group]:
    """Whose mails of which group; `NotOurs` where the address was made up."""
    try:
        pk, group = signing.loads(token, salt=SALT)
        return Person.objects.get(pk=pk), Group(group)
    except (signing.BadSignature, Person.DoesNotExist, ValueError) as error:
        raise NotOurs from error
