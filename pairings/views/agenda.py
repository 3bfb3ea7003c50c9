"""The agenda: each change is a POST that answers with the list (HTMX) or leads back to the page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import retarget

from kit import clock
from kit.access import Audience, audience
from kit.forms import sent
from kit.refusals import Refused
from pairings import agenda
from pairings.forms import AgendaForm, WordingForm
from pairings.models import AgendaItem, Pairing
from pairings.views.loading import (
    back_to,
    data_with,
    own_item,
    own_pairing,
)
from people.requests import PersonRequest

UNPROCESSABLE = 422


@require_POST
@audience(Audience.PAIR)
def add(request: PersonRequest, ref: str) -> HttpResponse:
    pairing = own_pairing(request, ref)
    form = AgendaForm(request.POST)
    if not form.is_valid():
        return _list(request, pairing, form=form)
    try:
        agenda.add(pairing, by=request.user, at=clock.now(), text=form.cleaned_data["text"])
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _list(request, pairing, form=form)
    return _list(request, pairing, is_typing=True)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def wording(request: PersonRequest, ref: str, item_ref: str) -> HttpResponse:
    item = own_item(request, ref, item_ref)
    form = WordingForm(
        sent(request), auto_id="wording_%s", initial={"text": item.text, "version": item.version}
    )
    theirs = ""
    if request.method == "POST" and form.is_valid():
        try:
            agenda.edit(item, by=request.user, at=clock.now(), **form.cleaned_data)
        except agenda.Stale as refusal:
            theirs = refusal.item.text
            form.data = data_with(request.POST, version=str(refusal.item.version))
            form.add_error(None, str(refusal))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return _list(request, item.pairing)
    page = {"pairing": item.pairing, "item": item, "form": form, "theirs": theirs}
    if request.htmx:
        answer = render(request, "pairings/_agenda_wording.html", page, status=_status(form))
        return retarget(answer, f"#item-{item.ref}")
    return render(request, "pairings/agenda_wording.html", page)


@require_POST
@audience(Audience.PAIR)
def place(request: PersonRequest, ref: str, item_ref: str) -> HttpResponse:
    item = own_item(request, ref, item_ref)
    order = list(item.pairing.agenda.open().values_list("pk", flat=True))
    step = -1 if request.POST.get("step") == "up" else 1
    if item.pk in order:
        try:
            agenda.move(item, to=order.index(item.pk) + step)
        except agenda.Stale:
            return _list(request, item.pairing)  # somebody closed it: the list shows how it is now
        except Refused as refusal:
            messages.error(request, str(refusal))
    return _list(request, item.pairing)


@require_POST
@audience(Audience.PAIR)
def discussion(request: PersonRequest, ref: str, item_ref: str) -> HttpResponse:
    item = own_item(request, ref, item_ref)
    return _close(request, item, lambda: agenda.discuss(item, by=request.user, at=clock.now()))


@require_POST
@audience(Audience.PAIR)
def dropping(request: PersonRequest, ref: str, item_ref: str) -> HttpResponse:
    item = own_item(request, ref, item_ref)
    return _close(request, item, lambda: agenda.drop(item, by=request.user, at=clock.now()))


@require_POST
@audience(Audience.PAIR)
def reopening(request: PersonRequest, ref: str, item_ref: str) -> HttpResponse:
    item = own_item(request, ref, item_ref)
    try:
        agenda.reopen(item, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return _list(request, item.pairing)


def _close(request: PersonRequest, item: AgendaItem, deed: Callable[[], None]) -> HttpResponse:
    try:
        deed()
    except agenda.Stale:
        return _list(request, item.pairing)  # somebody was faster: the list shows how it is now
    except Refused as refusal:
        messages.error(request, str(refusal))
        return _list(request, item.pairing)
    return _list(request, item.pairing, closed=item)


def _list(
    request: PersonRequest,
    pairing: Pairing,
    *,
    form: AgendaForm | None = None,
    closed: AgendaItem | None = None,
    is_typing: bool = False,
) -> HttpResponse:
    """The list as it is now; `closed` can be taken back from it."""
    if not request.htmx and form is None:
        undo = f"?closed={closed.ref}" if closed else ""
        return back_to(pairing, f"{undo}#agenda")
    page = {
        "pairing": pairing,
        "agenda": list(pairing.agenda.open()),
        "agenda_form": form or AgendaForm(),
        "closed": closed,
        "is_typing": is_typing,
    }
    if request.htmx:
        return render(request, "pairings/_agenda.html", page, status=_status(form))
    return render(request, "pairings/agenda.html", page)


def _status(form: AgendaForm | None) -> int:
    return UNPROCESSABLE if form is not None and form.is_bound and form.errors else 200
