"""The page of a pairing, put together from what they do, their milestones and their goals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from milestones.models import Milestone
from pairings.forms import AgendaForm
from pairings.models import AgendaItem, Pairing
from pairings.picture import Mark, Picture, draw
from pairings.reading import Journal, journal
from pairings.views.loading import own
from pairings.words import rhythm_said
from pairings.zones import planned_for


@require_safe
@audience(Audience.PAIR)
def pairing(request: HttpRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    written = journal(view.pairing, view.viewer)
    milestones = list(view.pairing.milestones.all())
    page = {
        "view": view,
        "pairing": view.pairing,
        "journal": written,
        "agenda": written.agenda,
        "agenda_form": AgendaForm(),
        "closed": _closed(view.pairing, request.GET.get("closed", "")),
        "planned": planned_for(written.planned, view.viewer, view.others, now=view.now),
        "milestones": milestones,
        "picture": _picture(view.pairing, written, milestones, view.today),
        "goals_piece": ("goals/_goals.html", "mentorship/_nothing.html"),
        "milestones_piece": ("milestones/_timeline.html", "mentorship/_milestones.html"),
        "rhythm": rhythm_said(view.pairing.rhythm_days),
    }
    return render(request, "mentorship/pairing.html", page)


def _closed(pairing: Pairing, ref: str) -> AgendaItem | None:
    """The agenda item that was just closed, so that it can be taken back."""
    return pairing.agenda.exclude(state="open").filter(ref=ref).first() if ref else None


def _picture(
    pairing: Pairing, written: Journal, milestones: Iterable[Milestone], today: date
) -> Picture:
    marks = [
        Mark(str(one.state), timezone.localdate(one.starts_at), one.get_state_display())
        for one in written.sessions
        if one.state in ("held", "planned")
    ]
    for one in milestones:
        state = "done" if one.done_at else "late" if one.is_overdue(on=today) else "due"
        marks.append(Mark(state, one.due_on, one.title))
    return draw(pairing.starts_on, pairing.ends_on, marks, today=today)
