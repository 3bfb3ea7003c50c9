"""Every piece of the interface on one page, to look at while building: debug mode and demo only."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import Cards, Chips, ChipsMultiple, DateInput, DateTimeInput, Explained, sent


class SampleForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("As colleagues know you."))
    about = forms.CharField(label=_("What you hope for"), widget=forms.Textarea, required=False)
    on = forms.DateField(label=_("Date"), widget=DateInput)
    at = forms.DateTimeField(label=_("Date and time"), widget=DateTimeInput, required=False)
    department = forms.ChoiceField(
        label=_("Department"), choices=[("", _("Choose one")), ("rd", _("Research")), ("hr", "HR")]
    )
    minutes = forms.ChoiceField(
        label=_("How long"),
        widget=Chips,
        choices=[(n, _("%(n)s min") % {"n": n}) for n in (30, 45, 60, 90)],
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        widget=ChipsMultiple,
        choices=[("en", _("English")), ("de", _("German")), ("fr", _("French"))],
    )
    how = forms.ChoiceField(
        label=_("How you meet"),
        widget=forms.RadioSelect,
        choices=[("video", _("By video")), ("person", _("In person"))],
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        widget=Cards,
        choices=[
            ("leadership", Explained(_("Leadership development"), _("Half a year."))),
            ("coaching", Explained(_("Coaching"), _("Six weeks, one concrete question."))),
        ],
    )
    file = forms.FileField(label=_("File"), required=False)
    agree = forms.BooleanField(label=_("I have read what is expected of me"))


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.SIGNED_IN)
def ui(request: HttpRequest) -> HttpResponse:
    if not (settings.DEBUG or settings.DEMO):
        raise Http404
    form = SampleForm(sent(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        messages.success(request, _("Saved."))
    return render(request, "mentorship/ui.html", {"form": form} | _samples(request))


def _samples(request: HttpRequest) -> dict[str, Any]:
    people = [SimpleNamespace(name=name) for name in ("Maria Santos", "Ben Okafor", "Li Wei")]
    return {
        "people": people,
        "page": Paginator(range(128), 25).get_page(request.GET.get("page")),
        "soon": now() + timedelta(days=5),
        "past": now() - timedelta(hours=3),
        "tones": ["good", "warn", "bad", "info", "quiet", "accent"],
        "events": [
            {"title": _("Pairing founded"), "at": now() - timedelta(days=60), "icon": "users"},
            {
                "title": _("First session"),
                "text": _("60 minutes, by video"),
                "at": now() - timedelta(days=50),
                "icon": "check",
                "tone": "good",
            },
            {
                "title": _("Half-time review is overdue"),
                "on": now().date(),
                "icon": "flag",
                "tone": "bad",
            },
        ],
    }
