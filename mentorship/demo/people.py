"""Whom a visitor of the demo can be."""

from __future__ import annotations

from mentorship.demo.company import ADMINISTRATOR, HR, PASSWORD, PROGRAM_ADMIN


def sign_ins() -> list[tuple[str, str, str]]:
    """Role, address and password of one person for each role, as `make run` prints them."""
    fixed = (("administrator", ADMINISTRATOR), ("HR", HR), ("program admin", PROGRAM_ADMIN))
    return [(role, email, PASSWORD) for role, (email, _name) in fixed]
