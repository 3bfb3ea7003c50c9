from __future__ import annotations

from typing import Any

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
from notices.models import KeptMail, Notice, Suppression
from notices.watching.heartbeat import pulses
from notices.watching.overview import overview
from notices.watching.retrying import retry_failed
from people.requests import PersonRequest
from programs.models import Program

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
    way = forms.ChoiceField(
        label=_("How"), choices=[("", _("all")), *Notice.Way.choices], required=False
    )
    reader = LineField(label=_("Person or channel"), max_length=150, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programs = Program.objects.order_by("name").values_list("pk", "name")
        self.fields["program"] = forms.TypedChoiceField(
            label=_("Program"),
            choices=[("", _("all")), *programs],
            coerce=int,
            empty_value=None,
            required=False,
        )
        self.order_fields(["state", "kind", "way", "program", "reader"])

    def wanted(self) -> dict[str, Any]:
        """What was understood of it."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value}


@require_safe
@audience(Audience.ADMINISTRATOR)
def outbox(request: PersonRequest) -> HttpResponse:
    filters, at = Filters(request.GET), now()
    rows = Notice.objects.matching(**filters.wanted()).for_a_list()
    context = {
        "page": page_of(request, rows.newest_first()),
        "filters": filters,
        "overview": overview(now=at),
        "stopped": [one for one in pulses(now=at) if not one.is_alive],
        "suppressed": Suppression.objects.count(),
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
