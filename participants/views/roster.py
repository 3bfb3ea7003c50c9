"""The roster of a program, for those who run it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import today
from kit.csvs import CsvResponse
from kit.paging import page_of
from kit.refs import ref_in
from participants import answering, languages, lottery, story
from participants import roster as rosters
from participants.models import Decision, Participant
from people.requests import PersonRequest
from programs.models import Program


def managed(request: PersonRequest, ref: str) -> Program:
    """The program, if the viewer runs it."""
    program: Program = get_object_or_404(Program.objects.managed_by(request.user), ref=ref)
    return program


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def roster(request: PersonRequest, ref: str) -> HttpResponse:
    program = managed(request, ref)
    counts = rosters.counts(program)
    form = rosters.filter_form(program, request.GET)
    page = page_of(request, rosters.for_a_page(rosters.filtered(program, form)))
    about = {
        "program": program,
        "counts": counts,
        "form": form,
        "page": page,
        "filters": rosters.query_of(form),
        "is_filtered": bool(rosters.query_of(form)),
        "decided": _decided(program, ref_in(request.GET, "decided")),
        "state_tabs": rosters.state_tabs(form, counts),
        "room": lottery.room_in(
            program, admitted=counts.admitted_mentees, applied=counts.waiting_mentees
        )
        if lottery.admits(program)
        else None,
        "closed": lottery.closed_because(program, on=today()),
        "last_draw": program.draws.first() if program.places else None,
    }
    return render(request, "participants/roster.html", about)


def _decided(program: Program, batch: str) -> dict[str, Any] | None:
    """What a bulk decision did, while it can be undone."""
    if not batch:
        return None
    rows = Decision.objects.filter(participant__program=program, batch=batch, undone_at=None)
    states = list(rows.values_list("to_state", flat=True))
    return {"batch": batch, "state": states[0], "people": len(states)} if states else None


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def roster_person(request: PersonRequest, ref: str, participant_ref: str) -> HttpResponse:
    program = managed(request, ref)
    rows = rosters.for_its_own_page(Participant.objects.of(program).sent())
    participant: Any = get_object_or_404(rows, ref=participant_ref)
    decisions = list(participant.decisions.all())
    batch = ref_in(request.GET, "decided")
    about = {
        "program": program,
        "participant": participant,
        "objectives": participant.objectives.select_related("skill"),
        "languages": languages.names_of(participant.languages),
        "answered": answering.of(participant),
        "story": story.of(participant, decisions),
        "decided": next(
            (
                {"batch": batch, "state": one.to_state, "people": 1}
                for one in decisions
                if one.batch == batch and not one.undone_at
            ),
            None,
        ),
        "other_term": program.term_for(participant.other_role) if participant.other_role else "",
    }
    return render(request, "participants/roster_person.html", about)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def roster_export(request: PersonRequest, ref: str) -> HttpResponseBase:
    """The roster as CSV, as filtered, with the answers to the program's own questions.

    What people hope for stays on the page.
    """
    program = managed(request, ref)
    rows = rosters.filtered(program, rosters.filter_form(program, request.GET))
    rows = rosters.with_answers(rosters.for_a_page(rows))
    questions = list(program.questions.all())
    return CsvResponse(
        f"roster-{program.ref}-{today():%Y-%m-%d}",
        rosters.export_heading(questions),
        (rosters.export_row(row, questions) for row in rows),
    )
