"""Who stands above whom: managers, their managers, and so on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from django.db import connection

_ABOVE = """
WITH RECURSIVE above (employment, manager) AS (
    SELECT id, manager_id FROM people_employment
    WHERE id = ANY(%s) AND manager_id IS NOT NULL
  UNION
    SELECT above.employment, next.manager_id
    FROM above JOIN people_employment next ON next.id = above.manager
    WHERE next.manager_id IS NOT NULL
)
SELECT employment, manager FROM above WHERE employment <> manager
"""  # UNION drops what was seen, so that a circle ends


def chain_above(employment_ids: Collection[int]) -> dict[int, set[int]]:
    """All managers above each employment, by employment id; empty sets included. One query."""
    above: defaultdict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [list(employment_ids)])
        for employment, manager in cursor.fetchall():
            above[employment].add(manager)
    return {employment: above[employment] for employment in employment_ids}
