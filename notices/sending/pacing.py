"""Writing slowly to mail domains that ask for it, whatever the number of senders."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from notices.models import MailDomain

_TAKE = f"""
INSERT INTO {MailDomain._meta.db_table} AS known (name, free_at) VALUES (%(name)s, %(next)s)
ON CONFLICT (name) DO UPDATE SET free_at = %(next)s WHERE known.free_at <= %(at)s
RETURNING free_at"""  # noqa: S608


def take(email: str, at: datetime) -> datetime | None:
    """None where a mail may go to this address now; else when its domain takes the next one."""
    name = email.rpartition("@")[2].lower()
    pace = settings.MAIL_PACE.get(name, settings.MAIL_PACE.get("*"))
    if pace is None:
        return None
    following = at + timedelta(minutes=1) / pace
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"name": name, "at": at, "next": following})
        if cursor.fetchone():
            return None
    return MailDomain.objects.values_list("free_at", flat=True).get(name=name)
