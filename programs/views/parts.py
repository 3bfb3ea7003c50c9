"""Goals, milestone plan, resources and questions: lists that one adds to, with the same moves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.refusals import Refused
from people.requests import PersonRequest
from programs import parts
from programs.forms import GoalForm, MilestoneForm, QuestionForm, ResourceForm, take_errors
from programs.models import PlannedMilestone, Program, Question
from programs.questions import HasAnswers
from programs.uses import answered
from programs.views.loading import managed_program


@dataclass(frozen=True)
class Sort:
    """One sort of part: its form and the page where all of them are."""

    kind: str
    form: type[forms.ModelForm[Any]]
    page: str
    template: str


SORTS = {
    "goal": Sort("goal", GoalForm, "program-goals", "programs/goals.html"),
    "milestone": Sort("milestone", MilestoneForm, "program-plan", "programs/plan.html"),
    "resource": Sort("resource", ResourceForm, "program-resources", "programs/resource_list.html"),
    "question": Sort("question", QuestionForm, "program-questions", "programs/questions.html"),
}
REMOVED = "removed part"  # in the session: what can be put back


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def goals(request: PersonRequest, ref: str) -> HttpResponse:
    """What the program is to reach; add to it."""
    return _list(request, ref, SORTS["goal"])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def plan(request: PersonRequest, ref: str) -> HttpResponse:
    """The points that every pair passes, with their dates; add to it."""
    return _list(request, ref, SORTS["milestone"])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def resources(request: PersonRequest, ref: str) -> HttpResponse:
    """What there is to read and train with; add to it."""
    return _list(request, ref, SORTS["resource"])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def questions(request: PersonRequest, ref: str) -> HttpResponse:
    """What the application form asks besides what it always asks; add to it."""
    return _list(request, ref, SORTS["question"])


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def part(request: PersonRequest, ref: str, kind: str, pk: int) -> HttpResponse:
    """Change one goal, milestone, resource or question."""
    program, sort, row = _load(request, ref, kind, pk)
    title = str(row)
    form = sort.form(sent(request), instance=row)
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        messages.success(request, _("Saved."))
        return redirect(sort.page, ref)
    context = {"program": program, "sort": sort, "form": form, "title": title, "pk": pk}
    if isinstance(row, Question):
        context["answered"] = answered([pk]).get(pk)
    return render(request, "programs/part.html", context)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def removal(request: PersonRequest, ref: str, kind: str, pk: int) -> HttpResponse:
    """Take one away; the page that follows offers to put it back.

    A question that people have answered is asked about first, since the answers do not come back.
    """
    program, sort, row = _load(request, ref, kind, pk)
    sure = "with_answers" in request.POST
    try:
        removed = parts.remove(row, by=request.user, at=now(), with_answers=sure)
    except HasAnswers as lost:
        context = {"program": program, "question": row, "people": lost.people}
        return render(request, "programs/question_removal.html", context)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        request.session[REMOVED] = removed
    return redirect(sort.page, ref)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def restoration(request: PersonRequest, ref: str) -> HttpResponse:
    """Put back what was removed last."""
    program = managed_program(request, ref)
    removed = request.session.pop(REMOVED, None)
    if removed is None or removed["program"] != program.ref:
        messages.info(request, _("There is nothing to put back."))
        return redirect("program-setup", ref)
    try:
        row = parts.restore(program, removed, by=request.user, at=now())
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("“%(part)s” is back.") % {"part": row})
    return redirect(SORTS[removed["kind"]].page, ref)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def position(request: PersonRequest, ref: str, kind: str, pk: int) -> HttpResponse:
    """Move one up or down in its list; milestones stand in the order of their weeks."""
    _program, sort, row = _load(request, ref, kind, pk)
    if isinstance(row, PlannedMilestone):
        raise Http404
    try:
        parts.move(row, up="up" in request.POST, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect(sort.page, ref)


def _list(request: PersonRequest, ref: str, sort: Sort) -> HttpResponse:
    program = managed_program(request, ref)
    model = parts.KINDS[sort.kind]
    form = sort.form(sent(request), instance=model(program=program))
    if request.method == "POST" and form.is_valid() and _kept(request, form):
        messages.success(request, _("Added."))
        return redirect(sort.page, ref)
    removed = request.session.get(REMOVED, {})
    is_here = (removed.get("program"), removed.get("kind")) == (program.ref, sort.kind)
    context = {
        "program": program,
        "sort": sort,
        "rows": _rows(program, model),
        "form": form,
        "removed": removed["called"] if is_here else "",
    }
    return render(request, sort.template, context)


def _rows(program: Program, model: type[parts.Part]) -> list[parts.Part]:
    rows: list[Any] = list(model._default_manager.filter(program=program))
    given = answered([row.pk for row in rows]) if model is Question else {}
    for row in rows:
        row.program = program
        row.answered = given.get(row.pk)
    return rows


def _load(request: PersonRequest, ref: str, kind: str, pk: int) -> tuple[Program, Sort, parts.Part]:
    """The part, if it is one of this program, and this program one of theirs."""
    program = managed_program(request, ref)
    if kind not in SORTS:
        raise Http404
    row: Any = get_object_or_404(parts.KINDS[kind], program=program, pk=pk)
    row.program = program
    return program, SORTS[kind], row


def _kept(request: PersonRequest, form: forms.ModelForm[Any]) -> bool:
    """Whether the domain took what the form holds; what it refused stands in the form then."""
    try:
        parts.keep(form.instance, by=request.user, at=now())
    except ValidationError as refused:
        take_errors(form, refused.message_dict)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
