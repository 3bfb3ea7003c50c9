"""What those who run a program announce: their own words, to those it is meant for."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet

from notices.models import Announcement, Notice
from notices.sense import Material, Reason, Sense, address, still
from participants.models import Participant

PRESENT = ("applied", "waitlisted", "admitted")  # who has withdrawn or was declined hears no more


def _announcements(now: datetime) -> QuerySet[Any]:
    """Each with the ids of all who are in its program now: it has many readers."""
    there = Participant.objects.filter(program=OuterRef("program"), state__in=PRESENT)
    return Announcement.objects.select_related("program", "written_by").annotate(
        there=ArraySubquery(there.order_by().values("person"))
    )


def _words(notice: Notice, found: Any, now: datetime) -> Material:
    still(notice.recipient_id in found.there, Reason.NOT_RECIPIENT)
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
