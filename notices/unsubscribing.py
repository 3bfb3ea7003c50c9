"""The address with which somebody ends the mails of a group, signed in or not (RFC 8058)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from django.core import signing

from notices.catalogue import Group
from notices.models import Pace
from notices.sense import address
from people.models import Person

SALT = "notices.unsubscribing"
UNDO_SALT = "notices.unsubscribing.undo"
FEWER = (Pace.OFF, Pace.DAILY, Pace.WEEKLY)  # what the address alone permits


class NotOurs(Exception):
    """The token in the address was not made here, or names nobody who is here."""


def address_for(person: Person, group: Group) -> str:
    """It does not run out: a mail is opened years later, too."""
    return address("unsubscribe", _token(person.pk, group))


@lru_cache(maxsize=4096)
def _token(pk: int, group: Group) -> str:
    """Signed once for many mails."""
    return signing.dumps([pk, group.value], salt=SALT)


def opened(token: str) -> tuple[Person, Group]:
    """Whose mails of which group; `NotOurs` where the address was made up."""
    try:
        pk, name = signing.loads(token, salt=SALT)
        person, group = Person.objects.get(pk=pk), Group(name)
    except (signing.BadSignature, Person.DoesNotExist, ValueError) as error:
        raise NotOurs from error
    if group == Group.DIGESTS:  # they carry what somebody chose to have in them
        raise NotOurs
    return person, group


def kept(person: Person, group: Group, pace: Pace) -> str:
    """How it was before, for the form that takes it back: nobody else can write it."""
    return signing.dumps([person.pk, group.value, pace.value], salt=UNDO_SALT)


def wanted(posted: Mapping[str, str], person: Person, group: Group) -> Pace:
    """What was asked for: no mail, unless a button says a digest, or as it was before.

    Raises `NotOurs` where that was made up.
    """
    if former := posted.get("former", ""):
        try:
            *whose, pace = signing.loads(former, salt=UNDO_SALT)
        except signing.BadSignature as error:
            raise NotOurs from error
        if whose != [person.pk, group.value]:
            raise NotOurs
        return Pace(pace)
    asked = posted.get("pace", Pace.OFF)
    if asked not in FEWER:
        raise NotOurs
    return Pace(asked)


def masked(email: str) -> str:
    """Enough to recognise one's own address by: "c…@example.com"."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
