"""What wakes planner and sender up. A lost message costs only time: beat calls them anyway."""

from __future__ import annotations

import logging
import time

from celery import shared_task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from kit.clock import now
from notices.models import Notice
from notices.planning.planner import plan
from notices.sending.sender import send_due

WOKEN = "notices:woken"  # a wake-up is on its way already
WOKEN_FOR = 10  # seconds, should the message be lost
QUIET_FOR = 10  # seconds in which a broker that was away is not asked again

log = logging.getLogger(__name__)


@shared_task
def plan_notices() -> None:
    cache.delete(WOKEN)  # before reading: what comes from now on wakes the next
    if plan(now=now()):
        send_notices.delay()


@shared_task
def send_notices() -> None:
    at = now()
    if send_due(now=at) and Notice.objects.due(now=at).exists():
        send_notices.delay()  # a long queue; one that does not move waits for beat


class Waker:
    """Wakes the planner up, or does without it where the broker is away."""

    def __init__(self) -> None:
        self._not_before = 0.0

    def __call__(self) -> None:
        """Best effort, and quick: a page waits for this."""
        if time.monotonic() < self._not_before:
            return
        try:
            if cache.add(WOKEN, 1, timeout=WOKEN_FOR):
                plan_notices.apply_async(retry=False)
        except (RedisError, OperationalError, OSError) as error:
            self._not_before = time.monotonic() + QUIET_FOR
            log.warning("The broker is away, notices wait for the next round: %s", error)


wake = Waker()
