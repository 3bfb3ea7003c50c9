"""For those who run a program: who is on track and who needs a hand, without a word they wrote."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.access import Audience, audience
from kit.forms import sent
from kit.paging import page_of
from kit.refusals import Refused
from pairings import checking_in, lifecycle
from pairings import help as helping
from pairings.forms import EndForm, ExtendForm, FilterForm
from pairings.models import HelpRequest, Pairing
from pairings.queries import PairingQuerySet
from pairings.rhythm import Standing
from pairings.seating import waiting_after, waiting_among
from pairings.stories import story_of
from pairings.views.extension import proposed_end
from pairings.words import names_of
from people.requests import PersonRequest
from programs.models import Program

FORM = ["GET", "HEAD", "POST"]


NEEDY = (Standing.HELP, Standing.QUIET, Standing.NOT_AGREED)


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def listing(request: PersonRequest, ref: str) -> HttpResponse:
    program = _program(request, ref)
    pairings = Pairing.objects.of(program).with_rhythm(on=clock.today(), reader=request.user)
    counted = pairings.order_by().values_list(F("standing")).annotate(count=Count("pk"))
    counts: dict[str, int] = dict(counted)
    form = FilterForm(request.GET)
    chosen = _chosen(pairings, form).with_people().by_need()
    page = page_of(request, chosen)
    asked = HelpRequest.objects.open().managed_by(request.user)
    return render(
        request,
        "pairings/watching.html",
        {
            "program": program,
            "sentence": _sentence(counts),
            "first": next((one for one in page if one.standing in NEEDY), None),
            "total": sum(counts.values()),
            "tabs": _tabs(counts, form),
            "chosen": form.cleaned_data.get("standing", ""),
            "form": form,
            "page": page,
            "waiting": waiting_among(page),
            "asked": asked.filter(pairing__in=page.object_list).select_related(
                "asked_by", "pairing"
            ),
        },
    )


@dataclass(frozen=True)
class Tab:
    label: str
    href: str
    here: bool
    count: int


def _tabs(counts: dict[str, int], form: FilterForm) -> list[Tab]:
    """All, and each standing that somebody has; the name searched for stays."""
    name = {"q": form.cleaned_data["q"]} if form.is_valid() and form.cleaned_data["q"] else {}
    chosen = form.cleaned_data.get("standing", "")
    tabs = [Tab(_("All"), "?" + urlencode(name), not chosen, sum(counts.values()))]
    for one in Standing:
        if counts.get(one) or one == chosen:
            href = "?" + urlencode({"standing": one.value} | name)
            tabs.append(Tab(str(one.label), href, one == chosen, counts.get(one, 0)))
    return tabs


def _sentence(counts: dict[str, int]) -> str:
    """ "112 on track, 6 quiet, 2 asked for help."."""
    order = (Standing.ON_TRACK, Standing.QUIET, Standing.HELP, Standing.NOT_AGREED, Standing.PAUSED)
    parts = [f"{counts[one]} {one.label}" for one in order if counts.get(one)]
    if not parts:
        return _("No pairing is under way.")
    return f"{', '.join(parts)}."


def _chosen(pairings: PairingQuerySet, form: FilterForm) -> PairingQuerySet:
    """The pairings (with their rhythm) that the form asks for."""
    if not form.is_valid():
        return pairings
    if standing := form.cleaned_data["standing"]:
        pairings = pairings.in_standing(standing)
    for word in form.cleaned_data["q"].split():
        pairings = pairings.filter(
            Q(mentor__person__name__icontains=word)
            | Q(pk__in=Pairing.objects.filter(mentees__mentee__person__name__icontains=word))
        )
    return pairings


@require_safe
@audience(Audience.PROGRAM_ADMIN)
def one(request: PersonRequest, ref: str, pairing_ref: str) -> HttpResponse:
    program, pairing = _watched(request, ref, pairing_ref)
    reads = request.user.pk in pairing.readers
    asked = pairing.help_requests.open() if reads else HelpRequest.objects.none()
    return render(
        request,
        "pairings/watched.html",
        {
            "program": program,
            "pairing": pairing,
            "people": pairing.people(),
            "names": names_of(pairing.people()),
            "week": pairing.week(on=clock.today()),
            "sessions": pairing.sessions.order_by("-starts_at")[:10],
            "asked": asked.select_related("asked_by"),
            "checkins": checking_in.newest_of(pairing).defer("comment"),
            "story": story_of(pairing, known=[*pairing.people(), request.user], with_help=reads),
            "waiting": waiting_after(pairing),
            "may_be_taken_back": lifecycle.may_be_taken_back(pairing),
            "today": clock.today(),
        },
    )


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def settle(request: PersonRequest, ref: str, pairing_ref: str, asked: int) -> HttpResponse:
    program, pairing = _watched(request, ref, pairing_ref)
    readable = pairing.help_requests.managed_by(request.user)
    helping.settle(get_object_or_404(readable, pk=asked), by=request.user, at=clock.now())
    messages.success(request, _("Marked as seen to."))
    return redirect("program-pairings", ref=program.ref)


@require_http_methods(FORM)
@audience(Audience.PROGRAM_ADMIN)
def extend(request: PersonRequest, ref: str, pairing_ref: str) -> HttpResponse:
    program, pairing = _watched(request, ref, pairing_ref)
    wanted = pairing.asked_to_on or proposed_end(pairing, clock.today())
    form = ExtendForm(sent(request), initial={"to_on": wanted})
    if request.method == "POST" and form.is_valid():
        try:
            lifecycle.extend(
                pairing, by=request.user, at=clock.now(), to_on=form.cleaned_data["to_on"]
            )
        except Refused as refusal:
            form.add_error("to_on", str(refusal))
        else:
            messages.success(request, _("Extended on their behalf."))
            return redirect("program-pairing", ref=ref, pairing_ref=pairing_ref)
    names = names_of(pairing.people())
    page = {"program": program, "pairing": pairing, "names": names, "form": form}
    return render(request, "pairings/watched_extend.html", page)


@require_http_methods(FORM)
@audience(Audience.PROGRAM_ADMIN)
def end(request: PersonRequest, ref: str, pairing_ref: str) -> HttpResponse:
    program, pairing = _watched(request, ref, pairing_ref)
    form = EndForm(sent(request), pairing=pairing)
    if request.method == "POST" and form.is_valid():
        kind = form.cleaned_data.get("kind", "")
        try:
            lifecycle.end(pairing, by=request.user, at=clock.now(), on=clock.today(), kind=kind)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Ended on their behalf."))
            return redirect("program-pairing", ref=ref, pairing_ref=pairing_ref)
    names = names_of(pairing.people())
    page = {"program": program, "pairing": pairing, "names": names, "form": form}
    return render(request, "pairings/watched_end.html", page)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def taking_back(request: PersonRequest, ref: str, pairing_ref: str) -> HttpResponse:
    """Undo a match that nobody has accepted."""
    _program_of, pairing = _watched(request, ref, pairing_ref)
    try:
        lifecycle.take_back(pairing, by=request.user, at=clock.now(), on=clock.today())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The match is taken back. The two may be matched again."))
    return redirect("program-pairing", ref, pairing_ref)


def _program(request: PersonRequest, ref: str) -> Program:
    program: Program = get_object_or_404(Program.objects.managed_by(request.user), ref=ref)
    return program


def _watched(request: PersonRequest, ref: str, pairing_ref: str) -> tuple[Program, Pairing]:
    watched = Pairing.objects.managed_by(request.user).filter(program__ref=ref).with_people()
    pairings = watched.with_rhythm(on=clock.today(), reader=request.user).with_more_time()
    full = pairings.with_readers().select_related("ending")
    pairing: Pairing = get_object_or_404(full, ref=pairing_ref)
    return pairing.program, pairing
