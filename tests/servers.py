"""The embedded servers for the length of a test run, under `.local/tests`.

The controlling process starts them unless DATABASE_URL and REDIS_URL name others; parallel
workers find them at the same addresses and keep to a database and broker numbers of their own.
"""

from __future__ import annotations

import os
from contextlib import ExitStack

import pytest
from django.conf import settings

from mentorship.embedded import servers

_stack = ExitStack()


@pytest.hookimpl(tryfirst=True)
def pytest_configure() -> None:
    if "PYTEST_XDIST_WORKER" in os.environ:
        return  # the controlling process did it
    if settings.EMBEDDED_DATABASE or settings.EMBEDDED_BROKER:
        _stack.enter_context(
            servers.running(
                settings.LOCAL_DIR,
                database=settings.EMBEDDED_DATABASE,
                broker=settings.EMBEDDED_BROKER,
                for_tests=True,
            )
        )


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    _stack.close()
