from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from kit.paging import page_of
from people.requests import PersonRequest
from programs.models import Program, Resource

State = Program.State


@require_safe
@audience(Audience.SIGNED_IN)
def programs(request: PersonRequest) -> HttpResponse:
    """What I run, what I take part in, what I could apply for; for HR also all others."""
    user = request.user
    everything = Program.objects.with_standings_of(user)
    running = list(everything.managed_by(user))
    known = {program.pk for program in running}
    taking_part = list(everything.taken_part_in_by(user).exclude(pk__in=known))
    known |= {program.pk for program in taking_part}
    open_ones = list(everything.accepting(on=today()).exclude(pk__in=known))
    others = Program.objects.none()
    if user.is_hr or user.is_administrator:
        known |= {program.pk for program in open_ones}
        others = everything.visible_to(user).exclude(pk__in=known)
    context = {
        "running": running,
        "taking_part": taking_part,
        "open_ones": open_ones,
        "others": page_of(request, others),
    }
    return render(request, "programs/programs.html", context)


@dataclass(frozen=True)
class Shelf:
    """One program's guidelines and the resources that are for me."""

    program: Program
    resources: list[Resource]


@require_safe
@audience(Audience.SIGNED_IN)
def resources(request: PersonRequest) -> HttpResponse:
    """What there is to read and train with in the programs I am in."""
    mine = (
        Program.objects.taken_part_in_by(request.user)
        .in_state(State.OPEN, State.MATCHING, State.RUNNING)
        .with_standings_of(request.user)
        .prefetch_related("resources")
    )
    shelves = [_shelf(program) for program in mine]
    context = {"shelves": [shelf for shelf in shelves if shelf is not None]}
    return render(request, "programs/resources.html", context)


def _shelf(program: Program) -> Shelf | None:
    """Nothing where I am not in it, or where there is nothing to read."""
    roles = {standing.role for standing in program.standings if standing.counts}
    found = [one for one in program.resources.all() if not one.for_role or one.for_role in roles]
    if not roles or not (found or program.guidelines):
        return None
    return Shelf(program, found)
