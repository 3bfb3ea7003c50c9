from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reports.charts import Chart
from reports.tables import Table


@dataclass(frozen=True)
class Figure:
    """One of the few large figures on top of a page."""

    figure: str
    label: str
    sub: str = ""


@dataclass(frozen=True)
class Answer:
    """What a page of a report shows. An empty one says what must happen first."""

    sentence: str
    is_empty: bool = False
    figures: Sequence[Figure] = ()
    charts: Sequence[Chart] = ()
    multiples: Sequence[tuple[str, str, Chart]] = ()  # name, latest figure in words, small chart
    tables: Sequence[Table] = field(default_factory=list)

    @property
    def has_hidden(self) -> bool:
        return any(table.has_hidden for table in self.tables)
