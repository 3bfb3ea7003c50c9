"""The problem as given, and whether an assignment keeps its rules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from matching.aims import Aim
from matching.certificate.claims import Bools, BrokenRuleError, CertificateError, Floats, Ints


@dataclass(frozen=True)
class Given:
    """The arguments of `matching.assignment.assign`."""

    scores: Floats
    seats: Ints
    counts: Bools | None  # mentors whose first mentee counts
    wished: Floats | None
    least: Ints | None
    lacking: Ints | None

    @classmethod
    def of(
        cls,
        scores: ArrayLike,
        capacity: ArrayLike,
        spread: bool | ArrayLike,
        wished: ArrayLike | None,
        least: ArrayLike | None,
        lacking: ArrayLike | None,
    ) -> Given:
        """`ValueError` where there is no such problem."""
        table = np.asarray(scores, dtype=np.float64)
        if table.ndim != 2 or np.isinf(table).any():
            raise ValueError("Scores are a table of mentees by mentors, of finite numbers or NaN.")
        seats = _whole(capacity, table)
        first = None if lacking is None else np.asarray(lacking, dtype=np.int64)
        groups = None if least is None else np.asarray(least, dtype=np.int64)
        begun = np.zeros_like(seats, np.bool_) if first is None else first > 0
        if groups is not None:
            groups = np.where(begun, 0, groups)  # their groups exist, however small
            seats = np.where(groups > seats, 0, seats)  # room for less than a group is none
        counts = np.broadcast_to(np.asarray(spread, dtype=np.bool_), seats.shape)
        unspread = isinstance(spread, bool) and not spread
        return cls(
            table,
            seats,
            None if unspread else counts & (seats > 0) & ~begun,
            None if wished is None else np.asarray(wished, dtype=np.float64).reshape(table.shape),
            groups,
            None if first is None else np.minimum(first, seats),
        )

    @property
    def smallest(self) -> Ints:
        """With how many mentees each mentor has a group, at least."""
        return np.ones_like(self.seats) if self.least is None else np.maximum(1, self.least)

    def match(self, aim: Aim) -> None:
        """Raises where the prices speak of other aims than were asked about."""
        given = (self.lacking, self.counts, self.wished)
        if [one is not None for one in given] != [aim.groups_first, aim.spread, aim.wishes_first]:
            raise CertificateError("The prices speak of other aims than were asked about.")

    def columns(self, claimed: ArrayLike) -> Ints:
        """The columns claimed: whole numbers from -1 to the last mentor, one for each mentee."""
        columns = np.asarray(claimed)
        mentees, mentors = self.scores.shape
        if columns.shape != (mentees,) or columns.dtype.kind not in "iu":
            raise BrokenRuleError(f"There must be one column for each of {mentees} mentees.")
        whole = columns.astype(np.int64)
        if np.any((whole < -1) | (whole >= mentors)):
            raise BrokenRuleError("An assignment names a mentor who is not there.")
        return whole

    def used(self, mentor_of: Ints) -> Ints:
        """How many mentees each mentor has; raises where the assignment breaks a rule."""
        rows = np.flatnonzero(mentor_of >= 0)
        forbidden = np.isnan(self.scores[rows, mentor_of[rows]])
        if forbidden.any():
            worst = int(rows[int(np.flatnonzero(forbidden)[0])])
            raise BrokenRuleError(f"Mentee {worst} is with a mentor who is not allowed.")
        used = np.bincount(mentor_of[rows], minlength=self.seats.size)
        if np.any(used > self.seats):
            over = int(np.flatnonzero(used > self.seats)[0])
            raise BrokenRuleError(
                f"Mentor {over} has {used[over]} mentees and room for {self.seats[over]}."
            )
        if self.least is not None and np.any((used > 0) & (used < self.least)):
            small = int(np.flatnonzero((used > 0) & (used < self.least))[0])
            raise BrokenRuleError(
                f"Mentor {small} has a group of {used[small]}; the least is {self.least[small]}."
            )
        return used


def _whole(capacity: ArrayLike, table: Floats) -> Ints:
    """The seats as they count: nobody has more mentees than there are."""
    seats = np.asarray(capacity)
    if seats.shape != table.shape[1:]:
        raise ValueError("There is one capacity for each mentor.")
    if not _is_countable(seats):
        raise ValueError("A capacity is a whole number from 0 up.")
    whole: Ints = np.minimum(seats, len(table)).astype(np.int64)
    return whole


def _is_countable(seats: NDArray[Any]) -> bool:
    return seats.dtype.kind in "biuf" and all(
        math.isfinite(one) and one >= 0 and one == int(one) for one in seats.tolist()
    )
