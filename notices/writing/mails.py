"""One mail: a notice's words in both forms, with what machines read of it."""

from __future__ import annotations

from datetime import datetime

from notices.catalogue import Group, Kind
from notices.models import Notice
from notices.unsubscribing import address_for
from notices.writing import frames
from notices.writing.letter import Letter
from notices.writing.words import Words


def mail(notice: Notice, kind: Kind, words: Words, *, now: datetime) -> Letter:
    """The mail of a notice to a person."""
    person = notice.recipient
    assert person
    unsubscribe = "" if kind.must else address_for(person, kind.group)
    frame = frames.Frame.of(kind, person.language)
    known = {"name": person.short_name, "unsubscribe": unsubscribe}
    headers = {
        "Message-ID": notice.message_id,
        "Auto-Submitted": "auto-generated",
        "Date": format_date(now),
    }
    if unsubscribe:  # RFC 2369 and RFC 8058
        headers["List-Unsubscribe"] = f"<{unsubscribe}>"
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    made = Letter(
        subject=words.title,
        body=frames.as_text(frame, words, **known),
        to=[person.email],
        headers=headers,
    )
    has_links = kind.group == Group.ANNOUNCEMENTS
    html = frames.as_html(frame, words, has_links=has_links, **known)
    made.attach_alternative(html, "text/html")
    return made


def format_date(at: datetime) -> str:
    """As a mail's Date field says it."""
    return at.strftime("%a, %d %b %Y %H:%M:%S +0000")
