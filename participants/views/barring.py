"""People one would rather not be paired with: for the one who says so, and nobody else.

Names stand in the body of what is sent, never in an address: servers write addresses down.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.refs import ref_in
from participants import barring
from participants.forms import BarSearchForm
from people.models import Person
from people.requests import PersonRequest


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.SIGNED_IN)
def bars(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _page(request, BarSearchForm())
    someone = _somebody(request)
    barring.bar(request.user, someone, at=now())
    messages.success(request, _("%(name)s and you will not be paired.") % {"name": someone.name})
    return redirect("bars")


@sensitive_post_parameters()
@require_POST
@audience(Audience.SIGNED_IN)
def bar_search(request: PersonRequest) -> HttpResponse:
    """The page again, with those who are called so. Changes nothing."""
    form = BarSearchForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    found = barring.found(request.user, form.cleaned_data["q"])
    return _page(
        request,
        form,
        searched=form.cleaned_data["q"],
        found=found[: barring.SHOWN],
        there_are_more=len(found) > barring.SHOWN,
    )


@sensitive_post_parameters()
@require_POST
@audience(Audience.SIGNED_IN)
def bar_removal(request: PersonRequest) -> HttpResponse:
    barred = barring.of(request.user).filter(against__ref=ref_in(request.POST, "person")).first()
    if barred is not None:
        barring.lift(request.user, barred.against)
        said = _("%(name)s is off your list.") % {"name": barred.against.name}
        messages.success(request, said)
    return redirect("bars")


def _somebody(request: PersonRequest) -> Person:
    others: Any = Person.objects.active().exclude(pk=request.user.pk)
    someone: Person = get_object_or_404(others, ref=ref_in(request.POST, "person"))
    return someone


def _page(
    request: PersonRequest, form: BarSearchForm, status: int = 200, **more: object
) -> HttpResponse:
    about = {"bars": barring.of(request.user), "form": form, **more}
    return render(request, "participants/bars.html", about, status=status)
