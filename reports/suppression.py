"""Which figures may be shown without telling about somebody: groups under five stay hidden.

The rules, and why they hold together:

*Primary.* A group of one to four people is hidden. Where a group is split (stayed and left), the
split is hidden if one side has one to four people, or if nobody is on the good side: "all of them
left" tells of each. A side of nobody is shown where it is good news ("nobody left").

*Secondary.* What is hidden must not come back by taking the rest from the total. So hidden rows are
never alone, and together they hold at least five people on every side (or nobody), and no number
that only one set of small groups adds up to. Otherwise the next rows are hidden too, in the order
given, and at last the total itself. That order must not depend on the counts (the name, the size of
a department): hiding the smallest row first would tell those who know the rule how small it is.

*One table at a time.* This is enough for rows that add up to one total. Pages therefore publish no
cross of two dimensions, and every figure over several months is put together from published months.
Where everybody's figures are known from elsewhere (who is employed and who left is in the HR
system), those outside a group are known once those inside are: both splits go into the row.

What is hidden first and what second looks the same to the reader.

The threshold rule and complementary suppression are those of Hundepool et al., "Statistical
Disclosure Control" (2012), chapters 4 and 5; a width of at least five for every hidden number is
their "sliding protection" with this threshold.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

THRESHOLD = 5

K = TypeVar("K", bound=Hashable)
Split = tuple[int, ...]  # how a group falls apart; the good side stands first


@dataclass(frozen=True)
class Hidden(Generic[K]):
    """The rows of a table that stay hidden, and whether its total does too."""

    rows: frozenset[K]
    total: bool = False

    def __contains__(self, row: object) -> bool:
        return row in self.rows


def is_small(count: int) -> bool:
    """Whether so many people are somebody, and too few to speak of."""
    return 0 < count < THRESHOLD


def tells(split: Split) -> bool:
    """Whether showing how a group falls apart would tell about one to four people, or about all."""
    return any(is_small(side) for side in split) or (sum(split) > 0 and split[0] == 0)


def hide_groups(sizes: Mapping[K, int]) -> Hidden[K]:
    """Which groups to hide so that no group of one to four can be worked out.

    `sizes` are the people in each row, the rows in the order in which they may be given up; they
    add up to the total. Rows of nobody are left as they are: there is nobody to tell about.
    """
    return hide_rows({row: (size,) for row, size in sizes.items()})


def hide_rows(rows: Mapping[K, tuple[int, ...]]) -> Hidden[K]:
    """As `hide_groups`, where a row has several groups: inside and outside of a program, say.

    They are hidden together, since either follows from the other and the whole, which is known.
    """
    people = {row: tuple((size,) for size in sizes) for row, sizes in rows.items() if any(sizes)}
    return _hide(people, primary={row for row in people if any(map(is_small, rows[row]))})


def hide_splits(
    rows: Mapping[K, tuple[Split, ...]], *, already: Collection[K] = frozenset()
) -> Hidden[K]:
    """Which rows must not show how they fall apart.

    Each row has one split or several (inside and outside of a program, say), every row the same.
    `already` are rows whose very size is hidden.
    """
    people = {row: splits for row, splits in rows.items() if any(map(sum, splits))}
    primary = {row for row, splits in people.items() if any(map(tells, splits))}
    return _hide(people, primary=primary | (set(already) & people.keys()))


def _hide(rows: Mapping[K, tuple[Split, ...]], *, primary: set[K]) -> Hidden[K]:
    hidden = set(primary)
    shown = [row for row in rows if row not in hidden]
    while hidden and not _is_safe([rows[row] for row in hidden]):
        if not shown:
            return Hidden(frozenset(hidden), total=True)
        hidden.add(shown.pop(0))
    return Hidden(frozenset(hidden))


def _is_safe(hidden: list[tuple[Split, ...]]) -> bool:
    """Whether the sum of the hidden rows, which anybody can work out, may be known."""
    sums = [tuple(map(sum, zip(*splits, strict=True))) for splits in zip(*hidden, strict=True)]
    pinned = {len(hidden), len(hidden) * (THRESHOLD - 1)}  # all of them one, or all of them four
    return (
        len(hidden) > 1
        and not any(map(tells, sums))
        and not any(side in pinned for sides in sums for side in sides)
    )


N = TypeVar("N", bound=Hashable)


def share_a_total(tables: Mapping[N, tuple[Hidden[K], Collection[K]]]) -> dict[N, Hidden[K]]:
    """Tables whose rows add up to the same total, each with what it hides and its rows.

    Where one of them must hide the total, none may show it or the rows that make it up.
    """
    if any(hidden.total for hidden, _rows in tables.values()):
        return {name: Hidden(frozenset(rows), total=True) for name, (_, rows) in tables.items()}
    return {name: hidden for name, (hidden, _rows) in tables.items()}
