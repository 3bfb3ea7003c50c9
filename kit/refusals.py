"""What the code raises when somebody asks for what cannot be."""

from __future__ import annotations


class Refused(Exception):
    """What was asked cannot be done; `str()` tells the one who asked why and what to do instead.

    Each activity has refusals of its own, named for the reason. A mistake in data or code is no
    refusal: it is named `…Error`.
    """
