"""Whom a person would rather not be paired with, in any program and either way round.

Nobody but that person ever reads it, so this module leaves no trace: no event in history, which
administrators read; no word in a log; no name in an address, which servers write down. Matching
knows a pair as "not possible" and no more: docs/adr/0012-a-bar-leaves-no-trace.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from participants.models import Bar
from people.models import Person

SHORTEST = 3  # letters of a name that is searched for
SHOWN = 10

Follower = Callable[[Person, Person, datetime], None]

_followers: list[Follower] = []


def follow_with(follower: Follower) -> Follower:
    """From now on `follower(by, against, at)` takes back what `by` has under way with the other."""
    if follower not in _followers:
        _followers.append(follower)
    return follower


def of(person: Person) -> QuerySet[Bar]:
    """The bars of `person`, by name."""
    return person.bars.select_related("against__employment").order_by("against__name", "pk")


@transaction.atomic
def bar(by: Person, against: Person, *, at: datetime) -> None:
    """From now on the two are not paired. What apps above have under way of `by` is taken back.

    A wish of `by` for the other stays where it is and cannot be met: those who match read wishes,
    and if it went, or the next one moved up, they would know which of the two it was. Barring
    somebody twice changes nothing; nobody bars themselves.
    """
    if by == against:
        return
    Bar.objects.get_or_create(by=by, against=against, defaults={"at": at})
    for follower in _followers:
        follower(by, against, at)


def lift(by: Person, against: Person) -> None:
    """Take it back, without a word to anybody."""
    by.bars.filter(against=against).delete()


def found(by: Person, words: str) -> list[Person]:
    """People called so whom `by` could bar: one more than are shown, where there are more.

    Every word begins a part of the name; or it is the whole e-mail address. Nobody is listed for
    fewer letters than `SHORTEST`: this is to find somebody one knows, not to read the directory.
    """
    wanted = words.split()
    if len("".join(wanted)) < SHORTEST:
        return []
    named = Q()
    for word in wanted:
        named &= Q(name__iregex=rf"(^|[^[:alnum:]]){re.escape(word)}")
    rows = Person.objects.active().filter(named | Q(email__iexact=words.strip()))
    barred = Bar.objects.filter(by=by, against=OuterRef("pk"))
    rows = rows.exclude(pk=by.pk).exclude(Exists(barred)).select_related("employment")
    return list(rows.order_by("name", "pk")[: SHOWN + 1])
