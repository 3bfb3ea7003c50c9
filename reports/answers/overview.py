"""The overview: one honest sentence, and the four questions with a small chart each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext

from reports.answers import fairness as fairness_answer
from reports.answers import meeting, outcomes
from reports.charts import Chart
from reports.figures import engagement
from reports.figures import fairness as fairness_figures
from reports.figures import outcomes as outcome_figures
from reports.figures.engagement import Engagement
from reports.figures.fairness import Fairness
from reports.figures.outcomes import Outcome, Outcomes
from reports.periods import years_back


@dataclass(frozen=True)
class Question:
    """A card: the question, its answer in a sentence, a small chart where there is one."""

    title: str
    page: str  # URL name
    answer: str
    chart: Chart | None


@dataclass(frozen=True)
class Overview:
    sentence: str
    questions: list[Question]


def as_of(on: date) -> Overview:
    """The overview as things stand: engagement of six months, outcomes of the last whole year."""
    year = years_back(today=on, count=1)[0]
    employed = outcome_figures.read(year)
    return overview(
        engagement.figures(months=6, today=on),
        stayed=outcome_figures.published(employed, outcome="stayed", period=year),
        promoted=outcome_figures.published(employed, outcome="promoted", period=year),
        fairness=fairness_figures.figures(),
    )


def overview(
    met_of: Engagement, *, stayed: Outcomes, promoted: Outcomes, fairness: Fairness
) -> Overview:
    met = meeting.answer(met_of)
    return Overview(
        sentence=_sentence(met.sentence, stayed),
        questions=[
            Question(
                gettext("Are they meeting?"),
                "report-meeting",
                met.sentence,
                meeting.rhythm_chart(met_of, met_of.total, in_card=True)
                if met_of.total.pace
                else None,
            ),
            _outcome(gettext("Do they stay?"), "report-staying", stayed, "stayed"),
            _outcome(gettext("Do they grow?"), "report-growing", promoted, "promoted"),
            _fair(fairness),
        ],
    )


def _sentence(met: str, stayed: Outcomes) -> str:
    if stayed.is_empty:
        return gettext("%(met)s Whether people stay cannot be said yet.") % {"met": met}
    return gettext(
        "%(met)s Retention: no conclusion, since people who take part differ from those who do not."
    ) % {"met": met}


def _outcome(title: str, page: str, found: Outcomes, outcome: Outcome) -> Question:
    answer = outcomes.answer(found, outcome)
    has_chart = found.everybody.inside.share is not None
    chart = outcomes.whole_chart(found, outcome, in_card=True) if has_chart else None
    words = answer.sentence
    if has_chart:
        words = gettext("%(sentence)s Unadjusted.") % {"sentence": words}
    return Question(title, page, words, None if answer.is_empty else chart)


def _fair(found: Fairness) -> Question:
    answer = fairness_answer.answer(found)
    chart = None
    if found.everybody.admitted_share is not None:
        name = fairness_answer.dimension_names()["gender"]
        chart = fairness_answer.admission_chart(found, "gender", title=name, in_card=True)
    return Question(gettext("Is it fair?"), "report-fairness", answer.sentence, chart)
