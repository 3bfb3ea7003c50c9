"""Where mail goes: to the mail server, or into a table that the outbox page shows."""

from __future__ import annotations

import io
import smtplib
import socket
import time
from collections.abc import Callable, Sequence
from email.utils import parseaddr
from functools import cache
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend

from kit.clock import now
from notices.models import KeptMail
from notices.sending.talks import Deadline, Reading, connected
from notices.writing.letter import Letter

GO_ON = 354  # the server's answer to DATA


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


class _Timed(smtplib.SMTP):
    """A talk in which connecting, sign-in and each mail have so many seconds in all."""

    def __init__(self, host: str, port: int, *, timeout: float = 10, **options: Any) -> None:
        self.deadline = Deadline(timeout)
        self.before_text: Callable[[], None] | None = None
        self.meanwhile: Callable[[], None] | None = None
        super().__init__(host, port, timeout=timeout, **options)

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        """Where smtplib gives each of the host's addresses the whole time."""
        return connected(host, port, self.deadline)

    def getreply(self) -> tuple[int, bytes]:
        if self.file is None:
            self.file = io.BufferedReader(Reading(self._socket, self.deadline))
        code, said = super().getreply()
        if code == GO_ON:
            self._call(self.before_text)
        return code, said

    def send(self, s: Any) -> None:
        super().send(s)
        self._call(self.meanwhile)

    def _call(self, back: Callable[[], None] | None) -> None:
        """The time it takes is not the server's; where it fails, the mail is not finished."""
        if not back:
            return
        begun = time.monotonic()
        try:
            back()
        except BaseException:
            self.close()
            raise
        self.deadline.lengthen(time.monotonic() - begun)

    def sendmail(self, *args: Any, **kwargs: Any) -> dict[str, tuple[int, bytes]]:
        self.deadline.begin()
        return super().sendmail(*args, **kwargs)

    def _socket(self) -> socket.socket:
        assert self.sock
        return self.sock


class _TimedSSL(_Timed, smtplib.SMTP_SSL):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        def secure(sock: socket.socket) -> socket.socket:
            return self.context.wrap_socket(sock, server_hostname=host)

        return connected(host, port, self.deadline, secure)


class SMTPBackend(EmailBackend):
    """Django's own, with an end to each talk: EMAIL_TIMEOUT seconds.

    `before_text` is called when the server waits for the text of a mail, `meanwhile` whenever
    something was sent and its answer is still to come.
    """

    before_text: Callable[[], None] | None = None
    meanwhile: Callable[[], None] | None = None

    def give(self, seconds: float) -> None:
        """To each mail from now on; signing in keeps EMAIL_TIMEOUT."""
        if isinstance(self.connection, _Timed):
            self.connection.deadline.seconds = seconds

    def open(self) -> bool | None:
        opened = super().open()
        if isinstance(self.connection, _Timed):
            self.connection.before_text = self.before_text
            self.connection.meanwhile = self.meanwhile
        return opened

    def _send(self, email_message: EmailMessage) -> bool:
        """A letter to a plain address goes as it is; Django cleans up all others."""
        if not (isinstance(email_message, Letter) and "".join(email_message.to).isascii()):
            return bool(super()._send(email_message))  # type: ignore[misc]
        assert self.connection
        self.connection.sendmail(
            _mailbox(email_message.from_email), email_message.to, email_message.as_bytes()
        )
        return True

    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return _TimedSSL if self.use_ssl else _Timed


@cache
def _mailbox(address: str) -> str:
    """Of who sends: of "Mentorship <mentorship@example.com>" the part that a server is told."""
    return parseaddr(address)[1]
