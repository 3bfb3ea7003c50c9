"""The overview: one honest sentence, and the four questions with a small chart each."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext

from reports.answers import fairness as fairness_answer
from reports.answers import meeting, outcomes
from reports.charts import Chart
from reports.figures.engagement import Engagement
from reports.figures.fairness import Fairness
from reports.figures.outcomes import Outcome, Outcomes


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


def overview(
    engagement: Engagement, *, stayed: Outcomes, promoted: Outcomes, fairness: Fairness
) -> Overview:
    met = meeting.answer(engagement)
    return Overview(
        sentence=_sentence(met.sentence, stayed),
        questions=[
            Question(
                gettext("Are they meeting?"),
                "report-meeting",
                met.sentence,
                meeting.rhythm_chart(engagement, engagement.total, in_card=True)
                if engagement.total.pace
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
