"""Handing mails to the mail server: one connection for many, and what its answers mean."""

from __future__ import annotations

import smtplib
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection


class NotDelivered(Exception):
    """The mail server did not take the mail. The text is its answer."""


class Rejected(NotDelivered):
    """For good: asking again would be answered the same."""


class PutOff(NotDelivered):
    """For now."""


class ServerAway(NotDelivered):
    """It is the mail server that cannot be spoken to, whatever the mail."""


class Post:
    """The way to the mail server, opened with the first mail and kept while it works."""

    def __init__(self) -> None:
        self._connection = get_connection()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._close()

    def deliver(self, mail: EmailMessage) -> None:
        """Returns when the server has taken the mail; raises one of `NotDelivered`."""
        self._open()
        try:
            self._connection.send_messages([mail])
        except (smtplib.SMTPException, OSError) as error:
            raise self._meaning(error) from error

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise ServerAway(_answer(error)) from error
        self._is_open = True

    def _close(self) -> None:
        self._is_open = False
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            self._connection = get_connection()  # it is gone already

    def _meaning(self, error: Exception) -> NotDelivered:
        codes = _codes(error)
        if not codes or 421 in codes:  # broken off, or the server closes
            self._close()
        answer = _answer(error)
        return Rejected(answer) if codes and min(codes) >= 500 else PutOff(answer)


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _answer(error: Exception) -> str:
    """What the server said, as a line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [f"{code} {_text(text)}" for code, text in error.recipients.values()]
        return "; ".join(said)
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_text(error.smtp_error)}"
    return f"{type(error).__name__}: {error}"


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said
