"""How long somebody waits for the demo when they start it for the first time."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.test import override_settings

from tests.bench.measuring import Measure, Runs, timed


def measure() -> Measure:
    """Needs an empty database, and leaves the demo in it."""
    with override_settings(DEMO=True):
        seconds = timed(lambda: call_command("seed_demo", stage="running", stdout=io.StringIO()))
    return Measure("seed", "the demo's company and its story", Runs((seconds,)))
