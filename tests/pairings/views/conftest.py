from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _clock_stands(stopped_clock: None) -> None:
    """Every page is asked for at NOW."""
