"""The page `apply`."""

from __future__ import annotations
