"""A person's own application: how it stands, taking it back, acknowledging anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now, today
from kit.forms import sent
from kit.refusals import Refused
from participants import acknowledging, admission, answering, intake, languages, lottery, wishing
from participants.forms import AcknowledgeForm
from participants.models import Participant
from participants.views.loading import own_application
from people.requests import PersonRequest
from programs import words


@require_safe
@audience(Audience.PARTICIPANT)
def application(request: PersonRequest, ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    closed = intake.closed_because(participant.program, today=today())
    about = {
        "participant": participant,
        "program": participant.program,
        "objectives": participant.objectives.select_related("skill"),
        "languages": languages.names_of(participant.languages),
        "answered": answering.of(participant),
        "owes": Participant.objects.owing_acknowledgement().filter(pk=participant.pk).exists(),
        "closed": closed,
        "told": None if participant.is_mentor else lottery.told_of(participant, with_order=True),
        "places": words.places_said(participant.program)
        if participant.state == Participant.State.APPLIED and not participant.is_mentor
        else "",
        "asks_more": participant.state == Participant.State.APPLIED
        and bool(answering.unanswered(participant)),
        "wishes": participant.wishes.count(),
        "may_wish": not wishing.closed_because(participant),
        "acknowledgement": participant.acknowledgements.select_related("expectations")
        .order_by("-at")
        .first(),
    }
    return render(request, "participants/application.html", about)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PARTICIPANT)
def withdrawal(request: PersonRequest, ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    if request.method != "POST" and participant.may_withdraw:
        about = {"participant": participant, "program": participant.program}
        return render(request, "participants/withdrawal.html", about)
    try:
        admission.withdraw(participant, by=participant.person, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have withdrawn. Those who run the program can see it."))
    return redirect("application", participant.ref)


@require_POST
@audience(Audience.PARTICIPANT)
def removal(request: PersonRequest, ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    try:
        intake.discard(participant, by=participant.person, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("application", participant.ref)
    messages.success(request, _("Your draft is gone."))
    return redirect("home")


@require_POST
@audience(Audience.PARTICIPANT)
def reopening(request: PersonRequest, ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    try:
        intake.reopen(participant, by=participant.person, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("application", participant.ref)
    return redirect("apply", participant.program.ref, participant.role)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PARTICIPANT)
def acknowledgement(request: PersonRequest, ref: str) -> HttpResponse:
    participant = own_application(request, ref)
    live = acknowledging.live_expectations(participant)
    if live is None or not participant.may_withdraw:
        return redirect("application", participant.ref)
    form = AcknowledgeForm(sent(request), initial={"expectations": live.pk})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["expectations"] == live.pk:
            acknowledging.acknowledge(participant, expectations=live, at=now())
            messages.success(request, _("Thank you. That is noted."))
            return redirect("application", participant.ref)
        messages.error(request, str(intake.Outdated()))
        form = AcknowledgeForm(initial={"expectations": live.pk})
    about = {
        "participant": participant,
        "program": participant.program,
        "expectations": live,
        "form": form,
    }
    status = 422 if form.is_bound else 200
    return render(request, "participants/acknowledgement.html", about, status=status)
