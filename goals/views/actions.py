from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goals import acting
from goals.forms import ActionForm
from goals.models import Action
from goals.views import goals
from kit.access import Audience, View, audience
from kit.clock import now
from kit.forms import sent
from kit.refusals import Refused
from kit.returning import back_or_to
from people.requests import PersonRequest


def load(request: PersonRequest, ref: str) -> Action:
    actions = Action.objects.visible_to(request.user).select_related("goal__pairing")
    return get_object_or_404(actions, ref=ref)


@require_POST
@audience(Audience.PAIR)
def new(request: PersonRequest, ref: str) -> HttpResponse:
    """An action under the goal, for either of the pair."""
    goal, by = goals.load(request, ref), request.user
    form = ActionForm(request.POST, goal=goal, by=by)
    if form.is_valid():
        try:
            acting.write(goal, by=by, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("goal", args=[ref]) + "#actions")
    page = goals.page_of(goal, by) | {"action_form": form, "form": form}
    return render(request, "goals/goal.html", page, status=422)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def edit(request: PersonRequest, ref: str) -> HttpResponse:
    """An action in other words, for the other, or by another day."""
    action, by = load(request, ref), request.user
    there = {"text": action.text, "owner": action.owner_id, "due_on": action.due_on}
    form = ActionForm(sent(request), initial=there, goal=action.goal, by=by)
    if request.method == "POST" and form.is_valid():
        try:
            acting.edit(action, by=by, at=now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(reverse("goal", args=[action.goal.ref]) + "#actions")
    status = 422 if form.is_bound else 200
    page = {"form": form, "goal": action.goal}
    return render(request, "goals/action.html", page, status=status)


def _change(verb: Callable[..., None]) -> View:
    """A view that does one thing to an action and goes back to where it was asked for."""

    @require_POST
    @audience(Audience.PAIR)
    def change(request: PersonRequest, ref: str) -> HttpResponse:
        action = load(request, ref)
        try:
            verb(action, by=request.user, at=now())
        except Refused as refusal:
            messages.error(request, str(refusal))
        return back_or_to(request, reverse("goal", args=[action.goal.ref]))

    return change


finish = _change(acting.finish)
take_up_again = _change(acting.take_up_again)
remove = _change(acting.remove)
