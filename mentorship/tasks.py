"""What beat wakes up that spans several apps."""

from __future__ import annotations

from celery import shared_task

from kit.clock import now
from mentorship import choosing


@shared_task
def settle_choosing() -> None:
    """Requests that came to nothing lapse; programs that have begun run."""
    choosing.settle(at=now())
