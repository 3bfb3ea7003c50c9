"""What counts how much, and which hard rules are on."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from matching.scoring.people import Pool

CRITERIA = (
    "objectives",
    "level_gap",
    "department",
    "location",
    "hours",
    "time_zone",
    "languages",
    "mentee_wishes",
    "mentor_wishes",
)
QUESTION = "question-"  # then the id: the criterion of a question of the program's own
ALWAYS = ("oneself", "barred", "ended")  # never off, and no lock passes over them
RULES = (
    *ALWAYS,
    "reporting_line",
    "common_language",
    "wanted_skill",
    "other_department",
    "same_department",
    "least_levels",
    "most_levels",
    "least_overlap",
    "met_before",
    "ruling",
)
DEFAULT_WEIGHTS: Mapping[str, float] = {
    "objectives": 50.0,
    "level_gap": 15.0,
    "department": 10.0,
    "location": 10.0,
    "hours": 10.0,
    "time_zone": 15.0,
    "languages": 0.0,
    "mentee_wishes": 20.0,
    "mentor_wishes": 10.0,
}
DEFAULT_WEIGHT_OF_A_QUESTION = 10.0


def of_question(question_id: int) -> str:
    """The criterion of a question: "question-7"."""
    return f"{QUESTION}{question_id}"


def question_of(criterion: str) -> int | None:
    """The id of the question a criterion is about; None where it is about none."""
    number = criterion.removeprefix(QUESTION)
    return int(number) if number != criterion and number.isdecimal() else None


@dataclass(frozen=True)
class Criteria:
    """What counts how much, and which hard rules are on. Weights only count in proportion."""

    weights: Mapping[str, float] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    gap_from: int = 1
    gap_to: int = 3
    department: str = "any"  # "same", "different" or "any"
    strictly_above: bool = False
    reporting_line: bool = True
    common_language: bool = True
    wanted_skill: bool = False
    location: str = "any"  # "same", "different" or "any"
    other_department: bool = False  # never two of the same department
    same_department: bool = False  # only two of the same department
    least_levels: int | None = None  # the mentor's job level above the mentee's, at least
    most_levels: int | None = None  # and at most
    least_overlap: int | None = None  # minutes of common working time
    met_before: bool = False  # never two who were a pair in an earlier program
    spread: bool = False  # nobody gets a second mentee while another able mentor has none
    wishes_first: bool = False  # as many wishes met as possible, before the score
    worst_first: bool = False  # raise the worst-off first, then the total

    @property
    def shares(self) -> dict[str, float]:
        """The share of each criterion where all of them apply; they add up to 1."""
        return self.shares_among((*CRITERIA, *filter(question_of, self.weights)))

    def shares_among(self, applying: Collection[str]) -> dict[str, float]:
        """The share of each criterion in the score where only these apply.

        They add up to 1; they are all 0 where only such have a weight as do not apply. Raises
        `ValueError` where nothing has a weight at all.
        """
        counting = {name: max(0.0, float(self.weights.get(name, 0))) for name in self._minded}
        if not any(counting.values()):
            raise ValueError("At least one criterion that applies needs a weight above 0.")
        weights = {name: counting.get(name, 0.0) for name in applying}
        total = sum(weights.values())
        return {name: weight / total if total else 0.0 for name, weight in weights.items()}

    @property
    def _minded(self) -> list[str]:
        """The criteria but for those that the program does not mind; unknown ones are not here."""
        unminded = {name for name in ("department", "location") if getattr(self, name) == "any"}
        names = [name for name in self.weights if name in CRITERIA or question_of(name)]
        return [name for name in names if name not in unminded]

    @property
    def rules(self) -> tuple[str, ...]:
        """The hard rules that are on. `ALWAYS` and the admin's rulings always are."""
        optional = {
            "reporting_line": self.reporting_line,
            "common_language": self.common_language,
            "wanted_skill": self.wanted_skill,
            "other_department": self.other_department,
            "same_department": self.same_department,
            "least_levels": self.least_levels is not None,
            "most_levels": self.most_levels is not None,
            "least_overlap": self.least_overlap is not None,
            "met_before": self.met_before,
        }
        return tuple(rule for rule in RULES if optional.get(rule, True))


def applying_to(pool: Pool) -> tuple[str, ...]:
    """The criteria that tell two of this pool apart at all, and so may have a share.

    Wishes apply where somebody wished for somebody here, a question where anybody answered it.
    """
    mentors, mentees = pool.column_of, pool.row_of
    answered = {asked for one in (*pool.mentees, *pool.mentors) for asked in one.answers}
    idle = set()
    if not any(wished in mentors for one in pool.mentees for wished in one.wishes):
        idle.add("mentee_wishes")
    if not any(wished in mentees for one in pool.mentors for wished in one.wishes):
        idle.add("mentor_wishes")
    questions = [of_question(asked.id) for asked in pool.questions if asked.id in answered]
    return (*(name for name in CRITERIA if name not in idle), *questions)
