from __future__ import annotations

import re

from tests.matching.golden.telling import GOLDEN, cases, told

OF_SOMEBODY = re.compile(r"\b(he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)


def test_what_people_read_is_what_was_agreed_on() -> None:
    """Where a change is meant: `python -m tests.matching.golden`, and read the difference."""
    assert told() == GOLDEN.read_text()


def test_the_cases_are_many_and_each_is_another() -> None:
    names = [case["name"] for case in cases()]
    assert len(names) >= 25
    assert len(set(names)) == len(names)


def test_nobody_is_called_he_or_she() -> None:
    assert not OF_SOMEBODY.search(GOLDEN.read_text())
