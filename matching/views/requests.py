"""The pages of a request: what the two read of it, and what those who run the program count."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from matching import explaining
from matching.choosing import asked, mentors, requests
from matching.choosing.forms import NoForm
from matching.models import Request
from matching.prospects import beside_weights_now
from participants import languages
from people.requests import PersonRequest
from programs.models import Program
from programs.views.loading import managed_program


def _own(request: PersonRequest, ref: str, *, side: str = "") -> Request:
    """The request, if the viewer has asked it or was asked; of one `side` only, where given."""
    found = Request.objects.visible_to(request.user)
    if side:
        found = found.filter(**{f"{side}__person": request.user})
    return get_object_or_404(found.with_people(), ref=ref)


@require_safe
@audience(Audience.SIGNED_IN)
def mine(request: PersonRequest) -> HttpResponse:
    """Whom I asked and who asked me, what waits first."""
    at = now()
    found = Request.objects.visible_to(request.user).with_people().waiting_first(now=at)
    page = page_of(request, found)
    rows = [(one, one.is_open(now=at), one.mentor.person_id == request.user.pk) for one in page]
    context = {
        "page": page,
        "rows": rows,
        "to_answer": sum(is_open and is_mentor for _one, is_open, is_mentor in rows),
        "is_waiting": any(is_open for _one, is_open, _is_mentor in rows),
    }
    return render(request, "matching/requests.html", context)


@require_safe
@audience(Audience.PARTICIPANT)
def request(request: PersonRequest, ref: str) -> HttpResponse:
    """What was asked, by whom, and what became of it."""
    shown = _own(request, ref)
    is_open = shown.is_open(now=now())
    is_mentor = shown.mentor.person_id == request.user.pk
    is_taken_back = shown.answer == Request.Answer.WITHDRAWN
    topics = mentors.topics_of([shown.mentee, shown.mentor])
    fitting = mentors.reasons(shown.mentee, shown.mentor, topics, beside_weights_now(shown.program))
    context = {
        "request_shown": shown,
        "program": shown.program,
        "is_open": is_open,
        "is_mentor": is_mentor,
        "closed": "" if is_open else requests.closed_in_words(shown),
        "words": "" if is_mentor and is_taken_back else shown.words,
        "topics_wanted": topics[shown.mentee_id],
        "languages": languages.names_of(shown.mentee.languages),
        "why": explaining.sentence(fitting),
    }
    return render(request, "matching/request.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PARTICIPANT)
def declining(request: PersonRequest, ref: str) -> HttpResponse:
    """Say no, and why, in words that only the one who asked will read."""
    shown = _own(request, ref, side="mentor")
    if not shown.is_open(now=now()):
        messages.error(request, requests.closed_in_words(shown))
        return redirect("request", ref)
    form = NoForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            requests.decline(shown, by=request.user, at=now(), reason=form.cleaned_data["reason"])
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            said = _("You have declined. We tell %(name)s, with your words.")
            messages.success(request, said % {"name": shown.mentee.person.name})
        return redirect("request", ref)
    context = {"request_shown": shown, "program": shown.program, "form": form}
    return render(request, "matching/declining.html", context, status=422 if form.errors else 200)


@require_POST
@audience(Audience.PARTICIPANT)
def withdrawal(request: PersonRequest, ref: str) -> HttpResponse:
    """The mentee takes the request back."""
    shown = _own(request, ref, side="mentee")
    try:
        requests.withdraw(shown, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You have taken your request back. You can ask somebody else."))
    return redirect("choosing", shown.program.ref)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def standing(request: PersonRequest, ref: str) -> HttpResponse:
    """How the choosing stands: counts and dates, nobody's words, and not who asked whom."""
    program: Program = managed_program(request, ref)
    at = now()
    page = page_of(request, asked.without_a_mentor(program, now=at))
    context = {
        "program": program,
        "here": "matching",
        "counts": asked.counts(program, now=at),
        "page": page,
    }
    return render(request, "matching/program_requests.html", context)
