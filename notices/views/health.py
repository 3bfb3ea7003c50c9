from __future__ import annotations

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.clock import now
from notices.heartbeat import pulses


@require_safe
@never_cache
@audience(Audience.ANYONE)
def health(request: HttpRequest) -> JsonResponse:
    """For monitors: 200 while all is well; 503 where the database or the notices stand still."""
    try:
        found = pulses(now=now())
    except (DatabaseError, InterfaceError):
        return JsonResponse({"status": "red", "database": "away"}, status=503)
    ages = {
        f"{pulse.worker}_age_seconds": None if pulse.age is None else int(pulse.age.total_seconds())
        for pulse in found
    }
    well = all(pulse.is_alive for pulse in found)
    status = {"status": "ok" if well else "red", "database": "ok"}
    return JsonResponse(status | ages, status=200 if well else 503)
