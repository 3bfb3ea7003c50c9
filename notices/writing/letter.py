"""A mail in two forms, written for the line.

Django's own message builds a tree of parts and folds each header anew, which takes longer than all
the rest of sending a mail (docs/benchmarks.md). The two parts of ours are known beforehand.
"""

from __future__ import annotations

import quopri
from base64 import b64encode
from email.header import Header
from email.utils import formataddr, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.message import BadHeaderError

LONGEST_LINE = 76  # of a header, name and all, in octets
ENCODED_AT_ONCE = 39  # octets, so that a line holds them in base64 after the name


class Letter(EmailMultiAlternatives):
    """Any backend may send it; the one for SMTP takes `as_bytes`."""

    _lines = ""  # all of it, once it is ready

    @property
    def boundary(self) -> str:
        """Between the parts; no text in quoted-printable can hold it, since it has "=_"."""
        return f"=_{self.extra_headers['Message-ID'].strip('<>').partition('@')[0]}"

    def message(self) -> Any:  # type: ignore[override]
        """What Django's backend for SMTP asks for: something with `as_bytes`."""
        return self

    def as_bytes(self, *, linesep: str = "\r\n") -> bytes:
        """The mail with all its headers. Raises `BadHeaderError` for one with a line break."""
        return (self._lines or self._written()).replace("\n", linesep).encode("ascii")

    def make_ready(self) -> None:
        """Write it now; no header may change from here on."""
        self._lines = self._written()

    def _written(self) -> str:
        html = str(self.alternatives[0][0])
        lines = [_header(name, value) for name, value in self._headers()]
        text, end = [f"--{self.boundary}"], f"--{self.boundary}--"
        parts = [
            *lines,
            "",
            *text,
            *_part("plain", str(self.body)),
            *text,
            *_part("html", html),
            end,
            "",
        ]
        return "\n".join(parts)

    def _headers(self) -> list[tuple[str, str]]:
        return [
            ("Subject", str(self.subject)),
            ("From", self.from_email or settings.DEFAULT_FROM_EMAIL),
            ("To", ", ".join(self.to)),
            *((name, str(value)) for name, value in self.extra_headers.items()),
            ("MIME-Version", "1.0"),
            ("Content-Type", f'multipart/alternative;\n boundary="{self.boundary}"'),
        ]


def _header(name: str, value: str) -> str:
    line = f"{name}: {value}"
    if name == "Content-Type":
        return line
    if "\n" in value or "\r" in value:
        raise BadHeaderError(f"A line break in {name}: {value!r}")
    if not value.isascii() and name in ("From", "To"):
        shown, mailbox = parseaddr(value)
        return f"{name}: {formataddr((shown, mailbox))}"
    if value.isascii() and (len(line) <= LONGEST_LINE or " " not in value):
        return line
    if value.isascii():
        return f"{name}: {Header(value, 'us-ascii', LONGEST_LINE, name).encode()}"
    return f"{name}: {_encoded(value)}"


def _encoded(value: str) -> str:
    """As encoded words (RFC 2047), none of which ends within a letter. Python's own tries them at
    every length, which took a tenth of all the time of a mail."""
    pieces = [b""]
    for letter in value:
        octets = letter.encode()
        if len(pieces[-1]) + len(octets) > ENCODED_AT_ONCE:
            pieces.append(b"")
        pieces[-1] += octets
    return "\n ".join(f"=?utf-8?b?{b64encode(piece).decode()}?=" for piece in pieces)


def _part(kind: str, text: str) -> tuple[str, ...]:
    encoded = quopri.encodestring(text.replace("\r\n", "\n").encode()).decode("ascii")
    return (
        f'Content-Type: text/{kind}; charset="utf-8"',
        "Content-Transfer-Encoding: quoted-printable",
        "",
        encoded,
    )
