"""Accounts of people whose last day has come."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from history.recording import record
from people.models import Person
from people.roles import Role, administrators_without


@transaction.atomic
def close_accounts(*, on: date, at: datetime) -> int:
    """Close the accounts of those who have left by the day `on`; how many were closed.

    The last administrator's stays open until somebody else has the role.
    """
    leavers = Person.objects.active().filter(employment__left_on__lte=on)
    leavers = leavers.select_related("employment").order_by("pk")
    if not administrators_without(set(leavers.values_list("pk", flat=True))):
        leavers = leavers.exclude(role_grants__role=Role.ADMINISTRATOR)
    closed = list(leavers)
    for person in closed:
        person.is_active = False
        person.save(update_fields=["is_active"])
        left_on = person.employment.left_on
        record("person.left", person, by=None, at=at, left_on=left_on and left_on.isoformat())
    return len(closed)
