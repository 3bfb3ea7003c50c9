"""What allauth may do here: sign-up is closed, accounts come from the import or an invitation."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Person


class Adapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "This address and password do not belong together. Check both, or ask for a new "
            "password."
        ),
        "too_many_login_attempts": _(
            "Too many tries. Wait a few minutes, or ask for a new password."
        ),
        "incorrect_password": _("This is not your password."),
        "enter_current_password": _("This is not your present password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link to choose a password by; always on our own address, whatever was asked for."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "0", "key": "0"})
        return settings.PUBLIC_URL + path.replace("0-0", key)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell somebody that a password or second factor of theirs has changed."""
        context = {"person": user} | (context or {})
        super().send_notification_mail(template_prefix, user, context, email=email or user.email)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        site = {"company": settings.COMPANY_NAME, "public_url": settings.PUBLIC_URL}
        super().send_mail(template_prefix, email, site | context)
