"""Pausing, resuming, ending, help: small pages that say what will happen, and to whom."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.forms import sent
from kit.refusals import Refused
from pairings import help as helping
from pairings import lifecycle
from pairings.forms import EndForm, HelpForm, PauseForm
from pairings.models import HelpRequest, Pairing
from pairings.overview import Overview
from pairings.views.loading import back_to, own
from people.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@require_http_methods(FORM)
@audience(Audience.PAIR)
def pause(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    planned = view.pairing.sessions.planned().filter(starts_at__gt=view.now)
    form = PauseForm(sent(request), asks_ahead=planned.exists())
    if request.method == "POST" and form.is_valid():
        until_on = form.cleaned_data["until_on"]
        try:
            lifecycle.pause(
                view.pairing,
                by=view.viewer,
                at=view.now,
                on=view.today,
                until_on=until_on,
                calls_off=form.cleaned_data.get("ahead") == "off",
            )
        except lifecycle.OutOfOrder as refusal:
            form.add_error("until_on", str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Paused. Nobody is reminded of anything meanwhile."))
            return back_to(view.pairing)
    return _page(request, "pairings/pause.html", view, form=form)


@require_http_methods(FORM)
@audience(Audience.PAIR)
def resume(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    if request.method == "POST":
        try:
            lifecycle.resume(view.pairing, by=view.viewer, at=view.now, on=view.today)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Welcome back."))
        return back_to(view.pairing)
    return _page(request, "pairings/resume.html", view)


@require_http_methods(FORM)
@audience(Audience.PAIR)
def end(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    form = EndForm(sent(request), pairing=view.pairing)
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.end(
                view.pairing,
                by=view.viewer,
                at=view.now,
                on=view.today,
                kind=form.cleaned_data.get("kind", ""),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("This pairing has ended. Thank you for taking part."))
            return back_to(view.pairing)
    planned = view.pairing.sessions.planned().count()
    return _page(request, "pairings/end.html", view, form=form, planned=planned)


@require_http_methods(FORM)
@audience(Audience.PAIR)
def ask_for_help(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    form = HelpForm(sent(request))
    if request.method == "POST" and form.is_valid():
        message = form.cleaned_data["message"]
        try:
            helping.ask(view.pairing, by=view.viewer, at=view.now, message=message)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Sent to those named here, and to nobody else."))
            return redirect("pairing-help", ref=ref)
    asked = HelpRequest.objects.filter(
        pairing=view.pairing, asked_by=view.viewer, settled_at__isnull=True
    ).first()
    read_by = Pairing.objects.with_readers().get(pk=view.pairing.pk)
    return _page(
        request,
        "pairings/help.html",
        view,
        form=form,
        asked=asked,
        readers=helping.readers_of(read_by),
        stands_in=read_by.stands_in,
    )


def _page(request: PersonRequest, template: str, view: Overview, **more: object) -> HttpResponse:
    return render(request, template, {"view": view, "pairing": view.pairing, **more})
