from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from goals import setting
from goals.forms import ActionForm, GoalForm, ProgressForm
from goals.models import Goal
from kit.access import Audience, View, audience
from kit.clock import now, today
from kit.forms import sent
from kit.refusals import Refused
from kit.returning import back_or_to
from pairings.models import Pairing
from people.models import Person
from people.requests import PersonRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


def load(request: PersonRequest, ref: str) -> Goal:
    """The goal with its pairing's people, if the viewer is one of them; else 404."""
    goals = Goal.objects.visible_to(request.user).select_related(
        "owner", "pairing__mentor__person", "pairing__program"
    )
    return get_object_or_404(goals.prefetch_related("pairing__mentees__mentee__person"), ref=ref)


def load_pairing(request: PersonRequest, ref: str) -> Pairing:
    pairings = Pairing.objects.visible_to(request.user).select_related("mentor__person", "program")
    return get_object_or_404(pairings.prefetch_related("mentees__mentee__person"), ref=ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def new(request: PersonRequest, ref: str) -> HttpResponse:
    """A mentee writes a goal, a mentor proposes one."""
    pairing, by = load_pairing(request, ref), request.user
    form = GoalForm(sent(request), pairing=pairing, by=by)
    if form.is_valid():
        words = {"owner": by} | form.cleaned_data
        try:
            setting.write(pairing, by=by, at=now(), **words)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(reverse("pairing", args=[ref]) + "#goals")
    page = {"form": form, "pairing": pairing, "proposes": "owner" in form.fields}
    return render(request, "goals/new.html", page, status=422 if form.is_bound else 200)


@require_safe
@audience(Audience.PAIR)
def show(request: PersonRequest, ref: str) -> HttpResponse:
    """A goal with its actions and how it got where it is."""
    goal = load(request, ref)
    return render(request, "goals/goal.html", page_of(goal, request.user))


def page_of(goal: Goal, viewer: Person) -> dict[str, object]:
    """What the page of a goal shows; the views that refuse a form on it add the form."""
    return {
        "goal": goal,
        "pairing": goal.pairing,
        "is_owner": goal.owner_id == viewer.pk,
        "actions": list(goal.actions.select_related("owner").order_by("done_at", "due_on", "id")),
        "steps": list(goal.steps.select_related("by")[:25]),
        "progress_form": ProgressForm(initial={"to": goal.progress}),
        "action_form": ActionForm(goal=goal, by=viewer),
        "today": today(),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def edit(request: PersonRequest, ref: str) -> HttpResponse:
    """The owner words a goal anew."""
    goal, by = load(request, ref), request.user
    form = GoalForm(
        sent(request),
        initial=GoalForm.starting_from(goal),
        pairing=goal.pairing,
        by=goal.owner,
    )
    if form.is_valid():
        try:
            setting.edit(goal, by=by, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("goal", ref)
    status = 422 if form.is_bound else 200
    return render(request, "goals/edit.html", {"form": form, "goal": goal}, status=status)


@require_POST
@audience(Audience.PAIR)
def progress(request: PersonRequest, ref: str) -> HttpResponse:
    """How far the goal is, said by its owner."""
    goal, by = load(request, ref), request.user
    form = ProgressForm(request.POST)
    if form.is_valid():
        try:
            setting.progress(goal, by=by, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect("goal", ref)
    page = page_of(goal, by) | {"progress_form": form, "form": form}
    return render(request, "goals/goal.html", page, status=422)


def _change(verb: Callable[..., None], said: StrPromise) -> View:
    """A view that does one thing to a goal and goes back to where it was asked for."""

    @require_POST
    @audience(Audience.PAIR)
    def change(request: PersonRequest, ref: str) -> HttpResponse:
        try:
            verb(load(request, ref), by=request.user, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, str(said))
        return back_or_to(request, reverse("goal", args=[ref]))

    return change


accept = _change(setting.accept, gettext_lazy("The goal is yours now."))
reach = _change(setting.reach, gettext_lazy("Reached. Well done!"))
drop = _change(setting.drop, gettext_lazy("Let go. You can take it up again."))
reopen = _change(setting.reopen, gettext_lazy("Taken up again."))
