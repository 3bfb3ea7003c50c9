"""Accounts for people whom the HR file does not hold, and the link to set a password."""

from __future__ import annotations

from datetime import datetime

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person


class AddressTaken(Refused):
    """Somebody has an account under this address already."""

    def __str__(self) -> str:
        return _("Somebody has an account under this address already.")


def invite(email: str, name: str, *, by: Person | None, at: datetime) -> Person:
    """Make an account and send the link to set a password once that is committed.

    Raises `AddressTaken`; and, outside of a larger transaction, `OSError` (of which
    `SMTPException` is one) where the mail cannot be sent: the account stands, send it again.
    """
    try:
        with transaction.atomic():
            person = Person.objects.create_user(email, name.strip())
            record("person.invited", person, by=by, at=at)
            transaction.on_commit(lambda: send_link(person))
    except IntegrityError as error:
        raise AddressTaken from error
    return person


def send_link(person: Person) -> None:
    """Mail the person a link to set their password. Raises `OSError` where it cannot be sent."""
    context = {
        "person": person,
        "company": settings.COMPANY_NAME,
        "link": _link(person),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86400,
    }
    with translation.override(person.language):
        subject = render_to_string("people/mail/invited.subject.txt", context)
        mail = EmailMultiAlternatives(
            " ".join(subject.split()),
            render_to_string("people/mail/invited.txt", context),
            to=[person.email],
        )
        mail.attach_alternative(render_to_string("people/mail/invited.html", context), "text/html")
    mail.send()


def _link(person: Person) -> str:
    key = default_token_generator.make_token(person)
    path = reverse(
        "account_reset_password_from_key",
        kwargs={"uidb36": user_pk_to_url_str(person), "key": key},
    )
    return settings.PUBLIC_URL + path
