from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from kit.forms import LineField
from kit.paging import page_of
from kit.refs import ref_in
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
    wanted = ref_in(request.GET, "mentor") if "mentor" in request.GET else None
    asker, mentor = _two(people, mentee, wanted)
    inquiry = asking.Inquiry(shown, asker, on=today())
    context = {
        "run": shown,
        "program": shown.program,
        "here": "matching",
        "mentee": asker,
        "inquiry": inquiry,
        "here_url": request.get_full_path(),
    }
    if mentor:
        context |= _answer(inquiry, mentor)
    if inquiry.is_waiting and "ruling" not in context:
        context |= _candidates(request, inquiry, people.mentors().admitted())
    return render(request, "matching/why_not.html", context)


def _two(people: QuerySet[Any], mentee: str, mentor: str | None) -> tuple[Participant, Any]:
    """The mentee, and the mentor asked about with the `ruling` on the two. One query, or a 404."""
    ruling = Ruling.objects.filter(mentor=OuterRef("pk"), mentee__ref=mentee)
    asked = Q(role=Role.MENTEE, ref=mentee) | Q(
        role=Role.MENTOR, ref=mentor, state=Participant.State.ADMITTED
    )
    told = people.filter(asked).annotate(
        ruling=Subquery(ruling.values_list(JSONObject(pk="pk", kind="kind")))
    )
    found = {one.role: one for one in told}
    if Role.MENTEE not in found or (mentor is not None and Role.MENTOR not in found):
        raise Http404
    return found[Role.MENTEE], found.get(Role.MENTOR)


def _answer(inquiry: asking.Inquiry, mentor: Any) -> dict[str, Any]:
    """The answer about one mentor; beside its figures, what is ruled on the two."""
    try:
        answer = inquiry.answer(mentor)
    except asking.NoAnswer as refusal:
        answer = asking.Answer(str(refusal))
    context = {"mentor": mentor, "answer": answer}
    if answer.score is None:
        return context
    return context | {"ruling": mentor.ruling}


def _candidates(
    request: PersonRequest, inquiry: asking.Inquiry, mentors: QuerySet[Participant]
) -> dict[str, Any]:
    form = MentorSearchForm(request.GET)
    words = form.cleaned_data["q"].split() if form.is_valid() else []
    for word in words:
        mentors = mentors.filter(person__name__icontains=word)
    found = inquiry.candidates(list(mentors.order_by("person__name", "pk")))
    return {"search": form, "page": page_of(request, found)}
