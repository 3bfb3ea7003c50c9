"""Colleagues, for those who run programs: who they are and where, nothing of their record."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.paging import page_of
from mentorship.navigation import keys_of
from participants.models import Participant
from people.models import Person
from people.queries import PersonQuerySet
from people.requests import PersonRequest

LONGEST_SEARCH = 100  # letters


def people_visible_to(user: Person) -> PersonQuerySet:
    """Active people, for program admins, HR and administrators; nobody for everyone else."""
    keys = keys_of(user)
    if keys.program_admin or keys.hr or keys.administrator:
        return Person.objects.active()
    return Person.objects.none()


def searched_words(request: PersonRequest) -> str:
    """What `?q=` asks for, in one line and not too long."""
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]


@require_safe
@audience(Audience.PROGRAM_ADMIN, Audience.HR, Audience.ADMINISTRATOR)
def people(request: PersonRequest) -> HttpResponse:
    found = people_visible_to(request.user)
    if found.query.is_empty():
        raise Http404
    words = searched_words(request)
    found = found.called(words).select_related("employment")
    page = page_of(request, found.prefetch_related(_places(request.user)))
    shows_places = any(someone.places for someone in page)
    return render(
        request,
        "mentorship/people.html",
        {"page": page, "words": words, "shows_places": shows_places},
    )


def _places(run_by: Person) -> Prefetch[str]:
    """As `places` of each person: what they are in the programs that `run_by` runs."""
    places = Participant.objects.managed_by(run_by).select_related("program")
    return Prefetch("participations", places.order_by("program__name", "pk"), to_attr="places")
