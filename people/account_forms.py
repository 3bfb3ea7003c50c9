"""allauth's forms in our words: labels say what a field is, so the fields start empty."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _


class Plain(forms.Form):
    """Takes the words out of the empty fields and gives fields their labels."""

    labels: dict[str, Any] = {}
    help_texts: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = self.labels.get(name, field.label)
            field.help_text = self.help_texts.get(name, field.help_text)


class SignIn(Plain, account.LoginForm):
    labels = {"login": _("E-mail"), "remember": _("Keep me signed in on this device")}


class AskForReset(Plain, account.ResetPasswordForm):
    labels = {"email": _("E-mail")}
    help_texts = {"email": _("The address your company knows you by.")}


class ChooseNew(Plain, account.ResetPasswordKeyForm):
    labels = {"password1": _("New password"), "password2": _("New password, once more")}


class SetFirst(Plain, account.SetPasswordForm):
    labels = {"password1": _("Password"), "password2": _("Password, once more")}


class Change(Plain, account.ChangePasswordForm):
    labels = {
        "oldpassword": _("Present password"),
        "password1": _("New password"),
        "password2": _("New password, once more"),
    }


class Confirm(Plain, account.ReauthenticateForm):
    labels = {"password": _("Password")}


CODE = {"code": _("Code")}
CODE_HELP = {"code": _("Six digits from your authenticator app, or a recovery code.")}


class EnterCode(Plain, mfa.AuthenticateForm):
    labels, help_texts = CODE, CODE_HELP


class ConfirmByCode(Plain, mfa.ReauthenticateForm):
    labels, help_texts = CODE, CODE_HELP


class ActivateApp(Plain, ActivateTOTPForm):
    labels = CODE
    help_texts = {"code": _("The six digits that the app shows now.")}


class AddPasskey(Plain, webauthn.AddWebAuthnForm):
    labels = {"name": _("Name"), "passwordless": _("Sign in with this alone, without a password")}
    help_texts = {
        "name": _("So that you can tell it from others, like “Laptop”."),
        "passwordless": _("The device will ask for your fingerprint, face or PIN instead."),
    }


class RenamePasskey(Plain, webauthn.EditWebAuthnForm):
    labels = {"name": _("Name")}
