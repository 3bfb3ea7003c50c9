from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from kit.forms import LineField
from kit.paging import page_of
from matching import why_not as asking
from matching.models import Ruling
from matching.views.loading import managed_run
from participants.models import Participant
from people.requests import PersonRequest
from programs.models import Role


class MentorSearchForm(forms.Form):
    """Mentors of the program by name."""

    q = LineField(label=_("Mentor"), required=False, max_length=100)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def why_not(request: PersonRequest, ref: str, run: str, mentee: str) -> HttpResponse:
    """Why a mentee is not proposed with another mentor, who is chosen by `?mentor=`."""
    shown = managed_run(request, ref, run)
    if not shown.is_done:
        return redirect("matching-run", ref, run)
    people = Participant.objects.of(shown.program).select_related("person__employment", "program")
    asker = get_object_or_404(people.filter(role=Role.MENTEE), ref=mentee)
    inquiry = asking.Inquiry(shown, asker, on=today())
    context = {
        "run": shown,
        "program": shown.program,
        "here": "matching",
        "mentee": asker,
        "inquiry": inquiry,
        "here_url": request.get_full_path(),
    }
    mentors = people.filter(role=Role.MENTOR).admitted()
    if "mentor" in request.GET:
        mentor = get_object_or_404(mentors, ref=request.GET["mentor"])
        context |= _answer(inquiry, mentor)
    if inquiry.is_waiting and "ruling" not in context:
        context |= _candidates(request, inquiry, mentors)
    return render(request, "matching/why_not.html", context)


def _answer(inquiry: asking.Inquiry, mentor: Participant) -> dict[str, Any]:
    """The answer about one mentor; beside its figures, what is ruled on the two."""
    try:
        answer = inquiry.answer(mentor)
    except asking.NoAnswer as refusal:
        answer = asking.Answer(str(refusal))
    context = {"mentor": mentor, "answer": answer}
    if answer.score is None:
        return context
    ruling = Ruling.objects.filter(mentor=mentor, mentee=inquiry.mentee).first()
    return context | {"ruling": ruling}


def _candidates(
    request: PersonRequest, inquiry: asking.Inquiry, mentors: QuerySet[Participant]
) -> dict[str, Any]:
    form = MentorSearchForm(request.GET)
    words = form.cleaned_data["q"].split() if form.is_valid() else []
    for word in words:
        mentors = mentors.filter(person__name__icontains=word)
    found = inquiry.candidates(list(mentors.order_by("person__name", "pk")))
    return {"search": form, "page": page_of(request, found)}
