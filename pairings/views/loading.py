"""How every page begins: fetch what this person may see, or answer 404."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from kit import clock
from pairings import overview
from pairings.models import AgendaItem, ExtensionRequest, Pairing, Session
from pairings.overview import Overview
from people.requests import PersonRequest


def own(request: PersonRequest, ref: str) -> Overview:
    """The viewer's own pairing, with all an Overview needs; 404 for anybody else."""
    person, today, now = request.user, clock.today(), clock.now()
    pairings = overview.viewed_by(person, today=today, now=now)
    return Overview(get_object_or_404(pairings, ref=ref), person, today, now)


def own_pairing(request: PersonRequest, ref: str) -> Pairing:
    """The viewer's own pairing, bare."""
    pairing: Pairing = get_object_or_404(Pairing.objects.visible_to(request.user), ref=ref)
    return pairing


def own_item(request: PersonRequest, ref: str, item_ref: str) -> AgendaItem:
    items = AgendaItem.objects.filter(pairing=own_pairing(request, ref))
    item: AgendaItem = get_object_or_404(items.select_related("pairing"), ref=item_ref)
    return item


def own_session(request: PersonRequest, ref: str, session_ref: str) -> Session:
    sessions = Session.objects.filter(pairing=own_pairing(request, ref))
    session: Session = get_object_or_404(sessions.select_related("pairing"), ref=session_ref)
    return session


def own_extension_request(request: PersonRequest, ref: str, extension_ref: str) -> ExtensionRequest:
    """A request for more time in the viewer's own pairing, with all who are in it."""
    asked = ExtensionRequest.objects.filter(pairing=own_pairing(request, ref))
    pairing = asked.select_related("asked_by", "pairing__program", "pairing__mentor__person")
    people = pairing.prefetch_related("pairing__mentees__mentee__person")
    found: ExtensionRequest = get_object_or_404(people, ref=extension_ref)
    return found


def back_to(pairing: Pairing, part: str = "") -> HttpResponse:
    return redirect(reverse("pairing", args=[pairing.ref]) + part)


def data_with(typed: QueryDict, **fields: str) -> QueryDict:
    """What was sent, with some fields put right, so that the form shows the rest as typed."""
    data = typed.copy()
    for name, value in fields.items():
        data[name] = value
    return data
