"""Naming those one would like to be paired with."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.paging import page_of
from kit.refs import ref_in
from kit.refusals import Refused
from kit.returning import back_or_to
from participants import roster, wishing
from participants.models import Participant
from participants.views.loading import own_application
from people.requests import PersonRequest

LONGEST_SEARCH = 100  # letters


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PARTICIPANT)
def wishes(request: PersonRequest, ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    if request.method == "POST":
        return _add(request, participant)
    closed = wishing.closed_because(participant)
    words = _searched(request)
    rows = Participant.objects.none() if closed else wishing.found(participant, words)
    wished = wishing.of(participant)
    program = participant.program
    about = {
        "participant": participant,
        "program": program,
        "other_term": program.mentee_term if participant.is_mentor else program.mentor_term,
        "closed": closed,
        "wishes": wished,
        "is_full": len(wished) >= wishing.MOST,
        "most": wishing.MOST,
        "words": words,
        "page": page_of(request, roster.for_a_page(rows)),
        "admins": [one.person for one in program.admins.select_related("person")],
        "moved": request.GET.get("moved", ""),
    }
    return render(request, "participants/wishes.html", about)


def _searched(request: PersonRequest) -> str:
    return " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]


def _add(request: PersonRequest, participant: Participant) -> HttpResponse:
    wanted = ref_in(request.POST, "wished")
    wished = get_object_or_404(wishing.candidates(participant), ref=wanted)
    try:
        wish = wishing.add(participant, wished, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s is now number %(rank)d of those you named.")
        messages.success(request, said % {"name": wished.person.name, "rank": wish.rank})
    return back_or_to(request, reverse("wishes", args=[participant.ref]))


@require_POST
@audience(Audience.PARTICIPANT)
def wish_place(request: PersonRequest, ref: str, wished_ref: str) -> HttpResponse:
    """One up or down; the button pressed has the focus again, so that it can be pressed on."""
    participant = own_application(request, ref)
    wished = _wished(participant, wished_ref)
    up = request.POST.get("step") == "up"
    try:
        wishing.move(participant, wished, up=up, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    moved = f"?moved={'up' if up else 'down'}-{wished.ref}"
    return back_or_to(request, reverse("wishes", args=[participant.ref]) + moved)


@require_POST
@audience(Audience.PARTICIPANT)
def wish_removal(request: PersonRequest, ref: str, wished_ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    wished = _wished(participant, wished_ref)
    try:
        wishing.remove(participant, wished, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(name)s is no longer among those you named.")
        messages.success(request, said % {"name": wished.person.name})
    return back_or_to(request, reverse("wishes", args=[participant.ref]))


def _wished(participant: Participant, ref: str) -> Participant:
    """Somebody whom the participant has named, also if they have left since."""
    named = Participant.objects.filter(wished_by__participant=participant)
    return get_object_or_404(named.select_related("person"), ref=ref)
