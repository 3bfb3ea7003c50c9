"""Sending again by hand what was given up."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from history.models import Event
from history.recording import record_many
from notices.models import Notice
from people.models import Person


@transaction.atomic
def retry_failed(*, by: Person, at: datetime) -> int:
    """Owe every failed notice once more; how many they were."""
    failed = list(Notice.objects.failed().select_for_update().only("pk", "program_id"))
    record_many(
        [
            Event(
                verb="notice.retried",
                subject_kind=Notice._meta.label_lower,
                subject_id=one.pk,
                program_id=one.program_id,
                by_id=by.pk,
                at=at,
            )
            for one in failed
        ]
    )
    return Notice.objects.filter(pk__in=[one.pk for one in failed]).owe_again(at=at)
