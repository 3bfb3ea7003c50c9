from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from people.requests import PersonRequest
from programs import uses, words
from programs.models import Program, Role
from programs.timeline import timeline_of


@dataclass(frozen=True)
class Entry:
    """A way into the program: a role I have not applied for yet."""

    role: str
    term: str
    begun: bool  # an application is there but not sent


@require_safe
@audience(Audience.SIGNED_IN)
def program(request: PersonRequest, ref: str) -> HttpResponse:
    """The public face: what it is for, what is expected, when it ends, who runs it.

    `?preview=1` shows those who run it what participants will see.
    """
    on = today()
    seen = Program.objects.visible_to(request.user, on=on).with_standings_of(request.user)
    program = get_object_or_404(seen, ref=ref)
    admins = list(program.admins.select_related("person"))
    plan = list(program.milestone_plan.all())
    for step in plan:
        step.program = program
    manages = any(admin.person_id == request.user.pk for admin in admins)
    context = {
        "program": program,
        "admins": admins,
        "goals": program.program_goals.all(),
        "expectations": program.expectations.filter(replaced_at=None).order_by("-role"),
        "plan": plan,
        "timeline": timeline_of(program, plan, today=on),
        "resources": program.resources.all(),
        "manages": manages and "preview" not in request.GET,
        "is_preview": manages and "preview" in request.GET,
        "entries": _entries(program) if program.accepts_applications(on=on) else [],
        "how": [words.shape_said(program), words.way_said(program)],
        "places": words.places_said(program),
        "remarks": uses.remarks(program, request.user) if program.standings else [],
        "today": on,
    }
    return render(request, "programs/program.html", context)


def _entries(program: Program) -> list[Entry]:
    """The ways in, one already begun first."""
    states = {standing.role: standing.state for standing in program.standings}
    free = [
        Entry(role, program.term_for(role), begun=role in states)
        for role in (Role.MENTEE, Role.MENTOR)
        if states.get(role, "draft") == "draft"
    ]
    return sorted(free, key=lambda entry: not entry.begun)
