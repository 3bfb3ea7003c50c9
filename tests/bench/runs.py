"""Runs from end to end: beside mentor-match on the same people, tried anew, and growing."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from kit.clock import now, today
from matching import comparing, criteria, pool, runs
from matching.choosing import suggestions
from matching.models import Outlook, Run
from matching.scoring import CRITERIA, Criteria, Mentee, Mentor, Pool
from matching.scoring.criteria import of_question
from matching.solving import solve
from mentorship.demo.company import Company
from people.models import Person
from programs.models import Program
from tests.bench import crowds
from tests.bench.measuring import Measure, Runs, peak_memory, repeated, timed

SIDE = 500
GROWING = ((500, 250), (1000, 500), (2000, 1000), (5000, 2500), (10_000, 5000))
TIMES = 7
_BESIDE = Path(__file__).with_name("mentor_match.py")
_MISSING = (
    "mentor-match is not installed and not compared with; "
    "to do so: .venv/bin/pip install --require-hashes -r requirements-bench.txt"
)
# Rules of mentor-match say yes or no; these criteria can be said so (`mentor_match.py`), in whole
# points: 30, 15 and 10 for the first to third objective.
COMPARABLE = Criteria(
    weights={"objectives": 55, "level_gap": 20, "department": 25}, department="different"
)
POINTS = {"objectives": [30, 15, 10], "level_gap": 20, "department": 25}
ALL_ON = Criteria(
    weights=dict.fromkeys(CRITERIA, 10),
    department="different",
    location="different",
    strictly_above=True,
    wanted_skill=True,
    other_department=True,
    least_levels=-5,
    most_levels=5,
    least_overlap=60,
    met_before=True,
)
_TONGUES = (["en"], ["en", "de"], ["de"], ["fr", "en"])
_TIMES_SIGN = "\N{MULTIPLICATION SIGN}"


def measure(side: int = SIDE, growing: tuple[tuple[int, int], ...] = GROWING) -> Iterator[Measure]:
    """Needs an empty database, and fills it."""
    company = crowds.staff()
    most = max(2 * side, *(sum(sizes) for sizes in growing))
    people = crowds.hire(most, by=company.administrator)
    yield from _side_by_side(company, people[: 2 * side])
    yield from _growing(company, people, growing)


# --- Beside mentor-match --------------------------------------------------------------------------


def _side_by_side(company: Company, people: list[Person]) -> Iterator[Measure]:
    side = len(people) // 2
    program = crowds.program(
        company, "Side by side", mentors=people[:side], mentees=people[side:], tongues=_TONGUES
    )
    there = pool.read(program, on=today())
    solution = solve(there, COMPARABLE)
    core, whole = _core_and_whole(program, company, there)
    other = _of_mentor_match(there, [(one.mentee, one.mentor) for one in solution.matches])
    if other:  # before and after it, since the machine changes meanwhile
        more_core, more_whole = _core_and_whole(program, company, there)
        core = Runs((*core.seconds, *more_core.seconds))
        whole = Runs((*whole.seconds, *more_whole.seconds))
    size = f"{side:,} {_TIMES_SIGN} {side:,}"
    for name, mine in (("score to explain", core), ("a run, read to stored", whole)):
        facts: dict[str, Any] = {"placed": len(solution.matches), "score": round(solution.total)}
        if not other:
            yield Measure("matching", f"{name}, {size}", mine, facts=facts)
            continue
        facts |= {"its placed": other.placed, "its score": other.score}
        for rounds, seconds, processor in (
            ("one round", other.one_round, other.one_processor),
            ("three", other.three_rounds, other.three_processor),
        ):
            yield Measure(
                "matching",
                f"{name}, {size}, beside {rounds}",
                mine,
                Runs((seconds,)),
                f"mentor-match, {rounds}",
                {
                    "times faster": round(seconds / mine.median),
                    "its processor seconds": round(processor, 1),
                    "times faster at least": round(processor / mine.median),
                }
                | facts,
            )
    yield _what_if(program, company, size)
    yield _suggestions(program, size)


def _core_and_whole(program: Program, company: Company, there: Pool) -> tuple[Runs, Runs]:
    core = repeated(lambda: solve(there, COMPARABLE), times=TIMES)
    return core, Runs(tuple(_carried_out(program, company)[0] for _ in range(TIMES)))


@dataclass(frozen=True)
class _Other:
    """Seconds by the clock, and those of the processor, which it would take on an idle machine."""

    one_round: float
    one_processor: float
    three_rounds: float
    three_processor: float
    placed: int
    score: int


def _of_mentor_match(there: Pool, pairs: list[tuple[int, int]]) -> _Other | None:
    """What one round came to by its own score, which must be ours for the `pairs` given."""
    try:
        version("mentor-match")
    except PackageNotFoundError:
        sys.stdout.write(f"{_MISSING}\n")
        return None
    asked = {
        "mentees": [_about(one) for one in there.mentees],
        "mentors": [_about(one) for one in there.mentors],
        "pairs": pairs,
        "points": POINTS,
    }
    ran = subprocess.run(
        [sys.executable, "-P", str(_BESIDE)],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
        cwd=settings.LOCAL_DIR,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    told = json.loads(ran.stdout)
    mine = sum(one.score for one in solve(there, COMPARABLE).matches)
    assert told["score_of_given"] == round(mine, 6), "The two do not measure alike."
    del told["score_of_given"]
    return _Other(**told)


def _about(one: Mentee | Mentor) -> dict[str, Any]:
    return {
        "id": one.id,
        "person": one.person,
        "job_level": one.job_level,
        "department": one.department,
        "languages": sorted(one.languages),
        "line": sorted(one.line),
        "topics": [[topic.skill, topic.level, topic.priority] for topic in one.topics],
    }


def _what_if(program: Program, company: Company, size: str) -> Measure:
    """Other criteria tried in the browser: the server's time for the answer."""
    run = Run.objects.of(program).done().latest("pk")
    client = Client(headers={"host": "localhost"})
    client.force_login(company.program_admin, backend=settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("run-what-if", args=[program.ref, run.ref]) + "?defaults=1"

    def ask() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, f"{address} answered {answer.status_code}"

    assert comparing.is_quick(run), "too large to be tried in the browser"
    ask()
    return Measure("matching", f"a what-if, {size}", repeated(ask, times=TIMES))


def _suggestions(program: Program, size: str) -> Measure:
    """All suggestions of a program where mentees choose, made anew: read, spread, stored."""

    def make() -> None:
        Outlook.objects.filter(mentee__program=program).update(fingerprint="")
        assert suggestions.renew(program, at=now())

    began = time.process_time()
    make()
    facts = {
        "suggestions": program.suggestions.count(),
        "processor seconds": round(time.process_time() - began, 1),
    }
    return Measure("matching", f"suggestions, {size}", repeated(make, times=TIMES), facts=facts)


# --- Growing --------------------------------------------------------------------------------------


def _growing(
    company: Company, people: list[Person], sizes: tuple[tuple[int, int], ...]
) -> Iterator[Measure]:
    """Mentors of two each, all criteria and rules on, the largest last."""
    for mentees, mentors in sizes:
        program = crowds.program(
            company,
            f"Of {mentees}",
            mentors=people[:mentors],
            mentees=people[mentors : mentors + mentees],
            seats=2,
            tongues=_TONGUES,
        )
        answered = of_question(crowds.wish_and_answer(program).pk)
        chosen = replace(ALL_ON, weights={**ALL_ON.weights, answered: 10})
        gc.collect()
        with peak_memory() as grown:
            began = time.process_time()
            seconds, run = _carried_out(program, company, chosen)
            facts = {
                "processor seconds": round(time.process_time() - began, 1),
                "MB more": grown(),
                "placed": run.figures["placed"],
                "gap": run.certificate["gap"],
            }
        yield Measure(
            "matching",
            f"a run, all criteria on, {mentees:,} {_TIMES_SIGN} {mentors:,} of two",
            Runs((seconds,)),
            facts=facts,
        )


def _carried_out(
    program: Program, company: Company, chosen: Criteria = COMPARABLE
) -> tuple[float, Run]:
    """A run asked for, and the seconds that the worker needs for it."""
    run = runs.ask(
        program, by=company.program_admin, at=now(), settings=criteria.as_settings(chosen)
    )
    seconds = timed(lambda: runs.carry_out(run, clock=now))
    run.refresh_from_db()
    assert run.is_done, run.failure
    return seconds, run
