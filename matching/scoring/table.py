"""Scores and rules of a whole pool."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

import numpy as np
from scipy.sparse import csr_array, hstack

from matching.scoring.arrays import Bools, Floats, Ints
from matching.scoring.criteria import ALWAYS, Criteria, applying_to
from matching.scoring.people import Pool
from matching.scoring.rules import Pairs, Rule, rule_of
from matching.scoring.values import Value, fit, value_of

ROWS_AT_ONCE = 512


class Table:
    """Rows are mentees, columns mentors, in the order of the pool."""

    def __init__(self, pool: Pool, criteria: Criteria) -> None:
        self.pool = pool
        self.criteria = criteria
        self.shares: Mapping[str, float] = criteria.shares_among(applying_to(pool))

    def scores(self) -> Floats:
        """The score of each two, NaN where a rule keeps them apart."""
        table = np.empty((len(self.pool.mentees), len(self.pool.mentors)))
        for rows in self.blocks():
            table[rows] = self.block(rows)
        return table

    def blocks(self, size: int = ROWS_AT_ONCE) -> Iterator[slice]:
        """All rows, so many at a time."""
        count = len(self.pool.mentees)
        for start in range(0, count, size):
            yield slice(start, min(start + size, count))

    def block(self, rows: slice) -> Floats:
        """The scores of some mentees with all mentors."""
        scores = self._points(rows)
        np.copyto(scores, np.nan, where=self._apart(rows))
        return scores

    def between(self, rows: Ints, columns: Ints) -> dict[str, Floats]:
        """The points of each criterion for the pairs (rows[k], columns[k]), whatever the rules."""
        return {
            name: 100.0 * self.shares[name] * value.between(rows, columns)
            for name, value in self._values.items()
        }

    def parts(self, mentor_of: Ints) -> list[dict[str, float]]:
        """The points of each criterion for each mentee with the mentor given (-1: none)."""
        placed = np.flatnonzero(mentor_of >= 0)
        points = {
            name: found.tolist() for name, found in self.between(placed, mentor_of[placed]).items()
        }
        parts: list[dict[str, float]] = [{} for _mentee in self.pool.mentees]
        for at, row in enumerate(placed):
            parts[row] = {name: found[at] for name, found in points.items()}
        return parts

    def broken(self, rows: slice, *, despite: bool = True) -> dict[str, Bools]:
        """For each hard rule that is on, where it keeps two apart.

        With `despite=False` also where the two are locked in spite of it.
        """
        found: dict[str, Bools] = {}
        for name, rule in self._rules.items():
            mask = self._nowhere(rows)
            rule.mark(mask, rows)
            if despite and name not in ALWAYS:
                mask[self._despite.within(rows)] = False
            found[name] = mask
        return found

    def fit(self, levels_above: int) -> float:
        """How well a mentor so many levels above teaches a skill, from 0 to 1."""
        return fit(levels_above, self.criteria)

    # --- How it is reckoned -----------------------------------------------------------------

    @cached_property
    def _values(self) -> dict[str, Value]:
        """Those of the criteria that have weight."""
        return {
            name: value_of(name, self.pool, self.criteria)
            for name, share in self.shares.items()
            if share
        }

    @cached_property
    def _rules(self) -> dict[str, Rule]:
        return {name: rule_of(name, self.pool, self.criteria) for name in self.criteria.rules}

    @cached_property
    def _despite(self) -> Pairs:
        return Pairs.of(self.pool.at(self.pool.despite))

    def _nowhere(self, rows: slice) -> Bools:
        return np.zeros((rows.stop - rows.start, len(self.pool.mentors)), dtype=np.bool_)

    def _points(self, rows: slice) -> Floats:
        """All values times their shares: one product of a sparse matrix with a dense one."""
        if not self._values:
            return np.zeros((rows.stop - rows.start, len(self.pool.mentors)))
        of_mentees: list[csr_array] = []
        of_mentors: list[Floats] = []
        for name, value in self._values.items():
            left, right = value.factors(rows)
            of_mentees.append(left * (100.0 * self.shares[name]))
            of_mentors.append(right)
        points: Floats = hstack(of_mentees, format="csr") @ np.vstack(of_mentors)
        for name, value in self._values.items():
            at, columns, more = value.besides(rows)
            points[at, columns] += 100.0 * self.shares[name] * more
        return points

    def _apart(self, rows: slice) -> Bools:
        mask = self._nowhere(rows)
        for name, rule in self._rules.items():
            if name not in ALWAYS:
                rule.mark(mask, rows)
        mask[self._despite.within(rows)] = False
        for name in ALWAYS:
            self._rules[name].mark(mask, rows)
        return mask
