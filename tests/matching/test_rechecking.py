from __future__ import annotations

import pytest

from matching import criteria, runs
from matching.certificate import BrokenRuleError, CertificateError
from matching.models import Proof, Run
from matching.rechecking import NotAsItWas, gap_of
from people.models import Person
from programs.models import Program
from tests import cast


@pytest.mark.parametrize("aim", ["", "spread", "wishes_first", "worst_first"])
def test_a_run_is_proven_again_from_the_database(pool: Program, ada: Person, aim: str) -> None:
    chosen = criteria.as_settings(criteria.default_for(pool))
    if aim:
        chosen["aims"] = {aim: True}
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=chosen)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    assert not aim or run.certificate["aim"][aim]
    assert Proof.objects.filter(run=run).exists() == bool(aim)
    assert gap_of(run) == 0.0


def test_a_proof_lost_is_noticed(pool: Program, ada: Person) -> None:
    chosen = criteria.as_settings(criteria.default_for(pool)) | {"aims": {"spread": True}}
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=chosen)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    run.proof.delete()
    with pytest.raises(CertificateError, match="not kept"):
        gap_of(run)


def test_a_proof_kept_with_the_run_itself_still_holds(pool: Program, ada: Person) -> None:
    """As it was before cases had a row of their own."""
    chosen = criteria.as_settings(criteria.default_for(pool)) | {"aims": {"spread": True}}
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=chosen)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    run.certificate["cases"] = run.proof.cases
    run.save()
    run.proof.delete()
    assert gap_of(run) == 0.0


def test_a_proposal_taken_away_is_noticed(done: Run) -> None:
    done.proposals.all()[0].delete()
    assert gap_of(done) == 0.5


def test_proposals_exchanged_are_noticed(done: Run) -> None:
    one, other = done.proposals.all()
    mentor = one.mentor
    other.delete()
    one.mentor = other.mentor
    one.save()
    other.mentor = mentor
    other.save()
    assert 0 < gap_of(done) < 1


def test_a_proof_of_another_aim_is_none(done: Run) -> None:
    done.settings["aims"] = {"worst_first": True}
    done.save()
    with pytest.raises(CertificateError, match="other aims"):
        gap_of(done)


def test_a_mentor_given_two_mentees_breaks_a_rule(done: Run) -> None:
    one, other = done.proposals.all()
    other.mentor = one.mentor
    other.save()
    with pytest.raises(BrokenRuleError):
        gap_of(done)


def test_where_people_have_changed_the_run_cannot_be_checked(done: Run, pool: Program) -> None:
    cast.participant(cast.person("Gil Late"), pool, "mentee")
    with pytest.raises(NotAsItWas, match="changed"):
        gap_of(done)


def test_a_run_without_a_result_cannot_be_checked(pool: Program, ada: Person) -> None:
    with pytest.raises(NotAsItWas, match="no result"):
        gap_of(runs.ask(pool, by=ada, at=cast.NOW))
