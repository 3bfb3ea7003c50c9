"""A letter reads as any mail reader reads it: compared with what the standard library parses."""

from __future__ import annotations

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest
from django.core.mail.message import BadHeaderError
from hypothesis import given
from hypothesis import strategies as st

from notices.writing.letter import Letter

LINES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Zl", "Zp"]), max_size=400)


def _letter(subject: str = "Hello", body: str = "Hi\n", html: str = "<p>Hi</p>\n") -> Letter:
    made = Letter(
        subject=subject,
        body=body,
        from_email="Mentoring at Müller & Söhne <mentoring@example.com>",
        to=["cleo@example.com"],
        headers={"Message-ID": "<notice.abcdefghjk@example.com>", "List-Unsubscribe": "<x>"},
    )
    made.attach_alternative(html, "text/html")
    return made


def _read(letter: Letter) -> EmailMessage:
    read = message_from_bytes(letter.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    assert not read.defects
    return read


def _text(read: EmailMessage, kind: str) -> str:
    part = read.get_body((kind,))
    assert part
    return str(part.get_content()).replace("\r\n", "\n")


@given(subject=LINES, lines=st.lists(LINES, max_size=5))
def test_any_words_arrive_as_they_were_written(subject: str, lines: list[str]) -> None:
    body = "\n".join([*lines, "end"])
    read = _read(_letter(subject=" ".join(subject.split()), body=body, html=f"<p>{body}</p>"))
    assert " ".join(str(read["Subject"]).split()) == " ".join(subject.split())
    assert _text(read, "plain").rstrip("\n") == body
    assert _text(read, "html").rstrip("\n") == f"<p>{body}</p>"


def test_names_and_the_headers_of_machines_arrive() -> None:
    read = _read(_letter())
    assert read["From"] == "Mentoring at Müller & Söhne <mentoring@example.com>"
    assert read["To"] == "cleo@example.com"
    assert read["Message-ID"] == "<notice.abcdefghjk@example.com>"
    assert read["List-Unsubscribe"] == "<x>"
    assert read.get_content_type() == "multipart/alternative"


def test_no_line_is_longer_than_a_mail_server_takes() -> None:
    long = "überlang " * 300
    sent = _letter(subject=long.strip(), body=long, html=f"<p>{'x' * 5000}</p>").as_bytes()
    assert max(len(line) for line in sent.split(b"\r\n")) <= 998
    assert b"\n" not in sent.replace(b"\r\n", b"")


def test_a_dot_alone_in_a_line_does_not_end_the_mail() -> None:
    assert b"\r\n.\r\n" not in _letter(body="before\n.\nafter\n").as_bytes()


@pytest.mark.parametrize("subject", ["one\nBcc: all@example.com", "one\rtwo"])
def test_a_line_break_in_a_header_is_refused(subject: str) -> None:
    with pytest.raises(BadHeaderError):
        _letter(subject=subject).as_bytes()
