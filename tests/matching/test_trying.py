from __future__ import annotations

from dataclasses import replace

import pytest

from matching import criteria, rulings, trying
from matching.models import Proposal, Run
from matching.scoring import Criteria
from participants.models import Objective
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import taking_part


def test_the_same_criteria_change_nothing(done: Run) -> None:
    trial = trying.try_out(done, criteria.of(done), on=cast.TODAY)
    assert trial.comparison.is_same
    assert not trial.has_changed
    assert trial.comparison.first == trial.comparison.second


def test_a_rule_more_leaves_somebody_out_and_says_why(
    pool: Program, ada: Person, done: Run, ben: Person
) -> None:
    stricter = replace(criteria.of(done), wanted_skill=True, strictly_above=True)
    lone = cast.participant(cast.person("Gil Alone"), pool, "mentee", skills=("Cooking",))
    cast.participant(cast.person("Hal Mentor"), pool, "mentor", skills=("Law",))
    trial = trying.try_out(done, stricter, on=cast.TODAY)
    assert trial.has_changed
    assert [one.mentee for one in trial.comparison.left_out] == [lone.pk]
    assert trial.comparison.why_left[lone.pk][0] == "wanted_skill"
    looser = trying.try_out(done, criteria.of(done), on=cast.TODAY)
    assert [one.mentee for one in looser.comparison.newly_placed] == [lone.pk]


def test_nothing_is_stored(done: Run) -> None:
    before = (Run.objects.count(), Proposal.objects.count())
    trying.try_out(done, Criteria(), on=cast.TODAY)
    assert (Run.objects.count(), Proposal.objects.count()) == before


def test_criteria_against_a_lock_are_refused_in_words(
    done: Run, pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW)
    never = replace(criteria.of(done), common_language=False, wanted_skill=True)
    Objective.objects.filter(participant=taking_part(cleo)).delete()
    with pytest.raises(trying.CannotBe, match="Ben Okafor and Cleo Martin are locked together"):
        trying.try_out(done, never, on=cast.TODAY)
