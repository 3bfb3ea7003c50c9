from __future__ import annotations

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import Audience, audience
from notices.models import Round
from notices.watching.heartbeat import Pulse, pulses
from notices.watching.queue import Queue, failed_lately, queue


@require_safe
@never_cache
@audience(Audience.ANYONE)
def health(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 while planner and sender do their rounds; 503 where one stands still.

    A mail server that is away, or a queue that does not move, is told, but is no 503: whoever
    restarts us for it mends nothing. What the server answered is for administrators alone.
    """
    now = clock.now()
    try:
        found, waiting, failed = pulses(now=now), queue(now=now), failed_lately(now=now)
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "red", "database": "away"}, status=503)
    well = all(pulse.is_alive for pulse in found)
    return JsonResponse(_told(found, waiting, failed, well=well), status=200 if well else 503)


def _told(found: list[Pulse], waiting: Queue, failed: int, *, well: bool) -> dict[str, object]:
    ages = {
        f"{pulse.worker}_age_seconds": None if pulse.age is None else int(pulse.age.total_seconds())
        for pulse in found
    }
    away = any(pulse.trouble for pulse in found if pulse.worker == Round.Worker.SENDER)
    in_trouble = away or waiting.is_stuck
    return {
        "status": "red" if not well else "trouble" if in_trouble else "ok",
        "database": "ok",
        "mail_server": "away" if away else "ok",
        **ages,
        "queue_age_seconds": waiting.age_seconds,
        "failed_last_hour": failed,
    }
