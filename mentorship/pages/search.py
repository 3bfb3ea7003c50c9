"""Finding people, programs and pairings that one may see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import Audience, audience
from mentorship.pages.people import people_visible_to, searched_words
from pairings.models import Pairing, PairingMentee
from pairings.words import joined
from people.models import Person
from people.requests import PersonRequest
from programs.models import Program

SHOWN = 10  # of each sort
SHORTEST = 2  # letters


@dataclass(frozen=True)
class Found:
    name: str
    sub: str
    href: str
    ref: str  # gives a face its colour


@require_safe
@audience(Audience.SIGNED_IN)
def search(request: PersonRequest) -> HttpResponse:
    words = searched_words(request)
    sorts: list[tuple[str, str, list[Found]]] = []
    if len(words) >= SHORTEST:
        sorts = [
            (_("Pairings"), "users", _pairings(request.user, words)),
            (_("Programs"), "seedling", _programs(request.user, words)),
            (_("People"), "user", _people(request.user, words)),
        ]
    context = {
        "words": words,
        "is_too_short": 0 < len(words) < SHORTEST,
        "sorts": [sort for sort in sorts if sort[2]],
        "count": sum(len(found) for *_sort, found in sorts),
        "shown": SHOWN,
    }
    return render(request, "mentorship/search.html", context)


def _people(user: Person, words: str) -> list[Found]:
    rows = people_visible_to(user).called(words).select_related("employment")[:SHOWN]
    return [
        Found(
            one.name,
            _place(one),
            _address("person", one.ref) if user.is_administrator else "",
            one.ref,
        )
        for one in rows
    ]


def _place(person: Person) -> str:
    record = getattr(person, "employment", None)
    return f"{record.job_title}, {record.department}" if record else person.email


def _programs(user: Person, words: str) -> list[Found]:
    rows = Program.objects.visible_to(user).filter(name__icontains=words)[:SHOWN]
    return [
        Found(one.name, one.state_on(clock.today()), _address("program", one.ref), one.ref)
        for one in rows
    ]


def _pairings(user: Person, words: str) -> list[Found]:
    """One's own pairings by the names in them; and those one watches over, to their admin page."""
    own = Pairing.objects.visible_to(user)
    watched = Pairing.objects.managed_by(user)
    named: Any = Q()
    for word in words.split():
        named &= Q(mentor__person__name__icontains=word) | Q(
            mentees__mentee__person__name__icontains=word
        )
    rows = (
        Pairing.objects.filter(Q(pk__in=own.values("pk")) | Q(pk__in=watched.values("pk")))
        .filter(named)
        .select_related("mentor__person", "program")
        .prefetch_related(
            Prefetch("mentees", PairingMentee.objects.select_related("mentee__person"))
        )
        .distinct()[:SHOWN]
    )
    return [_pairing(one, user) for one in rows]


def _pairing(one: Pairing, user: Person) -> Found:
    """One's own pairing by the others' names, as everywhere; a watched one by all of them."""
    everybody = [one.mentor.person, *(place.mentee.person for place in one.mentees.all())]
    shown = [person for person in everybody if person != user]
    is_own = user in everybody
    return Found(
        joined([person.name for person in shown]),
        f"{one.program.name}, {one.get_state_display()}",
        _address("pairing" if is_own else "program-pairing", one.ref),
        str(shown[0].ref),
    )


def _address(name: str, *args: str) -> str:
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""
