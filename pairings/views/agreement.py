"""How a pair works: read, changed, accepted."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit import clock
from kit.access import Audience, audience
from kit.forms import sent
from kit.moments import said_minutes, said_rhythm
from kit.refusals import Refused
from pairings import agreeing
from pairings.forms import AgreementForm
from pairings.models import Agreement, Pairing
from pairings.views.loading import back_to, data_with, own, own_pairing
from people.requests import PersonRequest


@dataclass(frozen=True)
class Term:
    """One term, and what it was in the version before where that differs."""

    label: str
    text: str
    before: str | None


@require_safe
@audience(Audience.PAIR)
def agreement(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    newest, *older = view.pairing.agreements.select_related("written_by")[:2]
    accepted = set(newest.acceptances.values_list("person", flat=True))
    page = {
        "view": view,
        "pairing": view.pairing,
        "agreement": newest,
        "terms": _terms(newest, older[0] if older else None),
        "is_changed": bool(older),
        "people": [(person, person.pk in accepted) for person in view.pairing.people()],
    }
    return render(request, "pairings/agreement.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def edit(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    newest = view.pairing.agreements.first()
    assert newest, "a pairing is founded with an agreement"
    terms = {name: getattr(newest, name) for name in agreeing.TERMS}
    form = AgreementForm(sent(request), initial=terms | {"base": newest.version})
    theirs: Agreement | None = None
    if request.method == "POST" and form.is_valid():
        try:
            agreeing.write(view.pairing, by=view.viewer, at=view.now, **form.cleaned_data)
        except agreeing.Superseded as refusal:
            theirs = refusal.newest
            form.data = data_with(request.POST, base=str(theirs.version))
            form.add_error(None, _("It was changed meanwhile. Below is how it reads now."))
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("Saved, and accepted by you. %(names)s will be asked.") % {"names": view.names},
            )
            return redirect("agreement", ref=ref)
    page = {
        "view": view,
        "pairing": view.pairing,
        "form": form,
        "theirs": _terms(theirs, None) if theirs else [],
    }
    return render(request, "pairings/agreement_edit.html", page)


@require_POST
@audience(Audience.PAIR)
def acceptance(request: PersonRequest, ref: str) -> HttpResponse:
    """Accepts the version that was read, which the form names."""
    pairing = own_pairing(request, ref)
    version = request.POST.get("version", "")
    read = get_object_or_404(
        Agreement.objects.filter(pairing=pairing).select_related("pairing"),
        version=int(version) if version.isdecimal() and len(version) < 5 else 0,
    )
    try:
        agreeing.accept(read, by=request.user, at=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("agreement", ref=ref)
    pairing.refresh_from_db()
    if pairing.state == Pairing.State.ACTIVE:
        messages.success(request, _("Agreed. You are ready to start."))
    else:
        messages.success(request, _("Accepted."))
    return back_to(pairing)


def _terms(newest: Agreement, before: Agreement | None) -> list[Term]:
    said = _said(newest)
    said_before = _said(before) if before else {}
    return [
        Term(label, text, said_before[label] if said_before.get(label, text) != text else None)
        for label, text in said.items()
    ]


def _said(agreement: Agreement) -> dict[str, str]:
    return {
        _("We meet"): said_rhythm(agreement.cadence_days),
        _("For"): said_minutes(agreement.minutes),
        _("How"): agreement.get_how_display(),
        _("What stays between us"): agreement.confidentiality,
        _("How either of us may end it"): agreement.ending,
    }
