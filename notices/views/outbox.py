from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import LineField
from kit.paging import page_of
from notices.catalogue import ALL
from notices.heartbeat import pulses
from notices.models import KeptMail, Notice
from notices.overview import overview
from notices.retrying import retry_failed
from people.requests import PersonRequest

ACCOUNT_MAILS = 10  # the newest, in the demo


class Filters(forms.Form):
    """What the list is narrowed to; lives in the address. Nonsense narrows nothing."""

    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("all")), *Notice.State.choices], required=False
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("all")), *((kind.name, kind.title) for kind in ALL)],
        required=False,
    )
    person = LineField(label=_("Person"), max_length=150, required=False)


@require_safe
@audience(Audience.ADMINISTRATOR)
def outbox(request: PersonRequest) -> HttpResponse:
    filters = Filters(request.GET)
    wanted = filters.cleaned_data if filters.is_valid() else {}
    rows = Notice.objects.matching(
        kind=wanted.get("kind", ""),
        state=wanted.get("state", ""),
        person=wanted.get("person", ""),
    ).select_related("recipient", "channel")
    context = {
        "page": page_of(request, rows),
        "filters": filters,
        "overview": overview(),
        "stopped": [one for one in pulses(now=now()) if not one.is_alive],
        "account_mails": KeptMail.objects.of_accounts()[:ACCOUNT_MAILS],
    }
    return render(request, "notices/outbox.html", context)


@require_POST
@audience(Audience.ADMINISTRATOR)
def retrial(request: PersonRequest) -> HttpResponse:
    """Every failed notice goes out once more."""
    retried = retry_failed(by=request.user, at=now())
    said = ngettext("%d notice is sent again.", "%d notices are sent again.", retried)
    messages.success(request, said % retried)
    return redirect("outbox")
