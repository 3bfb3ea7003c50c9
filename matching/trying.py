"""Other criteria tried on the people as they are now, compared with a run, without storing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kit.refusals import Refused
from matching import comparing, places, pool
from matching.comparing import Comparison
from matching.models import Run
from matching.runs import in_words
from matching.scoring import Criteria, applying_to
from matching.solving import LockAgainstRulesError, Solution, TooManyLocksError, solve


class CannotBe(Refused):
    """These criteria cannot be carried out: a lock stands against them.

    Those that tell the people apart as they are now are `applying`, whatever can be done.
    """

    def __init__(self, text: str, applying: tuple[str, ...]) -> None:
        super().__init__(text)
        self.applying = applying


@dataclass(frozen=True)
class Trial:
    """What the criteria would come to, beside the run they were tried from."""

    comparison: Comparison
    solution: Solution
    has_changed: bool  # somebody came, left or answered otherwise since the run


def try_out(run: Run, chosen: Criteria, *, on: date) -> Trial:
    """Match the people of the run's program by `chosen`, and compare. Nothing is stored.

    Raises `CannotBe`.
    """
    taken = places.taken(run.program)
    people = pool.read(run.program, on=on, taken=taken)
    try:
        solution = solve(people, chosen)
    except (TooManyLocksError, LockAgainstRulesError) as error:
        raise CannotBe(in_words(error), applying_to(people)) from error
    (before,), wishes = comparing.of_stored(run)
    after = comparing.of_solution(solution)
    comparison = comparing.compare_by(chosen, people, before, after, wishes=wishes)
    comparison = replace(comparison, have_mentor=taken.placed)
    return Trial(comparison, solution, pool.fingerprint(people) != run.fingerprint)
