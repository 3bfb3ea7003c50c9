"""What there is to set: weights, rules, limits and aims, and the words that say what each does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from matching.scoring import of_question, question_of
from programs.models import Program, Question

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MOST_WEIGHT = 100
WIDEST_GAP = 10
MOST_OVERLAP = 480  # minutes: a working day
DEPARTMENTS: list[tuple[str, StrPromise]] = [
    ("any", gettext_lazy("does not matter")),
    ("same", gettext_lazy("the same is better")),
    ("different", gettext_lazy("a different one is better")),
]
LOCATIONS = DEPARTMENTS


@dataclass(frozen=True)
class Words:
    """The name of a weight, rule or aim and the sentence that says what it does."""

    label: StrPromise | str
    help: StrPromise | str


@dataclass(frozen=True)
class Limit(Words):
    """A hard rule with a number; none of it, and the rule is off."""

    least: int
    most: int
    step: int
    unit: StrPromise | str


WEIGHTS: Mapping[str, Words] = {
    "objectives": Words(
        gettext_lazy("Objectives"),
        gettext_lazy(
            "How far the mentor stands above the mentee in what they want to learn; the first "
            "priority counts most."
        ),
    ),
    "level_gap": Words(
        gettext_lazy("Seniority"),
        gettext_lazy("Whether the mentor stands as far above the mentee as you prefer."),
    ),
    "department": Words(
        gettext_lazy("Department"),
        gettext_lazy("Whether the two work in the same department, or in different ones."),
    ),
    "location": Words(
        gettext_lazy("Location"),
        gettext_lazy("Whether the two work at the same place, or at different ones."),
    ),
    "hours": Words(
        gettext_lazy("Hours a month"),
        gettext_lazy("Whether the mentor has the time that the mentee hopes for."),
    ),
    "time_zone": Words(
        gettext_lazy("Working hours"),
        gettext_lazy("How much of the working day they share; four hours are enough."),
    ),
    "languages": Words(
        gettext_lazy("Languages"),
        gettext_lazy("How many of the mentee's languages the mentor speaks too."),
    ),
    "mentee_wishes": Words(
        gettext_lazy("Wishes of mentees"),
        gettext_lazy("Whether the mentee wished for this mentor: the first wish counts most."),
    ),
    "mentor_wishes": Words(
        gettext_lazy("Wishes of mentors"),
        gettext_lazy("Whether the mentor wished for this mentee: the first wish counts most."),
    ),
}
RULES: Mapping[str, Words] = {
    "reporting_line": Words(
        gettext_lazy("Nobody from one's own reporting line"),
        gettext_lazy("Never one's manager, their managers, or anybody below."),
    ),
    "common_language": Words(
        gettext_lazy("A common language"),
        gettext_lazy("Only two who both named at least one same language."),
    ),
    "wanted_skill": Words(
        gettext_lazy("At least one objective covered"),
        gettext_lazy("Only a mentor who can teach something the mentee wants to learn."),
    ),
    "strictly_above": Words(
        gettext_lazy("More skilled, not just as skilled"),
        gettext_lazy("A skill counts only where the mentor is above the mentee's level in it."),
    ),
    "other_department": Words(
        gettext_lazy("Never the same department"),
        gettext_lazy("Only two of different departments; whose department is not known may go."),
    ),
    "same_department": Words(
        gettext_lazy("Only the same department"),
        gettext_lazy("Never two of different departments; whose department is not known may go."),
    ),
    "met_before": Words(
        gettext_lazy("Nobody they were paired with before"),
        gettext_lazy("Never two who were a pair in an earlier program, whoever mentored whom."),
    ),
}
LIMITS: Mapping[str, Limit] = {
    "least_levels": Limit(
        gettext_lazy("Job levels above, at least"),
        gettext_lazy("Only a mentor this far above the mentee; an unknown level passes."),
        -WIDEST_GAP,
        WIDEST_GAP,
        1,
        gettext_lazy("levels"),
    ),
    "most_levels": Limit(
        gettext_lazy("Job levels above, at most"),
        gettext_lazy("Only a mentor no further above the mentee; an unknown level passes."),
        -WIDEST_GAP,
        WIDEST_GAP,
        1,
        gettext_lazy("levels"),
    ),
    "least_overlap": Limit(
        gettext_lazy("Common working time, at least"),
        gettext_lazy("Only two who share this much of the working day, 9 to 17 by their clocks."),
        0,
        MOST_OVERLAP,
        30,
        gettext_lazy("minutes"),
    ),
}
AIMS: Mapping[str, Words] = {
    "spread": Words(
        gettext_lazy("Spread over the mentors"),
        gettext_lazy("Nobody gets a second mentee while another able mentor has none."),
    ),
    "wishes_first": Words(
        gettext_lazy("Wishes first"),
        gettext_lazy("Meet as many of the mentees' wishes as possible, then look at the score."),
    ),
    "worst_first": Words(
        gettext_lazy("The worst-off first"),
        gettext_lazy("Raise the lowest score as far as it goes, then the next, then the total."),
    ),
}


def weights_for(program: Program) -> dict[str, Words]:
    """The words of every weight that `program` can set, its own questions last. One query."""
    return dict(WEIGHTS) | {of_question(one.pk): _asking(one) for one in _counting(program)}


def words_of(criteria: Iterable[str]) -> dict[str, Words]:
    """The words of these criteria, in this order; those no longer asked left out.

    One query where questions are among them, else none.
    """
    names = list(criteria)
    asked = [pk for pk in map(question_of, names) if pk]
    questions = Question.objects.filter(pk__in=asked) if asked else ()
    words = dict(WEIGHTS) | {of_question(one.pk): _asking(one) for one in questions}
    return {name: words[name] for name in names if name in words}


def _counting(program: Program) -> list[Question]:
    if program.pk is None:
        return []
    return list(Question.objects.filter(program=program).exclude(counts=Question.Counts.NOT))


def _asking(question: Question) -> Words:
    if question.counts == Question.Counts.SAME:
        return Words(question.text, _("The more alike the two answered, the better."))
    return Words(question.text, _("The more differently the two answered, the better."))
