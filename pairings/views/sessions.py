"""Planning, moving and logging sessions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.access import Audience, audience
from kit.forms import sent
from kit.moments import said_rhythm
from kit.paging import page_of
from kit.refs import ref_in
from kit.refusals import Refused
from pairings import reading, sessions
from pairings.calendars import calendar_of
from pairings.forms import LogForm, MoveForm, NoteForm, PlanForm, meeting_initial
from pairings.models import Session
from pairings.overview import Overview
from pairings.views.loading import back_to, own, own_session
from pairings.zones import elsewhere
from people.requests import PersonRequest

FORM = ["GET", "HEAD", "POST"]


@require_safe
@audience(Audience.PAIR)
def listing(request: PersonRequest, ref: str) -> HttpResponse:
    """All sessions, with what may be read of them."""
    view = own(request, ref)
    rows = reading.with_notes(view.pairing, view.viewer).exclude(state="planned")
    page = page_of(request, rows.order_by("-starts_at"))
    discussed = view.pairing.agenda.filter(session__in=[one.pk for one in page])
    return render(
        request,
        "pairings/sessions.html",
        {
            "view": view,
            "pairing": view.pairing,
            "page": page,
            "past": reading.read(page, discussed),
        },
    )


@require_http_methods(FORM)
@audience(Audience.PAIR)
def log(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    form = LogForm(
        sent(request),
        initial=_log_initial(view, ref_in(request.GET, "session") or view.pairing.unlogged_ref),
        pairing=view.pairing,
        names=view.names,
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            held = sessions.log(
                view.pairing,
                by=view.viewer,
                at=view.now,
                starts_at=given["starts_at"],
                minutes=given["length"],
                how=given["how"],
                session=view.pairing.sessions.filter(ref=given["session"]).first(),
                discussed=given.get("discussed", ()),
                note=given["note"],
                is_shared=given["reader"] == "both",
                key=given["key"],
            )
        except Refused as refusal:
            form.add_error("starts_at", str(refusal))
        else:
            return _after_logging(request, view, held)
    return render(
        request, "pairings/log.html", {"view": view, "pairing": view.pairing, "form": form}
    )


def _log_initial(view: Overview, session_ref: str | None) -> dict[str, Any]:
    session = view.pairing.sessions.planned().filter(ref=session_ref or "").first()
    if session:
        told = {"starts_at": session.starts_at, "session": session.ref}
        return told | meeting_initial(session.minutes, session.how)
    pairing = view.pairing
    began = timezone.localtime(view.now) - timedelta(minutes=pairing.agreement_minutes)
    began = began.replace(minute=began.minute // 30 * 30, second=0, microsecond=0)
    usual = meeting_initial(pairing.agreement_minutes, pairing.agreement_how)
    return usual | {"starts_at": began}


def _after_logging(request: PersonRequest, view: Overview, held: Session) -> HttpResponse:
    if held.logged_by_id != view.viewer.pk:
        messages.success(
            request,
            _("%(name)s had logged this session already; your note and ticks were added to it.")
            % {"name": held.logged_by.short_name if held.logged_by else view.names},
        )
        return back_to(view.pairing)
    messages.success(request, _("Session saved."))
    if view.next_at or view.days_left <= 0:
        return back_to(view.pairing)
    return redirect("plan-session", ref=view.pairing.ref)


@require_http_methods(FORM)
@audience(Audience.PAIR)
def plan(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    form = PlanForm(sent(request), initial=_plan_initial(view))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            session = sessions.plan(
                view.pairing,
                by=view.viewer,
                at=view.now,
                starts_at=given["starts_at"],
                minutes=given["length"],
                how=given["how"],
                place=given["place"],
                key=given["key"],
            )
        except Refused as refusal:
            form.add_error("starts_at", str(refusal))
        else:
            return _told_of(request, view, session, _("Planned."))
    page = {
        "view": view,
        "pairing": view.pairing,
        "form": form,
        "rhythm": said_rhythm(view.pairing.rhythm_days),
        "elsewhere": elsewhere(view.now, view.viewer, view.others),
    }
    return render(request, "pairings/plan.html", page)


def _plan_initial(view: Overview) -> dict[str, Any]:
    """A rhythm after the last meeting, at the same hour; else a week from now at ten."""
    pairing = view.pairing
    fields = meeting_initial(pairing.agreement_minutes, pairing.agreement_how)
    last = max((at for at in (pairing.last_held_at, view.next_at) if at), default=None)
    proposed = _same_hour_later(last, days=pairing.rhythm_days) if last else None
    if proposed is None or proposed <= view.now:
        in_a_week = timezone.localtime(view.now) + timedelta(days=7)
        proposed = in_a_week.replace(hour=10, minute=0, second=0, microsecond=0)
    if timezone.localdate(proposed) > pairing.ends_on:
        return fields
    return fields | {"starts_at": proposed}


def _same_hour_later(at: datetime, *, days: int) -> datetime:
    """The same time on the wall, whatever summer time does meanwhile."""
    return timezone.localtime(at) + timedelta(days=days)


@require_http_methods(FORM)
@audience(Audience.PAIR)
def move(request: PersonRequest, ref: str, session_ref: str) -> HttpResponse:
    view, session = own(request, ref), own_session(request, ref, session_ref)
    form = MoveForm(sent(request), initial={"starts_at": session.starts_at})
    if request.method == "POST" and form.is_valid():
        try:
            moved = sessions.move(
                session, by=view.viewer, at=view.now, starts_at=form.cleaned_data["starts_at"]
            )
        except Refused as refusal:
            form.add_error("starts_at", str(refusal))
        else:
            return _told_of(request, view, moved, _("Moved."))
    page = {
        "view": view,
        "pairing": view.pairing,
        "session": session,
        "form": form,
        "elsewhere": elsewhere(session.starts_at, view.viewer, view.others),
    }
    return render(request, "pairings/move.html", page)


@require_POST
@audience(Audience.PAIR)
def miss(request: PersonRequest, ref: str, session_ref: str) -> HttpResponse:
    session = own_session(request, ref, session_ref)
    try:
        sessions.miss(session, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        is_off = session.state == Session.State.CALLED_OFF
        said = _("Called off.") if is_off else _("Marked as not held.")
        messages.success(request, said)
    return back_to(session.pairing)


@require_http_methods(FORM)
@audience(Audience.PAIR)
def note(request: PersonRequest, ref: str, session_ref: str) -> HttpResponse:
    view, session = own(request, ref), own_session(request, ref, session_ref)
    form = NoteForm(sent(request), names=view.names)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        is_shared = given["reader"] == "both"
        sessions.add_note(
            session,
            by=view.viewer,
            at=view.now,
            text=given["text"],
            is_shared=is_shared,
            key=given["key"],
        )
        return back_to(view.pairing, "#sessions")
    page = {"view": view, "pairing": view.pairing, "session": session, "form": form}
    return render(request, "pairings/note.html", page)


@require_safe
@audience(Audience.PAIR)
def calendar(request: PersonRequest, ref: str, session_ref: str) -> HttpResponse:
    view, session = own(request, ref), own_session(request, ref, session_ref)
    text = calendar_of(
        session,
        title=_("Mentoring with %(names)s") % {"names": view.names},
        url=request.build_absolute_uri(reverse("pairing", args=[ref])),
        at=view.now,
    )
    disposition = f'attachment; filename="session-{session.ref}.ics"'
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": disposition},
    )


def _told_of(request: PersonRequest, view: Overview, session: Session, said: str) -> HttpResponse:
    for one in elsewhere(session.starts_at, view.viewer, view.others):
        said += " " + _("For %(name)s that is %(time)s.") % {
            "name": one.person.short_name,
            "time": one.local.strftime("%H:%M"),
        }
    messages.success(request, said)
    return back_to(view.pairing)
