"""Where mail goes when no mail server is set: into a table, read on the outbox page."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from kit.clock import now
from notices.models import KeptMail


class KeepingBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        at = now()
        kept = [
            KeptMail(
                message_id=message.extra_headers.get("Message-ID", ""),
                to=address,
                subject=str(message.subject),
                text=str(message.body),
                html=next(
                    (str(part[0]) for part in getattr(message, "alternatives", []) if part[0]), ""
                ),
                at=at,
            )
            for message in email_messages
            for address in message.recipients()
        ]
        return len(KeptMail.objects.bulk_create(kept))
