"""An announcement's mail before it is sent, as one of those who run the program would get it."""

from __future__ import annotations

from datetime import datetime

from kit.refs import new_ref
from notices.catalogue import KINDS
from notices.models import Announcement, Notice
from notices.sense.announcing import said
from notices.writing.letter import Letter
from notices.writing.mails import mail
from notices.writing.words import reading, write
from people.models import Person


def letter(announcement: Announcement, *, reader: Person, now: datetime) -> Letter:
    """In the reader's language; nothing is recorded or sent."""
    kind = KINDS["announcement"]
    notice = Notice(
        kind=kind.name,
        subject_kind=kind.subject_kind,
        subject_id=announcement.pk,
        recipient=reader,
        message_id=f"<preview.{new_ref()}@{kind.name}.invalid>",
    )
    with reading(reader):
        return mail(notice, kind, write(notice, kind, said(announcement)), now=now)
