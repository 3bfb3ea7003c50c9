"""What the worker does for the directory. The row is the truth; a message only wakes."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError

from kit.clock import now, today
from people import leaving
from people.directory import stages
from people.models import DirectoryImport

logger = logging.getLogger(__name__)


@shared_task
def check_import(import_id: int) -> None:
    stages.check(import_id, clock=now, on=today())


@shared_task
def apply_import(import_id: int) -> None:
    stages.apply(import_id, clock=now, on=today())


@shared_task
def wake_imports() -> None:
    """The backstop, every minute: what a lost message or a dead worker left behind."""
    for one in stages.stuck(at=now()):
        wake(one)


@shared_task
def close_accounts() -> None:
    """Once an hour: people whose last day has come."""
    leaving.close_accounts(on=today(), at=now())


def wake(one: DirectoryImport) -> bool:
    """Tell a worker that the import waits. False where the broker cannot be reached."""
    reading = one.state in (DirectoryImport.State.WAITING, DirectoryImport.State.CHECKING)
    task: Any = check_import if reading else apply_import
    try:
        task.delay(one.pk)
    except OperationalError:
        logger.warning("The broker cannot be reached: import %s waits.", one.ref)
        return False
    return True
