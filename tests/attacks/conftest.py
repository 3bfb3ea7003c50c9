from __future__ import annotations

import pytest

from tests.attacks.house import House, built


@pytest.fixture
def house(db: None) -> House:
    """A program with everything in it, and everybody around it."""
    return built()
