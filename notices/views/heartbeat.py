from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit import clock
from kit.access import Audience, audience
from notices.watching.heartbeat import pulses
from notices.watching.queue import failed_lately, queue, unknown
from notices.watching.throughput import of_last_day
from people.requests import PersonRequest


@require_safe
@never_cache
@audience(Audience.ADMINISTRATOR)
def heartbeat(request: PersonRequest) -> HttpResponse:
    """Whether notices are planned and sent; the page asks itself again every ten seconds."""
    now = clock.now()
    found, hours = pulses(now=now), of_last_day(now=now)
    context = {
        "pulses": found,
        "stopped": [pulse for pulse in found if not pulse.is_alive],
        "troubles": [pulse for pulse in found if pulse.is_alive and pulse.trouble],
        "queue": queue(now=now),
        "unknown": unknown(now=now),
        "failed_lately": failed_lately(now=now),
        "hours": hours,
        "most": max([hour.sent for hour in hours], default=0) or 1,
        "sent": sum(hour.sent for hour in hours),
        "failed": sum(hour.failed for hour in hours),
        "now": now,
    }
    return render(request, "notices/heartbeat.html", context)
