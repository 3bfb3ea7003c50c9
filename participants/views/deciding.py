"""Deciding on applications, many at a time, and taking it back."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.refs import ref_in
from participants import admission, lottery
from participants import roster as rosters
from participants.forms import DeclineForm
from participants.models import Participant
from participants.views.roster import managed
from people.requests import PersonRequest
from programs.models import Program

_VERBS = {"admit": admission.admit, "waitlist": admission.waitlist, "decline": admission.decline}


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def decision(request: PersonRequest, ref: str) -> HttpResponse:
    """`decision` about those `chosen`, or about `everyone` whom the `filters` leave."""
    program = managed(request, ref)
    verb = request.POST.get("decision", "")
    chosen = list(_chosen(program, request.POST))
    if verb not in _VERBS or not chosen:
        messages.error(request, _("Choose at least one person, then what to do."))
        return _back(request, program)
    reason = ""
    if verb == "decline":
        form = DeclineForm(request.POST if "preset" in request.POST else _asked_before(request))
        if not form.is_valid():
            return _ask_why(request, program, chosen, form)
        reason = form.cleaned_data["reason"]
    outcome = _VERBS[verb](chosen, by=request.user, at=now(), reason=reason)
    _tell(request, outcome)
    if verb == "admit":
        for warning in lottery.warnings_after(program, outcome.changed):
            messages.warning(request, warning)
    return _back(request, program, outcome.batch if outcome.changed else "")


def _asked_before(request: PersonRequest) -> QueryDict | None:
    """The form as sent without a choice, once its page was seen; else nothing was asked yet."""
    return request.POST if "asked" in request.POST else None


def _chosen(program: Program, data: QueryDict) -> list[Participant]:
    """The participants meant, of this program only; forged ones are nobody."""
    if data.get("everyone"):
        form = rosters.filter_form(program, QueryDict(data.get("filters", "")))
        rows = rosters.filtered(program, form)
    else:
        refs = " ".join([*data.getlist("chosen"), data.get("refs", "")]).replace("\0", " ").split()
        rows = Participant.objects.of(program).sent().filter(ref__in=refs)
    return list(rows.select_related("person", "program").order_by("person__name", "id"))


def _ask_why(
    request: PersonRequest, program: Program, chosen: list[Participant], form: DeclineForm
) -> HttpResponse:
    about = {
        "program": program,
        "chosen": chosen,
        "refs": " ".join(one.ref for one in chosen),
        "form": form,
        "filters": request.POST.get("filters", ""),
        "person_ref": request.POST.get("person", ""),
        "back_url": _back_url(request, program),
    }
    return render(request, "participants/decline.html", about, status=422 if form.is_bound else 200)


def _tell(request: PersonRequest, outcome: admission.Outcome) -> None:
    """Say who was left out and why; what was done stands on the page with its undo."""
    reasons = Counter(str(one.reason.label) for one in outcome.skipped)
    names = {str(one.reason.label): one.participant.person.name for one in outcome.skipped}
    for reason, people in reasons.items():
        said = ngettext(
            "%(name)s was left as before: %(reason)s.",
            "%(people)s people were left as before: %(reason)s.",
            people,
        )
        messages.warning(
            request, said % {"name": names[reason], "people": people, "reason": reason}
        )


def _back_url(request: PersonRequest, program: Program, batch: str = "") -> str:
    """The roster as it was filtered, or the person's page."""
    person = ref_in(request.POST, "person")
    if person and Participant.objects.of(program).sent().filter(ref=person).exists():
        address = reverse("roster-person", args=[program.ref, person])
        query = QueryDict(mutable=True)
    else:
        address = reverse("roster", args=[program.ref])
        query = QueryDict(request.POST.get("filters", ""), mutable=True)
    query.pop("decided", None)
    if batch:
        query["decided"] = batch
    return f"{address}?{query.urlencode()}" if query else address


def _back(request: PersonRequest, program: Program, batch: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(_back_url(request, program, batch))


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def undoing(request: PersonRequest, ref: str, batch: str) -> HttpResponse:
    program = managed(request, ref)
    try:
        outcome = admission.undo(program, batch, by=request.user, at=now())
    except admission.DecidedByLot as refusal:
        messages.error(request, str(refusal))
        return redirect(_back_url(request, program))
    if outcome.changed:
        people = len(outcome.changed)
        said = ngettext(
            "Undone: %(people)s person is where they were.",
            "Undone: %(people)s people are where they were.",
            people,
        )
        messages.success(request, said % {"people": people})
    elif not outcome.skipped:
        messages.error(request, _("There is nothing to undo."))
    _tell(request, outcome)
    return redirect(_back_url(request, program))
