from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

if TYPE_CHECKING:
    from matching.models import Proposal, Run  # noqa: F401
    from people.models import Person
    from programs.models import Program


class RunQuerySet(models.QuerySet["Run"]):
    def managed_by(self, user: Person) -> Self:
        return self.filter(program__admins__person=user)

    def of(self, program: Program) -> Self:
        return self.filter(program=program)

    def unfinished(self) -> Self:
        return self.filter(state__in=["queued", "running"])

    def done(self) -> Self:
        return self.filter(state="done")

    def with_what_followed(self) -> Self:
        """Each with `has_newer`, a later finished run, `neighbour` and `ruled_since`.

        `neighbour`: the ref of the newest finished run, or of the one before where it is that.

        `ruled_since`: the admin has ruled since it began, and otherwise than it proposes.
        """
        from matching.models import Proposal, Ruling

        newer = self.model.objects.filter(
            program=OuterRef("program"), state="done", pk__gt=OuterRef("pk")
        )
        others = self.model.objects.filter(program=OuterRef("program"), state="done")
        neighbour = Subquery(others.exclude(pk=OuterRef("pk")).order_by("-pk").values("ref")[:1])
        proposed = Exists(
            Proposal.objects.filter(
                run=OuterRef(OuterRef("pk")),
                mentor=OuterRef("mentor"),
                mentee=OuterRef("mentee"),
            )
        )
        otherwise = Ruling.objects.filter(
            program=OuterRef("program"), at__gt=OuterRef("started_at")
        ).filter((Q(kind="forbid") & Q(proposed)) | (Q(kind="lock") & ~Q(proposed)))
        return self.annotate(
            has_newer=Exists(newer), neighbour=neighbour, ruled_since=Exists(otherwise)
        )

    def published(self) -> Self:
        return self.filter(publication__isnull=False)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def with_people(self) -> Self:
        return self.select_related("mentor__person__employment", "mentee__person__employment")

    def about(self, words: str) -> Self:
        """Those whose mentor or mentee is called by every one of `words`."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(mentor__person__name__icontains=word) | Q(mentee__person__name__icontains=word)
            )
        return found
