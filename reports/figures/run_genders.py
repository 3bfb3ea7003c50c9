"""The split by gender of a run as it was published: kept, since two of them tell what one does not.

Whoever runs the program knows by name who is in the pool. Read anew from the records, the split
would tell of each record that was mended or erased since. And the split of a pool that differs from
that of another program by few people would tell of these few, one subtracted from the other; so
there is none where that is so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from matching.models import LeftOut, Proposal, Publication, Run
from reports.figures.run_sheet import Group, read, split_by_gender
from reports.statistics import Interval
from reports.suppression import is_small


def to_keep(run: Run) -> list[dict[str, Any]]:
    """The groups that may be shown of a run, at the moment when it is published. Five queries."""
    if run.round > 1 or not _may_stand_beside_others(run):
        return []
    return [_plain(group) for group in split_by_gender(read(run))]


def kept(publication: Publication) -> list[Group]:
    """What `to_keep` gave then."""
    return [_group(told) for told in publication.by_gender]


def _may_stand_beside_others(run: Run) -> bool:
    """Whether no split that is shown differs from this one by a few people only."""
    shown = Publication.objects.exclude(run=run).exclude(by_gender=[]).values_list("run", flat=True)
    pools = _pools([run.pk, *shown])
    own = pools.pop(run.pk, set())
    return not any(_tell_of_few(own, other) for other in pools.values())


def _tell_of_few(one: Collection[int], other: Collection[int]) -> bool:
    """Of the same people two splits tell whose record was changed between them."""
    one, other = set(one), set(other)
    differences = (len(one - other), len(other - one))
    return bool(one & other) and (
        differences == (0, 0) or any(few > 0 and is_small(few) for few in differences)
    )


def _pools(runs: Collection[int]) -> dict[int, set[int]]:
    """The persons in the pool of each run."""
    pools: dict[int, set[int]] = defaultdict(set)
    for model in (Proposal, LeftOut):
        rows = model.objects.filter(run__in=runs).order_by()
        for run, person in rows.values_list("run", "mentee__person"):
            pools[run].add(person)
    return pools


def _plain(group: Group) -> dict[str, Any]:
    spread = group.spread and [group.spread.low, group.spread.high]
    return vars(group) | {"spread": spread}


def _group(told: dict[str, Any]) -> Group:
    return Group(**told | {"spread": told["spread"] and Interval(*told["spread"])})
