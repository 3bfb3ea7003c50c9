"""Pools in which every criterion and every rule has something to say."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import Any

from matching.scoring import CRITERIA, Asked, Criteria, Pool, of_question
from tests.matching.problems import random_pool

QUESTIONS = (
    Asked(1, "How do you like to work?", "one", "same"),
    Asked(2, "What do you like?", "some", "different"),
    Asked(3, "How much do you plan?", "scale", "same"),
)
EVERYTHING = Criteria(
    weights=dict.fromkeys(
        (*CRITERIA, *(of_question(asked.id) for asked in QUESTIONS)),
        10.0,
    ),
    department="different",
    location="same",
    least_levels=-3,
    most_levels=3,
    least_overlap=60,
    met_before=True,
)


def full_pool(seed: int, mentees: int, mentors: int, *, seats: int = 1) -> Pool:
    """A `random_pool` in which every criterion and rule has something to say."""
    pool = random_pool(seed, mentees, mentors, seats=seats)
    dice = random.Random(seed)
    mentee_ids = [one.id for one in pool.mentees]
    mentor_ids = [one.id for one in pool.mentors]

    def more(wishable: list[int]) -> dict[str, Any]:
        wished = dice.sample(wishable, min(len(wishable), dice.choice([0, 1, 5])))
        answers = {
            1: (dice.choice("ABC"),),
            2: tuple(sorted(dice.sample("ABCD", dice.randint(1, 3)))),
            3: (str(dice.randint(1, 5)),),
        }
        return {
            "location": dice.choice(["", "Berlin", "Oslo"]),
            "wishes": {one: rank for rank, one in enumerate(wished, start=1)},
            "answers": {asked: given for asked, given in answers.items() if dice.random() < 0.8},
        }

    def some_pairs() -> frozenset[tuple[int, int]]:
        """Each mentee with a twentieth of the mentors, but three at most."""
        each = min(3, -(-mentors // 20))
        return frozenset(
            (one, other) for one in mentee_ids for other in dice.sample(mentor_ids, each)
        )

    return Pool(
        mentees=tuple(replace(one, **more(mentor_ids)) for one in pool.mentees),
        mentors=tuple(replace(one, **more(mentee_ids)) for one in pool.mentors),
        forbidden=some_pairs(),
        barred=some_pairs(),
        ended=some_pairs(),
        met=some_pairs(),
        questions=QUESTIONS,
    )
