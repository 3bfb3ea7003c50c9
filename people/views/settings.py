"""One's own settings, and the facts of this installation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kit.access import Audience, audience
from kit.clock import now
from people.forms import SettingsForm
from people.models import RoleGrant
from people.requests import PersonRequest


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.SIGNED_IN)
def mine(request: PersonRequest) -> HttpResponse:
    me = request.user
    form = SettingsForm(request.POST) if request.method == "POST" else SettingsForm.of(me)
    if form.is_bound and form.is_valid():
        me.change(by=me, at=now(), **form.cleaned_data)
        messages.success(request, _("Your settings are saved."))
        return redirect("my-settings")
    return render(request, "people/my_settings.html", {"form": form}, status=_status(form))


def _status(form: SettingsForm) -> int:
    return 422 if form.errors else 200


@require_safe
@audience(Audience.ADMINISTRATOR)
def installation(request: PersonRequest) -> HttpResponse:
    grants = RoleGrant.objects.select_related("person").order_by("person__name", "person_id")
    holders: dict[str, list[RoleGrant]] = {role: [] for role in RoleGrant.Role.values}
    for grant in grants:
        holders[grant.role].append(grant)
    context: dict[str, Any] = {
        "roles": [(RoleGrant.Role(role).label, some) for role, some in holders.items()],
        "facts": _facts(),
        "mail_is_kept": settings.MAIL_IS_KEPT,
    }
    return render(request, "people/settings.html", context)


def _facts() -> list[tuple[str, str, str]]:
    """What is set, in words: name, value, the variable that sets it. Never a secret."""
    return [
        (_("Company"), settings.COMPANY_NAME or _("no name set"), "COMPANY_NAME"),
        (_("Address"), settings.PUBLIC_URL, "PUBLIC_URL"),
        (_("Kind"), _("demonstration") if settings.DEMO else _("production"), "DEMO"),
        (
            _("Mail"),
            _("kept in the outbox: no mail server is set")
            if settings.MAIL_IS_KEPT
            else _("sent through a mail server"),
            "EMAIL_URL",
        ),
        (_("Mail comes from"), settings.DEFAULT_FROM_EMAIL, "DEFAULT_FROM_EMAIL"),
        (_("Time zone of new people"), settings.DEFAULT_ZONE, "DEFAULT_ZONE"),
        (
            _("Secure connections only"),
            _("yes") if settings.SECURE_HTTPS else _("no"),
            "SECURE_HTTPS",
        ),
        (
            _("Keys that seal what pairs write"),
            str(len(settings.CONTENT_KEYS)),
            "CONTENT_KEYS",
        ),
    ]
