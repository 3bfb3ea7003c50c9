"""Who is on the roster of a program: counts, filters, what a page needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    Case,
    Count,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.http import QueryDict
from django.utils.translation import gettext as _

from participants import lottery
from participants.forms import RosterFilterForm
from participants.languages import name_of
from participants.models import Acknowledgement, Lot, Objective, Participant
from programs.models import Program, Question, Role

State = Participant.State
FILTERS = ("q", "role", "state", "department")


@dataclass(frozen=True)
class Counts:
    """How many stand where; drafts are not counted."""

    by_state: Mapping[str, int] = field(default_factory=dict)
    admitted_mentors: int = 0
    admitted_mentees: int = 0
    seats: int = 0  # of admitted mentors
    waiting_mentees: int = 0

    @property
    def all(self) -> int:
        return sum(self.by_state.values())

    @property
    def admitted(self) -> int:
        return self.by_state.get(State.ADMITTED, 0)

    @property
    def waiting(self) -> int:
        return self.by_state.get(State.APPLIED, 0)


def counts(program: Program) -> Counts:
    """One query."""
    rows = (
        Participant.objects.of(program)
        .sent()
        .order_by()
        .values("role", "state")
        .annotate(people=Count("pk"), seats=Sum("capacity"))
    )
    by_state: dict[str, int] = {}
    admitted = dict.fromkeys(Role.values, (0, 0))
    waiting = dict.fromkeys(Role.values, 0)
    for row in rows:
        by_state[row["state"]] = by_state.get(row["state"], 0) + row["people"]
        if row["state"] == State.ADMITTED:
            admitted[row["role"]] = (row["people"], row["seats"])
        if row["state"] == State.APPLIED:
            waiting[row["role"]] = row["people"]
    (mentors, seats), (mentees, _none) = admitted[Role.MENTOR], admitted[Role.MENTEE]
    return Counts(by_state, mentors, mentees, seats, waiting[Role.MENTEE])


def departments(program: Program) -> list[str]:
    """The departments of those on the roster, by name."""
    return list(
        Participant.objects.of(program)
        .sent()
        .exclude(person__employment=None)
        .order_by("person__employment__department")
        .values_list("person__employment__department", flat=True)
        .distinct()
    )


def filter_form(program: Program, asked: QueryDict) -> RosterFilterForm:
    """The filters of `asked`; nonsense in the address filters nothing."""
    known = {
        "role": [(role, program.term_for(role).capitalize()) for role in Role.values],
        "state": [
            (state.value, str(state.label).capitalize()) for state in State if state != State.DRAFT
        ],
        "department": [(name, name) for name in departments(program)],
    }
    given = {name: asked[name] for name in FILTERS if name in asked}
    for name, choices in known.items():
        if given.get(name) not in dict(choices):
            given.pop(name, None)
    form = RosterFilterForm(given)
    everyone = {"role": _("Everyone"), "state": _("Any"), "department": _("All")}
    for name, choices in known.items():
        form.fields[name].choices = [("", everyone[name]), *choices]  # type: ignore[attr-defined]
    return form


def filtered(program: Program, form: RosterFilterForm) -> QuerySet[Participant]:
    """Those on the roster whom the filters leave, waiting ones first, then by name.

    Those on the waiting list alone stand in the order drawn by lot, where lots were drawn.
    """
    form.is_valid()
    asked = form.cleaned_data
    rows = Participant.objects.of(program).sent()
    if asked.get("role"):
        rows = rows.filter(role=asked["role"])
    if asked.get("state"):
        rows = rows.filter(state=asked["state"])
    if asked.get("department"):
        rows = rows.filter(person__employment__department=asked["department"])
    for word in (asked.get("q") or "").split():
        rows = rows.filter(Q(person__name__icontains=word) | Q(person__email__icontains=word))
    if asked.get("state") == State.WAITLISTED:
        return lottery.with_lots(rows).order_by("draw_at", "draw_pk", "position", "person__name")
    return rows.order_by(
        Case(When(state=State.APPLIED, then=Value(0)), default=Value(1)), "person__name", "id"
    )


def for_a_page(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """With what a row shows, `topics` among it, in the one query."""
    topics = Objective.objects.filter(participant=OuterRef("pk")).order_by("priority")
    return rows.select_related("person__employment", "program").annotate(
        topics=ArraySubquery(topics.values_list("skill__name"))
    )


def with_answers(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """With `answered` of each row: what they answered to the program's own questions."""
    return rows.prefetch_related(Prefetch("answers", to_attr="answered"))


def for_its_own_page(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """With what the page of one person shows: what was acknowledged, the other role, the lot."""
    last = Acknowledgement.objects.filter(participant=OuterRef("pk")).order_by("-at")
    other = (
        Participant.objects.sent()
        .filter(program=OuterRef("program"), person=OuterRef("person"))
        .exclude(pk=OuterRef("pk"))
    )
    lot = Lot.objects.filter(participant=OuterRef("pk")).order_by("-draw__at", "-draw")
    return rows.select_related("person__employment__manager__person", "program").annotate(
        lot_position=Subquery(lot.values("position")[:1]),
        lot_at=Subquery(lot.values("draw__at")[:1]),
        draw_ref=Subquery(lot.values("draw__ref")[:1]),
        acknowledged_version=Subquery(last.values("expectations__version")[:1]),
        acknowledged_at=Subquery(last.values("at")[:1]),
        other_ref=Subquery(other.values("ref")[:1]),
        other_role=Subquery(other.values("role")[:1]),
    )


def query_of(form: RosterFilterForm) -> str:
    """The filters as they stand in an address; what filters nothing is left out."""
    query = QueryDict(mutable=True)
    for name in FILTERS:
        value = form.data.get(name, "")
        if value:
            query[name] = value
    return query.urlencode()


def state_tabs(form: RosterFilterForm, numbers: Counts) -> list[dict[str, Any]]:
    """Everybody, then each state that somebody is in; other filters stay."""
    here = form.data.get("state", "")
    tabs = [("", _("All"), numbers.all)]
    tabs += [
        (state.value, str(state.label).capitalize(), numbers.by_state[state])
        for state in (
            State.APPLIED,
            State.ADMITTED,
            State.WAITLISTED,
            State.DECLINED,
            State.WITHDRAWN,
        )
        if numbers.by_state.get(state)
    ]
    return [
        {"state": state, "label": label, "count": people, "here": state == here}
        for state, label, people in tabs
    ]


EXPORT_HEADING = (
    "name",
    "email",
    "role",
    "state",
    "department",
    "applied_on",
    "decided_on",
    "capacity",
    "hours_per_month",
    "languages",
    "objectives",
)


def export_heading(questions: Sequence[Question]) -> tuple[str, ...]:
    """The columns of the export, each question of the program's own last."""
    return (*EXPORT_HEADING, *(question.text for question in questions))


def export_row(row: Any, questions: Sequence[Question]) -> tuple[object, ...]:
    """One line of the export: not what the person hopes for, no reason of a decision."""
    employment = getattr(row.person, "employment", None)
    values = {one.question_id: one.values for one in row.answered}
    return (
        row.person.name,
        row.person.email,
        row.role,
        row.state,
        employment.department if employment else "",
        row.applied_at.date().isoformat() if row.applied_at else "",
        row.decided_at.date().isoformat() if row.decided_at else "",
        row.capacity,
        row.hours_per_month,
        "; ".join(name_of(code) for code in row.languages),
        "; ".join(row.topics),
        *("; ".join(values.get(question.pk, ())) for question in questions),
    )
