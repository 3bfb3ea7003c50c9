from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When

if TYPE_CHECKING:
    from matching.models import Proposal, Request, Run  # noqa: F401
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

    def with_is_over(self) -> Self:
        """Each with `is_over`: its round is published, by it or by another run."""
        from matching.models import Publication

        made = Publication.objects.filter(program=OuterRef("program"), round=OuterRef("round"))
        return self.annotate(is_over=Exists(made))

    def with_what_followed(self) -> Self:
        """Each with `is_over`, `has_newer`, a later finished run, `neighbour` and `ruled_since`.

        `neighbour`: the ref of the newest finished run of its round, or of the one before where it
        is that. Another round is for other people.

        `ruled_since`: the admin has ruled since it began, and otherwise than it proposes.
        """
        from matching.models import Proposal, Ruling

        newer = self.model.objects.filter(
            program=OuterRef("program"), state="done", pk__gt=OuterRef("pk")
        )
        others = self.model.objects.filter(
            program=OuterRef("program"), round=OuterRef("round"), state="done"
        )
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
        return self.with_is_over().annotate(
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


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: Person) -> Self:
        """A request is read by the mentee who asks and the mentor who is asked; by nobody else."""
        return self.filter(Q(mentee__person=user) | Q(mentor__person=user))

    def of(self, program: Program) -> Self:
        return self.filter(program=program)

    def unanswered(self) -> Self:
        """Without an answer, even if their time is over and nobody has noted it yet."""
        return self.filter(answer="")

    def open(self, *, now: datetime) -> Self:
        """Those that can be answered at the moment `now`."""
        return self.unanswered().filter(asked_at__gt=now - self.model.LASTS)

    def waiting_first(self, *, now: datetime) -> Self:
        """The open ones, the oldest first; then the others, the newest first."""
        is_open = Q(answer="", asked_at__gt=now - self.model.LASTS)
        waiting = Case(When(is_open, then=F("asked_at")), output_field=models.DateTimeField())
        return self.order_by(waiting.asc(nulls_last=True), "-asked_at", "-pk")

    def with_people(self) -> Self:
        return self.select_related(
            "program", "mentee__person__employment", "mentor__person__employment"
        )
