"""When a program's mails go out, and how many that makes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from kit.refusals import Refused
from notices.catalogue import ALL
from notices.timing import mail_calendar, setting
from notices.timing.form import TimingForm
from notices.timing.hours import USUAL, Hours
from notices.timing.mail_calendar_form import COURSES, Choice
from people.requests import PersonRequest
from programs.views.loading import managed_program


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def program_timing(request: PersonRequest, ref: str) -> HttpResponse:
    """Days and hours, and for each reminder whether and when it comes."""
    program = managed_program(request, ref)
    own = setting.of(program)
    form = TimingForm(sent(request), timing=own)
    if request.method == "POST" and form.is_valid():
        try:
            setting.change(
                program, by=request.user, at=now(), hours=form.hours, offsets=form.offsets
            )
        except setting.CannotBeSo as refusal:
            form.take(refusal)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. It holds for all that is not planned yet."))
            return redirect("mail-calendar", ref)
    context = {
        "program": program,
        "form": form,
        "own": own,
        "days": setting.said_days(own.hours.working_days),
        "is_usual": own == USUAL,
        "always": [kind for kind in ALL if kind.must and not kind.is_digest],
    }
    return render(request, "notices/timing.html", context)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def usual_timing(request: PersonRequest, ref: str) -> HttpResponse:
    """Back to the usual days, hours and reminders."""
    program = managed_program(request, ref)
    try:
        setting.change(program, by=request.user, at=now(), hours=Hours(), offsets={})
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The mails go out as usual again."))
    return redirect("program-timing", ref)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def calendar(request: PersonRequest, ref: str) -> HttpResponse:
    """The mails of the whole program, reckoned ahead for one reader and one course."""
    program = managed_program(request, ref)
    design = mail_calendar.design_of(program)
    context: dict[str, Any] = {"program": program}
    if design is None:
        return render(request, "notices/mail_calendar_without_dates.html", context)
    choice = Choice(request.GET, program=program)
    fitted = choice.fitted(design)
    shown = mail_calendar.of(fitted, choice.whose, choice.how)
    context |= {
        "choice": choice,
        "calendar": shown,
        "courses": [
            (one, COURSES[one.course], choice.address(one.course))
            for one in mail_calendar.outlooks(fitted, choice.whose)
        ],
        "sentence": mail_calendar.said(shown, program),
        "beyond": [(week, mail_calendar.said_beyond(shown, week)) for week in shown.beyond],
        "chart": mail_calendar.chart(shown, program),
    }
    return render(request, "notices/mail_calendar.html", context)
