"""Figures of the queue in the form that Prometheus reads: counts and ages, nothing of people.

They are read from the database when they are asked for, in three queries, so that any web process
answers the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from notices.catalogue import KINDS
from notices.models import Attempt, Notice
from notices.watching.heartbeat import pulses
from notices.watching.queue import Queue, counted, queue_of

SETTLED: dict[str, str] = {
    Notice.State.SENT: "sent",
    Notice.State.FAILED: "failed",
    Notice.State.DROPPED: "dropped",
    Notice.State.SUPERSEDED: "dropped",
}
GONE = "gone"  # the group of kinds that are no longer in the catalogue


def text(*, now: datetime) -> bytes:
    """All of them, as text."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(now))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        yield from self._of_notices()
        yield from self._of_rounds()
        lost = Attempt.objects.filter(outcome=Attempt.Outcome.LOST).count()
        yield CounterMetricFamily(
            "notices_lost_leases", "Attempts whose sender stopped before it knew.", value=lost
        )

    def _of_notices(self) -> Iterator[Metric]:
        """One query, answered from the index by state."""
        rows: list[dict[str, Any]] = [
            dict(row)
            for row in Notice.objects.order_by()
            .values("state", "kind", "way")
            .annotate(all=Count("*"), **counted(now=self.now))
        ]
        yield from self._of_the_queue(queue_of(rows, now=self.now))
        settled: Counter[tuple[str, str, str]] = Counter()
        for row in rows:
            if row["state"] in SETTLED:
                outcome = SETTLED[row["state"]]
                settled[outcome, _group(row["kind"]), row["way"] or "none"] += row["all"]
        family = CounterMetricFamily(
            "notices_settled", "Notices by what became of them.", labels=["outcome", "group", "way"]
        )
        for labels, count in sorted(settled.items()):
            family.add_metric(labels, count)
        yield family
        bundled = sum(row["all"] for row in rows if row["state"] == Notice.State.BUNDLED)
        yield GaugeMetricFamily("notices_bundled", "Notices that wait for a digest.", value=bundled)

    def _of_the_queue(self, found: Queue) -> Iterator[Metric]:
        gauges = [
            ("notices_due", "Notices that are due and not sent.", found.due),
            ("notices_waiting", "Notices to be sent, due or not.", found.waiting),
            (
                "notices_queue_age_seconds",
                "How long the oldest that is due has waited.",
                found.age.total_seconds(),
            ),
        ]
        for name, about, value in gauges:
            yield GaugeMetricFamily(name, about, value=value)

    def _of_rounds(self) -> Iterator[Metric]:
        ages = GaugeMetricFamily(
            "notices_round_age_seconds", "Since the last whole round.", labels=["worker"]
        )
        trouble = GaugeMetricFamily(
            "notices_round_trouble",
            "1 where the last round could not do its work.",
            labels=["worker"],
        )
        for pulse in pulses(now=self.now):
            if pulse.age is not None:
                ages.add_metric([pulse.worker.value], pulse.age.total_seconds())
            trouble.add_metric([pulse.worker.value], float(bool(pulse.trouble)))
        yield from (ages, trouble)


def _group(kind: str) -> str:
    return KINDS[kind].group.value if kind in KINDS else GONE
