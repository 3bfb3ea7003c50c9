"""Handing mails to the mail server: one connection for many, and what its answers mean."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from types import TracebackType
from typing import Self

import requests
from anymail.backends.base_requests import AnymailRequestsBackend
from anymail.exceptions import (
    AnymailAPIError,
    AnymailError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
    AnymailRequestsAPIError,
)
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from notices.sending import asking, mailboxes
from notices.sending.backends import SMTPBackend

MOST_SILENT = 5  # mails after one another that get no answer: it is the server, not the mail
LEAST_PATIENCE = 4  # a quarter of the time: each such mail leaves the next one half, down to this
MOST_SILENT_API = 2  # requests to a provider
TOO_LARGE = 552
TRY_LATER = (408, 425, 429)  # of a provider's API
NOT_SIGNED_IN = (401, 403)
LONGEST_ANSWER = 400  # letters of what a server or provider said


class NotDelivered(Exception):
    """It was not taken. The text is the answer, as a line that can be kept."""

    def __init__(self, said: str) -> None:
        super().__init__(tidy(said))


class Rejected(NotDelivered):
    """For good: asking again would be answered the same."""


class NoSuchMailbox(Rejected):
    """For good, and so will be every other mail to this address."""


class PutOff(NotDelivered):
    """For now."""


class ServerAway(NotDelivered):
    """It is the mail server that cannot be spoken to, whatever the mail."""


class Post:
    """The way to the mail server, opened with the first mail and kept while it works."""

    def __init__(self, *, before_text: Callable[[], None], meanwhile: Callable[[], None]) -> None:
        """`before_text` is called before the server gets the text of a mail, `meanwhile` while it
        takes it."""
        self._before_text, self._meanwhile = before_text, meanwhile
        self._connection = self._new()
        self._is_open = False
        self._silent = 0
        self.has_spoken = False
        self.trouble = ""  # why the server cannot be spoken to, once that is so

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
        if self.trouble:
            raise ServerAway(self.trouble)
        self._open()
        if isinstance(self._connection, SMTPBackend):
            self._connection.give(seconds=self._patience)
        else:
            self._before_text()
        if settings.MAIL_PROVIDER:
            mail.extra_headers |= dict(settings.MAIL_PROVIDER.headers)
        try:
            self._connection.send_messages([mail])
        except AnymailError as error:  # first: some are an OSError besides
            raise self._meaning_of_provider(error) from error
        except (smtplib.SMTPException, OSError) as error:
            raise self._meaning(error) from error
        except ValueError as error:  # what no server can be told: it is this mail alone
            self._close()
            raise Rejected(f"{type(error).__name__}: {error}") from error
        self._silent = 0

    def _new(self) -> BaseEmailBackend:
        made: BaseEmailBackend = get_connection()
        if isinstance(made, SMTPBackend):
            made.before_text, made.meanwhile = self._before_text, self._meanwhile
        return made

    @property
    def _patience(self) -> float:
        """Seconds for a mail: half as many after each that got no answer, so that a few such mails
        beside each other hold the others up for less than half a minute."""
        seconds: float = settings.EMAIL_TIMEOUT / min(2**self._silent, LEAST_PATIENCE)
        return seconds

    def _open(self) -> None:
        if self._is_open:
            return
        try:
            self._connection.open()
        except (smtplib.SMTPException, OSError) as error:
            self._close()
            raise self._away(error) from error
        if isinstance(self._connection, AnymailRequestsBackend):
            asking.bound(self._connection.session, seconds=self._connection.timeout)
        self._is_open = self.has_spoken = True

    def _close(self) -> None:
        self._is_open = False
        try:
            self._connection.close()
        except (smtplib.SMTPException, OSError):
            self._connection = self._new()  # it is gone already

    def _away(self, error: Exception) -> ServerAway:
        self.trouble = _answer(error)
        return ServerAway(self.trouble)

    def _meaning(self, error: Exception) -> NotDelivered:
        codes = _codes(error)
        if not codes or 421 in codes:  # broken off, or the server closes
            self._close()
        self._silent = self._silent + 1 if _is_silence(error) else 0
        if self._silent >= MOST_SILENT or _is_of_the_sender(error):
            return self._away(error)
        answer = _answer(error)
        if not codes or min(codes) < 500:
            return PutOff(answer)
        return NoSuchMailbox(answer) if _is_gone(error) else Rejected(answer)

    def _meaning_of_provider(self, error: AnymailError) -> NotDelivered:
        """Where a provider is asked over HTTP: what it does not like will not get better."""
        answer = tidy(str(error)) or type(error).__name__
        if isinstance(error, AnymailRecipientsRefused | AnymailInvalidAddress):
            return NoSuchMailbox(answer)
        if not isinstance(error, AnymailAPIError):
            return Rejected(answer)  # what it cannot be asked
        status = error.status_code if isinstance(error, AnymailRequestsAPIError) else None
        self._silent = self._silent + 1 if isinstance(error, requests.Timeout) else 0
        is_away = isinstance(error, requests.ConnectionError) or self._silent >= MOST_SILENT_API
        if status in NOT_SIGNED_IN or is_away:
            self.trouble = answer
            return ServerAway(answer)
        if status is None or status < 300 or status >= 500 or status in TRY_LATER:
            return PutOff(answer)  # below 300: an answer that is not the provider's
        return Rejected(answer)


def _is_silence(error: Exception) -> bool:
    """The time was over; smtplib tells that as a server that hung up."""
    return isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError)


def _is_of_the_sender(error: Exception) -> bool:
    """We are not signed in, or may not write from our address: so it is with every mail."""
    return (
        isinstance(error, smtplib.SMTPSenderRefused)
        and error.smtp_code >= 500
        and error.smtp_code != TOO_LARGE
    )


def _is_gone(error: Exception) -> bool:
    """A mail has one recipient."""
    return isinstance(error, smtplib.SMTPRecipientsRefused) and all(
        mailboxes.is_gone(code, _text(said)) for code, said in error.recipients.values()
    )


def _codes(error: Exception) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _text in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def _answer(error: Exception) -> str:
    """What the server said, as a line."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = [f"{code} {_text(text)}" for code, text in error.recipients.values()]
        return tidy("; ".join(said))
    if isinstance(error, smtplib.SMTPResponseException):
        return tidy(f"{error.smtp_code} {_text(error.smtp_error)}")
    return tidy(f"{type(error).__name__}: {error}")


def _text(said: bytes | str) -> str:
    return said.decode(errors="replace") if isinstance(said, bytes) else said


def tidy(said: str) -> str:
    """On one line, not too long, and without the zero byte, which no database keeps."""
    return " ".join(said.replace("\0", " ").split())[:LONGEST_ANSWER]
