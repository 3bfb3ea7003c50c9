"""The pages on which a mentee finds a mentor and asks."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from matching import places
from matching.choosing import mentors, requests, suggestions
from matching.choosing.forms import MentorsForm, RequestForm
from matching.choosing.mentors import Around
from matching.models import Request
from participants.models import Participant, Skill
from people.requests import PersonRequest
from programs.models import Program, Role


def choosing_mentee(request: PersonRequest, ref: str) -> Participant:
    """The viewer as a mentee who chooses in that program; 404 for everybody else."""
    mine = Participant.objects.admitted().filter(
        person=request.user, role=Role.MENTEE, program__ref=ref, program__way__in=Program.CHOOSING
    )
    return get_object_or_404(mine.select_related("program", "person", "outlook"))


@require_safe
@audience(Audience.PARTICIPANT)
def choosing(request: PersonRequest, ref: str) -> HttpResponse:
    """The mentors suggested to me, the one I am asking, and whom I asked before."""
    mentee, at = choosing_mentee(request, ref), now()
    asked = list(mentee.requests_made.select_related("mentor__person__employment"))
    waiting = next((one for one in asked if one.is_open(now=at)), None)
    context: dict[str, Any] = {
        "mentee": mentee,
        "program": mentee.program,
        "waiting": waiting,
        "asked": [one for one in asked if one is not waiting],
        "lets_ask": requests.lets_ask(mentee.program),
    }
    if around := _around(mentee):
        passed = around.apart | ({waiting.mentor_id} if waiting else set())
        found = suggestions.of(mentee, taken=around.taken)
        context["suggested"] = [one for one in found if one.mentor.pk not in passed]
    elif context["lets_ask"]:
        context["has_mentor"] = True
        accepted = (one for one in asked if one.answer == Request.Answer.ACCEPTED)
        context["accepted"] = next(accepted, None)
    return render(request, "matching/choosing.html", context)


def _around(mentee: Participant) -> Around | None:
    """What the mentee can choose from; None where there is nothing to choose (any more)."""
    if not requests.lets_ask(mentee.program):
        return None
    taken = places.taken(mentee.program)
    if mentee.pk in taken.placed:
        return None
    return Around(taken, suggestions.refresh(mentee, at=now()) | requests.kept_apart_from(mentee))


@require_safe
@audience(Audience.PARTICIPANT)
def all_mentors(request: PersonRequest, ref: str) -> HttpResponse:
    """Every mentor who can be asked."""
    mentee = choosing_mentee(request, ref)
    around = _around(mentee)
    if around is None:
        return redirect("choosing", ref)
    offered = Skill.objects.filter(
        objectives__participant__in=Participant.objects.of(mentee.program).mentors().admitted()
    )
    skills = list(offered.order_by("name").values_list("name", flat=True).distinct())
    form = MentorsForm(request.GET, skills=skills)
    form.is_valid()
    wished = form.cleaned_data
    found = mentors.who_can_be_asked(
        mentee, around=around, skill=wished.get("skill", ""), words=wished.get("q", "")
    )
    page = page_of(request, found)
    context = {
        "mentee": mentee,
        "program": mentee.program,
        "filters": form,
        "page": page,
        "mentors": mentors.shown(mentee, page.object_list),
    }
    return render(request, "matching/all_mentors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PARTICIPANT)
def asking(request: PersonRequest, ref: str, mentor_ref: str) -> HttpResponse:
    """Ask this mentor, with a few words."""
    mentee, at = choosing_mentee(request, ref), now()
    people = Participant.objects.of(mentee.program).mentors().admitted()
    people = people.filter(person__is_active=True).exclude(person=request.user)
    mentor = get_object_or_404(people.select_related("person__employment"), ref=mentor_ref)
    around = _around(mentee)
    if around is None:
        return redirect("choosing", ref)
    form = RequestForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            requests.ask(mentee, mentor, words=form.cleaned_data["words"], at=at)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            said = _("%(name)s is asked. We tell you as soon as there is an answer.")
            messages.success(request, said % {"name": mentor.person.name})
            return redirect("choosing", ref)
    context = {
        "mentee": mentee,
        "program": mentee.program,
        "form": form,
        "mentor": mentor,
        "about": mentors.shown(mentee, [mentor])[0],
        "can_be_asked": mentors.can_be_asked(mentee, mentor, around=around),
        "waiting": mentee.requests_made.open(now=at).select_related("mentor__person").first(),
    }
    return render(request, "matching/asking.html", context, status=422 if form.errors else 200)
