"""Writing one mail: words from the templates, in the recipient's language and time."""

from __future__ import annotations

import re
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone, translation

from notices.catalogue import Kind
from notices.models import Notice
from notices.mornings import zone_called
from notices.sense import address


def compose(notice: Notice, kind: Kind, *, now: datetime) -> EmailMultiAlternatives:
    """The mail of a notice as it has to be said `now`.

    Raises `NoLongerNeeded` where it has lost its sense, and whatever a template raises.
    """
    person = notice.recipient
    zone = zone_called(person.time_zone)
    with translation.override(person.language), timezone.override(zone):
        words = kind.gather(notice, now) | {
            "recipient": person,
            "because": kind.because,
            "company": settings.COMPANY_NAME,
            "home": address("home"),
            "zone": person.time_zone,
        }
        mail = EmailMultiAlternatives(
            subject=" ".join(render_to_string(f"{kind.mail}.subject.txt", words).split()),
            body=_tidy(render_to_string(f"{kind.mail}.txt", words)),
            to=[person.email],
            headers={
                "Message-ID": notice.message_id,
                "Auto-Submitted": "auto-generated",
                "Date": format_date(now),
            },
        )
        mail.attach_alternative(render_to_string(f"{kind.mail}.html", words), "text/html")
    return mail


def format_date(at: datetime) -> str:
    """As a mail's Date field says it."""
    return at.strftime("%a, %d %b %Y %H:%M:%S +0000")


def _tidy(text: str) -> str:
    """One blank line between paragraphs, however the template's tags left them."""
    lines = "\n".join(line.strip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
