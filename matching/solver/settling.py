"""One stage of an assignment solved exactly, its prices, and what it leaves to the next stage.

A stage is a table of whole numbers held in float64, mentees by columns, a column being one or more
seats of a mentor that are worth the same. The solver adds and subtracts them without rounding as
long as they stay below 2**53. Its optimum comes with prices (the dual of the linear program), and
by complementary slackness an assignment is a best one exactly if it

- uses only places that are tight: worth = what the mentee gains + the column's price,
- places each mentee who gains anything, and
- fills each column that has a price (Schrijver, Combinatorial Optimization, 2003, section 17.4).

That is the face the next stage works on: `Face`. There, mentees and columns that must be served are
worth a reward more than any chain of exchanges can win, so all of them are served (some assignment
does so); taking the reward off again gives the stage's own prices, which may be below nothing where
the price of an earlier stage was above. Stage by stage this makes lexicographically ordered prices
without ever holding a number that needs more than two levels (Isermann, Linear lexicographic
optimization, OR Spektrum 4, 1982).

The smallest prices are the longest ways in the graph of exchanges that the solution leaves open: a
mentor wanted by somebody who got nobody costs what is missed, and whoever could move on to another
mentor passes the price on (Bellman and Ford, on whole rows at once, and only those whose column's
price rose). Where all want the same few, such ways are as long as there are mentees; then blocks of
rows, those first who have least, pass prices on among themselves before they do to everybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]

NOBODY = -1
EXACT = 2.0**50  # whole numbers up to here, added three or four times, stay exact in float64
_ROWS_AT_ONCE = 256
_FEW_TURNS = 20  # in as many most prices are found without more ado


@dataclass
class Face:
    """What the best answers so far have in common; narrowed by each stage."""

    open: Bools  # mentees by columns: the places that a best answer may use
    mentees: Bools  # those whom every best answer places
    columns: Bools  # those that every best answer fills

    @classmethod
    def whole(cls, places: Bools) -> Face:
        mentees, columns = places.shape
        return cls(places, np.zeros(mentees, dtype=np.bool_), np.zeros(columns, dtype=np.bool_))

    @property
    def bound(self) -> bool:
        return bool(self.mentees.any() or self.columns.any())


def reward_over(chain: float) -> float:
    """A reward that outweighs whatever a chain of exchanges, worth at most `chain`, can win."""
    return 2.0 * chain + 1.0


def settle(
    worth: Floats, room: Ints, face: Face, chain: float, *, narrow: bool = True
) -> tuple[Ints, Floats]:
    """The best answer of this stage on `face` (a column for each mentee, or -1), and the prices.

    `worth` is used up. `room` is the number of seats of each column; `chain` more than any chain of
    exchanges can win or lose. With `narrow` the face is narrowed to the best answers.
    """
    reward = reward_over(chain)
    bound = face.bound
    if bound:
        worth += reward * face.mentees[:, None]
        worth += reward * face.columns
    worth[~face.open] = 0.0
    worse_than_nobody = worth < 0
    if worse_than_nobody.any():
        worth[worse_than_nobody] = 0.0
        if narrow:
            face.open = face.open & ~worse_than_nobody
    column_of = most_worth(worth, room)
    prices = smallest_prices(worth, column_of)
    own = prices - reward * face.columns if bound else prices
    if narrow:
        _narrow(face, worth, prices)
    return column_of, own


def most_worth(worth: Floats, room: Ints) -> Ints:
    """The column of each mentee, the sum of `worth` being the largest possible.

    No columns for "nobody" are needed: a place that is not open is worth nothing, so whoever the
    solver puts on one is simply left without a mentor.
    """
    column_of = np.full(worth.shape[0], NOBODY, dtype=np.int64)
    able = worth > 0
    rows = np.flatnonzero(able.any(axis=1))
    useful = np.minimum(room, np.count_nonzero(able, axis=0))
    seat = np.repeat(np.arange(len(room), dtype=np.int64), useful)
    if not rows.size or not seat.size:
        return column_of
    everyone = rows.size == worth.shape[0] and np.array_equal(seat, np.arange(worth.shape[1]))
    cost = worth.copy() if everyone else worth[np.ix_(rows, seat)]
    np.negative(cost, out=cost)
    at, taken = linear_sum_assignment(cost)
    real = cost[at, taken] < 0
    column_of[rows[at[real]]] = seat[taken[real]]
    return column_of


def smallest_prices(worth: Floats, column_of: Ints) -> Floats:
    """The smallest price per column at which everybody is content with what they have."""
    prices = np.zeros(worth.shape[1])
    alone = column_of == NOBODY
    for rows in _blocks(np.flatnonzero(alone)):
        np.maximum(prices, worth[rows].max(axis=0), out=prices)
    placed = np.flatnonzero(~alone)
    own = worth[placed, column_of[placed]]
    columns = column_of[placed]
    passed_on = np.full(placed.size, -1.0)  # the price of each one's column when they last did
    for turn in range(worth.shape[1] + 1):
        moved = np.flatnonzero(prices[columns] > passed_on)
        if not moved.size:
            return prices
        if turn >= _FEW_TURNS:
            moved = moved[np.argsort(own[moved], kind="stable")]
        for some in _blocks(moved):
            block = worth[placed[some]]
            if turn >= _FEW_TURNS:
                _among_themselves(block, own[some], columns[some], prices)
            passed_on[some] = prices[columns[some]]
            block -= (own[some] - passed_on[some])[:, None]
            np.maximum(prices, block.max(axis=0), out=prices)
    raise ArithmeticError("The solver's answer can be bettered; this must not happen.")


def _among_themselves(worth: Floats, own: Floats, columns: Ints, prices: Floats) -> None:
    """Raise the prices of the columns that these rows have until they are content among those."""
    theirs, at = np.unique(columns, return_inverse=True)
    worth = worth[:, theirs] - own[:, None]
    own_prices = prices[theirs]
    moved = np.arange(own.size)
    for _ in range(theirs.size + 1):
        higher = np.maximum(own_prices, (worth[moved] + own_prices[at[moved], None]).max(axis=0))
        moved = np.flatnonzero((higher > own_prices)[at])
        own_prices = higher
        if not moved.size:
            prices[theirs] = own_prices
            return
    raise ArithmeticError("The solver's answer can be bettered; this must not happen.")


def _blocks(rows: Ints) -> list[Ints]:
    return [rows[at : at + _ROWS_AT_ONCE] for at in range(0, rows.size, _ROWS_AT_ONCE)]


def _narrow(face: Face, worth: Floats, prices: Floats) -> None:
    """Keep the tight places, and remember who gains and which columns cost anything."""
    worth -= prices
    gains = np.maximum(worth.max(axis=1, initial=0.0), 0.0)
    face.open = face.open & (worth == gains[:, None])
    face.mentees = face.mentees | (gains > 0)
    face.columns = face.columns | (prices > 0)
