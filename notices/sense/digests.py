"""A digest: what waited for it and still makes sense. It is never empty."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from notices.models import Notice
from notices.sense import Material, Reason, Sense, address, still
from people.models import Person


def _people(now: datetime) -> QuerySet[Person]:
    return Person.objects.active()


def _words(notice: Notice, person: Person, now: datetime) -> Material:
    """The sender has dropped before what has lost its sense meanwhile."""
    carried = notice.bundled.filter(state=Notice.State.BUNDLED).order_by("due_at", "id")
    items = list(carried.values_list("title", "link"))
    still(items, Reason.NOTHING)
    return {
        "items": items,
        "count": len(items),
        "link": address("inbox"),
    }


digest = Sense(_people, _words)
