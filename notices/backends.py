"""Where mail goes: to the mail server, or into a table that the outbox page shows."""

from __future__ import annotations

import io
import smtplib
import time
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from kit.clock import now
from notices.models import KeptMail


class KeepingBackend(BaseEmailBackend):
    """Keeps mails instead of sending them, where no mail server is set."""

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


class _Reading(io.RawIOBase):
    """What the server says, read within the time that is left."""

    def __init__(self, talk: _Timed) -> None:
        self._talk = talk

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        assert self._talk.sock
        self._talk.sock.settimeout(self._talk.time_left())
        return self._talk.sock.recv_into(buffer)


class _Timed(smtplib.SMTP):
    """A talk in which sign-in and each mail have so many seconds in all.

    The timeout of a socket begins anew with every byte; a server that sends one a second would
    hold a sender up for ever.
    """

    def __init__(self, host: str, port: int, *, timeout: float = 20, **options: Any) -> None:
        self._seconds = timeout
        self._begin()
        super().__init__(host, port, timeout=timeout, **options)

    def _begin(self) -> None:
        self._until = time.monotonic() + self._seconds

    def time_left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"the mail server took more than {self._seconds:g} seconds")
        return left

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(_Reading(self))
        return super().getreply()

    def sendmail(self, *args: Any, **kwargs: Any) -> dict[str, tuple[int, bytes]]:
        self._begin()
        return super().sendmail(*args, **kwargs)


class _TimedSSL(_Timed, smtplib.SMTP_SSL):
    pass


class SMTPBackend(EmailBackend):
    """Django's own, with an end to each talk: EMAIL_TIMEOUT seconds."""

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TimedSSL if self.use_ssl else _Timed
