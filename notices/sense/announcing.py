"""What those who run a program announce: their own words, to those it is meant for."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from notices.models import Announcement, Notice
from notices.sense import Material, Reason, Sense, address, still

PRESENT = ("applied", "waitlisted", "admitted")  # who has withdrawn or was declined hears no more


def _announcements(now: datetime) -> QuerySet[Announcement]:
    return Announcement.objects.select_related("program", "written_by")


def _words(notice: Notice, found: Announcement, now: datetime) -> Material:
    mine = found.program.participants.filter(person=notice.recipient_id, state__in=PRESENT)
    still(mine.exists(), Reason.NOT_RECIPIENT)
    return said(found)


def said(found: Announcement) -> Material:
    """What its mail may say, to whomever."""
    return {
        "program": found.program,
        "announcement": found,
        "by": found.written_by.name if found.written_by else "",
        "link": address("program", found.program.ref),
    }


announcement = Sense(_announcements, _words)
