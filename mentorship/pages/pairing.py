"""The page of a pairing, put together from what they do, their milestones and their goals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from goals import overview as goals
from kit.access import Audience, audience
from kit.moments import said_rhythm
from kit.refs import ref_in
from milestones import overview as milestones
from milestones.overview import Point
from pairings.forms import AgendaForm
from pairings.models import AgendaItem, Pairing
from pairings.picture import Mark, Picture, draw
from pairings.reading import Journal, journal
from pairings.views.loading import own
from pairings.zones import planned_for
from people.requests import PersonRequest


@require_safe
@audience(Audience.PAIR)
def pairing(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    written = journal(view.pairing, view.viewer)
    points = milestones.of(view.pairing, view.viewer, today=view.today)
    page = {
        "view": view,
        "pairing": view.pairing,
        "journal": written,
        "agenda": written.agenda,
        "agenda_form": AgendaForm(),
        "closed": _closed(view.pairing, ref_in(request.GET, "closed")),
        "planned": planned_for(written.planned, view.viewer, view.others, now=view.now),
        "milestones": points,
        "goals": goals.of(view.pairing, view.viewer, today=view.today),
        "picture": _picture(view.pairing, written, points, view.today),
        "rhythm": said_rhythm(view.pairing.rhythm_days),
    }
    return render(request, "mentorship/pairing.html", page)


def _closed(pairing: Pairing, ref: str) -> AgendaItem | None:
    """The agenda item that was just closed, so that it can be taken back."""
    return pairing.agenda.exclude(state="open").filter(ref=ref).first() if ref else None


def _picture(pairing: Pairing, written: Journal, points: Iterable[Point], today: date) -> Picture:
    marks = [
        Mark(str(one.state), timezone.localdate(one.starts_at), one.get_state_display())
        for one in written.sessions
        if one.state in ("held", "planned")
    ]
    for point in points:
        one = point.milestone
        state = "done" if one.done_at else "late" if point.is_overdue else "due"
        marks.append(Mark(state, one.due_on, one.title))
    drawn = draw(pairing.starts_on, pairing.ends_on, marks, today=_last_day(pairing, today))
    return drawn if pairing.is_live else replace(drawn, is_under_way=False)


def _last_day(pairing: Pairing, today: date) -> date:
    """How far the pairing has come: until today, or until it ended."""
    return today if pairing.is_live else pairing.ending.on
