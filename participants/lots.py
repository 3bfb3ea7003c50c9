"""The order of lots, which anybody can repeat: SHA-256 of a seed and the code of an application.

Pure: no Django. The seed is drawn elsewhere, and nobody knows it before the draw.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

SEED_LENGTH = 32  # hexadecimal digits: 128 bits


def fingerprint(seed: str, code: str) -> str:
    """SHA-256 of the seed directly followed by the code, both as ASCII text; 64 digits."""
    return hashlib.sha256(f"{seed}{code}".encode("ascii")).hexdigest()


def in_order(seed: str, tiers: Mapping[str, int]) -> list[str]:
    """The codes in the order drawn: lower tiers first, within a tier by fingerprint.

    `tiers` has a tier, from 1, for each code; those of one tier are equals. How they are ordered
    in it does not matter.
    """
    return sorted(tiers, key=lambda code: (tiers[code], fingerprint(seed, code)))
