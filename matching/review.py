"""What an admin looks at in a run: proposals with their parts and words, and rulings made since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from matching import criteria, explaining
from matching.models import Proposal, Ruling, Run
from participants.models import Participant

_GAP = 0.6  # between two segments of a bar of 100
ORDERS = {
    "": ("mentee__person__name", "pk"),
    "mentor": ("mentor__person__name", "pk"),
    "lowest": ("score", "pk"),
    "highest": ("-score", "pk"),
}


@dataclass(frozen=True)
class Reviewed:
    """A proposal as it is shown; ready made where a page shows it by the dozen."""

    proposal: Proposal
    mentee_title: str
    mentor_title: str
    points: str
    bar: str  # the points of each criterion as an SVG path: see `bar_of`
    told: SafeString  # the parts as items of a list
    sentence: str
    ruling: Ruling | None

    @property
    def is_locked(self) -> bool:
        return self.ruling is not None and self.ruling.kind == Ruling.Kind.LOCK


_SHOWN = ("score", "parts", "reasons", "is_locked", "run_id") + tuple(
    f"{role}__{field}"
    for role in ("mentor", "mentee")
    for field in ("ref", "person__ref", "person__name", "person__employment__job_title")
)


def bar_of(parts: Iterable[tuple[float, float]]) -> str:
    """A bar of segments as wide as (most, points) allow, each filled as far as it was reached."""
    drawn, start = [], 0.0
    for most, points in parts:
        width = min(points, most) - _GAP
        if width > 0:
            drawn.append(f"M{start:.1f} 0h{width:.1f}v6h-{width:.1f}z")
        start += most
    return "".join(drawn)


def proposals_of(run: Run, *, words: str = "", order: str = "") -> QuerySet[Proposal]:
    """The proposals of a run that fit the words, in one of `ORDERS`."""
    found: QuerySet[Proposal] = run.proposals.with_people().only(*_SHOWN).about(words)
    return found.order_by(*ORDERS.get(order, ORDERS[""]))


@dataclass(frozen=True)
class Counting:
    """A criterion that has a share in a run's scores: its label, safe to show, and its most."""

    name: str
    label: SafeString
    most: float


def counting_in(run: Run) -> list[Counting]:
    """What counts in the scores of `run`. One query where questions of the program's own do."""
    shares = criteria.shares_of(run)
    return [
        Counting(name, escape(about.label), 100 * shares[name])
        for name, about in criteria.words_of(shares).items()
        if shares[name]
    ]


def reviewed(counting: list[Counting], proposals: Iterable[Proposal]) -> list[Reviewed]:
    """Each with the parts of its score, its sentence and the ruling on the two. One query."""
    shown = list(proposals)
    rulings = Ruling.objects.filter(mentee__in=[one.mentee_id for one in shown])
    ruling_on = {(one.mentor_id, one.mentee_id): one for one in rulings}
    so_many_of = _("%(points)s of %(most)s")
    return [_reviewed(one, counting, so_many_of, ruling_on) for one in shown]


def _reviewed(
    one: Proposal,
    counting: list[Counting],
    so_many_of: str,
    ruling_on: Mapping[tuple[int, int], Ruling],
) -> Reviewed:
    parts = [(part, one.parts.get(part.name, 0.0)) for part in counting]
    return Reviewed(
        proposal=one,
        mentee_title=_title(one.mentee),
        mentor_title=_title(one.mentor),
        points=str(round(one.score)),
        bar=bar_of((part.most, points) for part, points in parts),
        told=_told(parts, so_many_of),
        sentence=explaining.sentence(one.reasons),
        ruling=ruling_on.get((one.mentor_id, one.mentee_id)),
    )


def _title(one: Participant) -> str:
    job = getattr(one.person, "employment", None)
    return job.job_title if job else ""


def _told(parts: Iterable[tuple[Counting, float]], so_many_of: str) -> SafeString:
    rows = []
    for part, points in parts:
        said = so_many_of % {"points": int(points + 0.5), "most": int(part.most + 0.5)}
        rows.append(f"<li><span>{part.label}</span> <span>{said}</span></li>")
    return SafeString("".join(rows))
