"""The address with which somebody ends the mails of a group, signed in or not (RFC 8058)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from django.core import signing

from notices.catalogue import Group
from notices.models import Pace
from notices.sense import address
from people.models import Person

SALT = "notices.unsubscribing"
UNDO_SALT = "notices.unsubscribing.undo"
UNDO_WITHIN = timedelta(days=1)
SLOWER = (Pace.AT_ONCE, Pace.DAILY, Pace.WEEKLY, Pace.OFF)  # each means fewer mails than the last


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


def kept(person: Person, group: Group, *, before: Pace, now: Pace) -> str:
    """How it was before, for the form that takes it back: nobody else can write it."""
    return signing.dumps([person.pk, group.value, now.value, before.value], salt=UNDO_SALT)


def offered(pace: Pace, before: Pace) -> list[Pace]:
    """What else can be had by the address, where it is `pace` now and was `before`."""
    most = min(pace, before, key=SLOWER.index)
    return [one for one in SLOWER[1:] if one != pace and SLOWER.index(one) >= SLOWER.index(most)]


def wanted(posted: Mapping[str, str], person: Person, group: Group, *, now: Pace) -> Pace:
    """What was asked for, where it is `now`: no mail, unless a button says a digest, or as it was
    before. The address alone never makes it more than it is.

    Raises `NotOurs` where that was made up. Within a day, and before anything else was chosen, it
    can be taken back, or to a digest in between; later everything stays.
    """
    former = posted.get("former", "")
    before = _before(former, person, group, now=now) if former else now
    asked = posted.get("pace", before if former else Pace.OFF)
    if "pace" in posted and asked not in SLOWER[1:]:
        raise NotOurs
    if asked == before or asked in offered(now, before):
        return Pace(asked)
    return now


def _before(former: str, person: Person, group: Group, *, now: Pace) -> Pace:
    try:
        *whose, then, before = signing.loads(former, salt=UNDO_SALT, max_age=UNDO_WITHIN)
    except signing.SignatureExpired:
        return now
    except (signing.BadSignature, ValueError) as error:
        raise NotOurs from error
    if whose != [person.pk, group.value]:
        raise NotOurs
    return Pace(before) if then == now.value else now


def masked(email: str) -> str:
    """Enough to recognise one's own address by: "c…@example.com"."""
    name, _at, domain = email.rpartition("@")
    return f"{name[:1]}…@{domain}"
