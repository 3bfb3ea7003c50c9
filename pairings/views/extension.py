"""More time for a pairing: asked by one side, answered by the other."""

from __future__ import annotations

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit import clock, moments
from kit.access import Audience, audience
from kit.forms import sent
from kit.refusals import Refused
from pairings import extending
from pairings.forms import ExtendForm
from pairings.models import Pairing
from pairings.views.loading import back_to, own, own_extension_request
from pairings.words import joined
from people.requests import PersonRequest

EXTENSION = timedelta(days=91)  # a quarter of a year


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def extension(request: PersonRequest, ref: str) -> HttpResponse:
    """Asks for more time, or shows who has asked already and what can be said to it."""
    view = own(request, ref)
    names = joined([one.short_name for one in extending.answerers(view.pairing, view.viewer)])
    form = ExtendForm(sent(request), initial={"to_on": proposed_end(view.pairing, view.today)})
    if request.method == "POST" and form.is_valid():
        to_on = form.cleaned_data["to_on"]
        try:
            extending.ask(view.pairing, by=view.viewer, at=view.now, to_on=to_on)
        except extending.AskedAlready as refusal:
            messages.error(request, str(refusal))
            return redirect("pairing-extend", ref=ref)
        except Refused as refusal:
            form.add_error("to_on", str(refusal))
        else:
            told = _("Asked. The end date moves with a yes of %(names)s.") % {"names": names}
            messages.success(request, told)
            return back_to(view.pairing)
    page = {"view": view, "pairing": view.pairing, "form": form, "asked_of": names}
    return render(request, "pairings/extension.html", page)


@require_POST
@audience(Audience.PAIR)
def granting(request: PersonRequest, ref: str, extension_ref: str) -> HttpResponse:
    asked = own_extension_request(request, ref, extension_ref)
    try:
        made = extending.grant(asked, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = moments.said_day(made.to_on, today=clock.today())
        messages.success(request, _("Extended until %(day)s.") % {"day": said})
    return back_to(asked.pairing)


@require_POST
@audience(Audience.PAIR)
def declining(request: PersonRequest, ref: str, extension_ref: str) -> HttpResponse:
    asked = own_extension_request(request, ref, extension_ref)
    try:
        extending.decline(asked, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = moments.said_day(asked.pairing.ends_on, today=clock.today())
        messages.success(
            request, _("Declined. Your pairing still ends on %(day)s.") % {"day": said}
        )
    return back_to(asked.pairing)


@require_POST
@audience(Audience.PAIR)
def taking_back(request: PersonRequest, ref: str, extension_ref: str) -> HttpResponse:
    asked = own_extension_request(request, ref, extension_ref)
    try:
        extending.take_back(asked, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Taken back. You can ask again at any time."))
    return back_to(asked.pairing)


def proposed_end(pairing: Pairing, today: date) -> date:
    """What the form proposes: from the end date on, or from today where that has passed."""
    return max(pairing.ends_on, today) + EXTENSION
