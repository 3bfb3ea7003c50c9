"""Everybody who has an account, with their place in the company."""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from kit.paging import page_of
from people.forms import DirectoryFilter
from people.models import Person
from people.queries import PersonQuerySet
from people.requests import PersonRequest


@require_safe
@audience(Audience.ADMINISTRATOR)
def directory(request: PersonRequest) -> HttpResponse:
    form = DirectoryFilter(request.GET)
    found = _chosen(form, on=today())
    return render(
        request,
        "people/directory.html",
        {
            "filters": form,
            "page": page_of(request, found.select_related("employment")),
            "headcount": _headcount(on=today()),
            "is_filtered": any(request.GET.get(name) for name in form.fields),
        },
    )


def _chosen(form: DirectoryFilter, *, on: date) -> PersonQuerySet:
    found: PersonQuerySet = Person.objects.all()
    if words := form.chosen("q"):
        found = found.filter(Q(pk__in=found.called(words)) | Q(employment__number=words.strip()))
    for name in ("department", "location"):
        if value := form.chosen(name):
            found = found.filter(**{f"employment__{name}": value})
    state = form.chosen("state")
    if state == form.State.LEFT:
        found = found.filter(employment__left_on__lte=on)
    elif state == form.State.NO_RECORD:
        found = found.filter(employment=None)
    elif state == form.State.EMPLOYED:
        found = found.filter(employment__isnull=False).exclude(employment__left_on__lte=on)
    return found


def _headcount(*, on: date) -> dict[str, int]:
    gone = Q(employment__left_on__lte=on)
    counted: dict[str, int] = Person.objects.aggregate(
        employed=Count("employment", filter=~gone | Q(employment__left_on=None)),
        left=Count("employment", filter=gone),
        no_record=Count("pk", filter=Q(employment=None)),
    )
    return counted
