"""What an admin looks at in a run: proposals with their parts and words, and rulings made since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from matching import criteria, explaining
from matching.models import Proposal, Ruling, Run

ORDERS = {
    "": ("mentee__person__name", "pk"),
    "mentor": ("mentor__person__name", "pk"),
    "lowest": ("score", "pk"),
    "highest": ("-score", "pk"),
}


@dataclass(frozen=True)
class Reviewed:
    """A proposal as it is shown."""

    proposal: Proposal
    parts: list[explaining.Part]
    sentence: str
    ruling: Ruling | None

    @property
    def is_locked(self) -> bool:
        return self.ruling is not None and self.ruling.kind == Ruling.Kind.LOCK

    @property
    def is_forbidden(self) -> bool:
        return self.ruling is not None and self.ruling.kind == Ruling.Kind.FORBID


def proposals_of(run: Run, *, words: str = "", order: str = "") -> QuerySet[Proposal]:
    """The proposals of a run that fit the words, in one of `ORDERS`."""
    found: QuerySet[Proposal] = run.proposals.with_people().about(words)
    return found.order_by(*ORDERS.get(order, ORDERS[""]))


def reviewed(run: Run, proposals: Iterable[Proposal]) -> list[Reviewed]:
    """Each with the parts of its score, its sentence and the ruling on the two.

    One query, two where questions of the program's own count.
    """
    shares = criteria.shares_of(run)
    words = criteria.words_of(shares)
    shown = list(proposals)
    rulings = Ruling.objects.filter(mentee__in=[one.mentee_id for one in shown])
    ruling_on = {(one.mentor_id, one.mentee_id): one for one in rulings}
    return [
        Reviewed(
            proposal=one,
            parts=explaining.parts_of(one, shares, words),
            sentence=explaining.sentence_of(one),
            ruling=ruling_on.get((one.mentor_id, one.mentee_id)),
        )
        for one in shown
    ]
