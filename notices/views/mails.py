"""Mails kept instead of sent. The sheet is the mail's own HTML, shown in a sandboxed frame."""

from __future__ import annotations

import base64
import hashlib
import re

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from notices.models import KeptMail, Notice
from people.requests import PersonRequest

STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


@require_safe
@audience(Audience.ADMINISTRATOR)
def mail(request: PersonRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(KeptMail.objects.readable(), ref=ref)
    notice = Notice.objects.filter(message_id=found.message_id).first()
    return render(request, "notices/mail.html", {"mail": found, "notice": notice})


@require_safe
@xframe_options_sameorigin
@audience(Audience.ADMINISTRATOR)
def sheet(request: PersonRequest, ref: str) -> HttpResponse:
    """The HTML alone: it may run nothing, load nothing, and be framed by this site only."""
    return sheet_of(get_object_or_404(KeptMail.objects.readable().exclude(html=""), ref=ref).html)


def sheet_of(html: str) -> HttpResponse:
    """The HTML of a mail under a policy by which it may run nothing and load nothing."""
    response = HttpResponse(html)
    response["Content-Security-Policy"] = "; ".join(
        [
            "sandbox",
            "default-src 'none'",
            f"style-src {_own_styles(html)}",
            "base-uri 'none'",
            "form-action 'none'",
            "frame-ancestors 'self'",
        ]
    )
    return response


def _own_styles(html: str) -> str:
    """The fingerprints of the style sheets written into this mail; nothing else may style it."""
    digests = [hashlib.sha256(style.encode()).digest() for style in STYLE.findall(html)]
    names = [f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests]
    return " ".join(names) or "'none'"
