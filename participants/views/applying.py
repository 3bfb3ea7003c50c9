"""The steps of an application, kept as they are typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now, today
from kit.refusals import Refused
from participants import acknowledging, answering, intake, languages, skills
from participants.answering import Answered
from participants.asking import QuestionsForm
from participants.forms import MORE_ROWS, AcknowledgeForm, HopesForm, ObjectivesForm
from participants.models import Participant
from people.models import Person
from people.requests import PersonRequest
from programs.models import Program, Role

StepForm = ObjectivesForm | HopesForm | QuestionsForm


@dataclass
class _Applying:
    """One request to one step of one person's application."""

    request: PersonRequest
    program: Program
    person: Person
    role: str
    participant: Participant | None
    answered: list[Answered] = field(init=False)
    step: int = field(init=False)

    def __post_init__(self) -> None:
        if self.participant:
            self.answered = answering.of(self.participant)
        else:
            questions = answering.asked(self.program, self.role)
            self.answered = [Answered(question) for question in questions]
        asked = self.request.GET.get("step", "1")
        known = [str(number) for number in range(1, len(self.steps) + 1)]
        self.step = int(asked) if asked in known else 1

    @property
    def steps(self) -> dict[str, str]:
        """The steps by name, with their titles; questions only where something is asked."""
        questions = {"questions": _("Questions")} if self.answered else {}
        return {
            "objectives": _("What you can help with")
            if self.is_mentor
            else _("What you want to learn"),
            "hopes": _("What you hope for"),
            **questions,
            "review": _("What is expected"),
        }

    @property
    def here(self) -> str:
        """The name of the step."""
        return list(self.steps)[self.step - 1]

    @property
    def is_mentor(self) -> bool:
        return self.role == Role.MENTOR

    def address(self, step: int, **more: object) -> str:
        rows = "".join(f"&{name}={value}" for name, value in more.items())
        return f"{reverse('apply', args=[self.program.ref, self.role])}?step={step}{rows}"

    def begun(self, at: datetime) -> Participant:
        """The draft; the first thing somebody keeps makes it."""
        if self.participant is None:
            try:
                self.participant = intake.start(self.program, self.person, self.role, at=at)
            except intake.AlreadyIn as already:
                self.participant = already.participant
        return self.participant

    def form(self, data: Any = None, *, strict: bool = True) -> StepForm:
        """The form of this step. `strict` asks for what an application must have."""
        strict = strict or self.must_stay_complete
        if self.here == "questions":
            return QuestionsForm(data, answered=self.answered, strict=strict)
        if self.here == "hopes":
            spoken = self.participant.languages if self.participant else ()
            return HopesForm(
                data,
                participant=self.participant,
                is_mentor=self.is_mentor,
                common=languages.common(spoken),
                strict=strict,
            )
        rows = self.request.GET.get("rows", "")
        return ObjectivesForm(
            data,
            participant=self.participant,
            is_mentor=self.is_mentor,
            rows=int(rows) if rows.isascii() and rows.isdigit() and len(rows) < 4 else 0,
            strict=strict,
        )

    @property
    def must_stay_complete(self) -> bool:
        return bool(self.participant and self.participant.state == Participant.State.APPLIED)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.SIGNED_IN)
def apply(request: PersonRequest, ref: str, role: str) -> HttpResponse:
    if role not in Role.values:
        raise Http404
    program = get_object_or_404(Program.objects.visible_to(request.user, on=today()), ref=ref)
    participant = (
        Participant.objects.filter(program=program, person=request.user, role=role)
        .select_related("program", "person")
        .first()
    )
    if participant and not participant.is_editable:
        return redirect("application", participant.ref)
    sent = bool(participant and participant.state == Participant.State.APPLIED)
    closed = "" if sent else intake.closed_because(program, today=today())
    if closed:
        about = {"program": program, "role": role, "closed": closed, "participant": participant}
        return render(request, "participants/apply_closed.html", about | _words(program, role))
    applying = _Applying(request, program, request.user, role, participant)
    try:
        return (_keep if request.method == "POST" else _show)(applying)
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("apply", program.ref, role)


def _words(program: Program, role: str) -> dict[str, object]:
    other = Role.MENTEE if role == Role.MENTOR else Role.MENTOR
    return {
        "is_mentor": role == Role.MENTOR,
        "term": program.term_for(role),
        "other_term": program.term_for(other),
    }


def _show(applying: _Applying) -> HttpResponse:
    return _review(applying) if applying.here == "review" else _page(applying, applying.form())


def _page(applying: _Applying, form: Any, status: int = 200, **more: object) -> HttpResponse:
    about = {
        "program": applying.program,
        "participant": applying.participant,
        "role": applying.role,
        "steps": _steps(applying),
        "form": form,
        "skills": skills.in_use() if applying.here == "objectives" else [],
        "is_sent": applying.must_stay_complete,
        **_words(applying.program, applying.role),
        **more,
    }
    return render(
        applying.request, f"participants/apply_{applying.here}.html", about, status=status
    )


def _steps(applying: _Applying) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "number": number,
            "title": title,
            "href": applying.address(number),
            "is_here": number == applying.step,
        }
        for number, (name, title) in enumerate(applying.steps.items(), start=1)
    ]


def _keep(applying: _Applying) -> HttpResponse:
    """Keep what was typed, then go where the pressed button says."""
    then = applying.request.POST.get("then", "next")
    if applying.here == "review":
        return _send(applying) if then == "send" else redirect(applying.address(applying.step - 1))
    if then == "send":  # the steps have become more or fewer since the page was shown
        return redirect(applying.address(len(applying.steps)))
    if then == "save":
        return _keep_quietly(applying)
    form = applying.form(applying.request.POST, strict=then == "next")
    if not form.is_valid():
        return _page(applying, form, status=422)
    _save(applying, form, then)
    return redirect(_next_address(applying, form, then))


def _save(applying: _Applying, form: StepForm, then: str) -> None:
    at = now()
    participant = applying.begun(at)
    if not isinstance(form, ObjectivesForm):
        intake.save_draft(participant, at=at, **form.answers)
        return
    wanted = form.cleaned_data["wanted"]
    if then.startswith("up-") and then[3:].isdigit():
        wanted = form.moved_up(int(then[3:]))
    intake.save_draft(participant, at=at, wanted=wanted)


def _next_address(applying: _Applying, form: StepForm, then: str) -> str:
    if isinstance(form, ObjectivesForm) and then == "add":
        return applying.address(1, rows=form.row_count + MORE_ROWS)
    if isinstance(form, ObjectivesForm) and then.startswith("up-"):
        return applying.address(1, rows=form.row_count)
    if then == "back":
        return applying.address(max(applying.step - 1, 1))
    return applying.address(applying.step + 1)


def _keep_quietly(applying: _Applying) -> HttpResponse:
    """Keep what can be kept of a form that is still being filled in, and say so in a word."""
    form = applying.form(applying.request.POST, strict=False)
    kept = form.is_valid()
    if kept or not isinstance(form, ObjectivesForm):
        try:
            _save(applying, form, "save")
        except Refused:
            kept = False
    return render(applying.request, "participants/_saved.html", {"kept": kept})


def _review(applying: _Applying, form: AcknowledgeForm | None = None) -> HttpResponse:
    participant = applying.participant
    if participant is None:
        return redirect(applying.address(1))
    live = acknowledging.live_expectations(participant)
    if form is None or form["expectations"].value() != str(getattr(live, "pk", "")):
        errors = list(form.non_field_errors()) if form else []
        form = AcknowledgeForm(initial={"expectations": getattr(live, "pk", None)})
        for error in errors:
            messages.error(applying.request, str(error))
    return _page(
        applying,
        form,
        status=422 if form.is_bound else 200,
        expectations=live,
        missing=[
            {"words": one.words, "href": applying.address(one.step)}
            for one in intake.missing(participant)
        ],
        admins=[one.person for one in applying.program.admins.select_related("person")],
        hrefs={one["name"]: one["href"] for one in _steps(applying)},
        objectives=participant.objectives.select_related("skill"),
        languages=languages.names_of(participant.languages),
        answered=applying.answered,
    )


def _send(applying: _Applying) -> HttpResponse:
    if applying.participant is None:
        return redirect(applying.address(1))
    if applying.must_stay_complete:
        return redirect("application", applying.participant.ref)
    form = AcknowledgeForm(applying.request.POST)
    if not form.is_valid():
        return _review(applying, form)
    expectations = applying.program.expectations.filter(
        pk=form.cleaned_data["expectations"]
    ).first()
    try:
        intake.send(applying.participant, at=now(), expectations=expectations)
    except (intake.Outdated, intake.Incomplete) as refusal:
        form.add_error(None, str(refusal))
        return _review(applying, form)
    messages.success(applying.request, _("Sent. We will tell you as soon as it is decided."))
    return redirect("application", applying.participant.ref)
