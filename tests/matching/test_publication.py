from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from matching import publication, rulings, runs
from matching.models import Publication, Run
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished, taking_part
from tests.pairings.threads import at_once

NOW = cast.NOW


def test_a_finished_run_is_published(done: Run, ada: Person) -> None:
    published = publication.publish(done, by=ada, at=NOW)
    assert (published.run, published.round, published.by) == (done, 1, ada)
    assert Event.objects.get(verb="run.published").facts == {"round": 1, "placed": 2}


def test_a_round_is_published_once(done: Run, pool: Program, ada: Person) -> None:
    publication.publish(done, by=ada, at=NOW)
    with pytest.raises(publication.AlreadyPublished, match="published this round already"):
        publication.publish(done, by=ada, at=NOW)


def test_the_next_run_is_for_the_next_round(done: Run, pool: Program, ada: Person) -> None:
    publication.publish(done, by=ada, at=NOW)
    assert runs.ask(pool, by=ada, at=NOW).round == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_who_publish_at_once_exactly_one_wins(done: Run, ada: Person) -> None:
    for _round in range(3):
        Publication.objects.all().delete()
        outcomes = at_once(*[lambda: publication.publish(done, by=ada, at=NOW)] * 8)
        assert sum(isinstance(one, Publication) for one in outcomes) == 1
        lost = [one for one in outcomes if not isinstance(one, Publication)]
        assert {type(one) for one in lost} == {publication.AlreadyPublished}


@pytest.mark.django_db(transaction=True)
def test_two_runs_of_a_round_cannot_both_be_published(
    done: Run, pool: Program, ada: Person
) -> None:
    other = finished(pool, by=ada)
    at_once(
        *[lambda run=run: publication.publish(run, by=ada, at=NOW) for run in (done, other)] * 4
    )
    assert Publication.objects.count() == 1


def test_a_run_that_is_not_done_is_refused(pool: Program, ada: Person) -> None:
    run = runs.ask(pool, by=ada, at=NOW)
    with pytest.raises(publication.NotPublishable, match="waiting"):
        publication.publish(run, by=ada, at=NOW)


def test_a_run_that_places_nobody_is_refused(program: Program, ada: Person) -> None:
    with pytest.raises(publication.NotPublishable, match="places nobody"):
        publication.publish(finished(program, by=ada), by=ada, at=NOW)


def test_an_older_run_that_still_holds_true_is_published(
    done: Run, pool: Program, ada: Person
) -> None:
    finished(pool, by=ada)
    assert publication.publish(done, by=ada, at=NOW).run == done


def test_who_comes_second_reads_who_was_first(done: Run, pool: Program, ada: Person) -> None:
    other = finished(pool, by=ada)
    publication.publish(done, by=ada, at=NOW)
    with pytest.raises(publication.AlreadyPublished, match="Ada Keller has published this round"):
        publication.publish(other, by=ada, at=NOW)


def test_a_run_with_somebody_who_withdrew_is_refused_by_name(
    done: Run, ada: Person, cleo: Person
) -> None:
    Participant.objects.filter(person=cleo).update(state="withdrawn")
    with pytest.raises(publication.Stale, match="Cleo Martin is not admitted any more"):
        publication.publish(done, by=ada, at=NOW)
    assert not Publication.objects.exists()


def test_a_run_that_uses_places_taken_since_is_refused(
    done: Run, ada: Person, ben: Person, cleo: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    with pytest.raises(publication.Stale) as refused:
        publication.publish(done, by=ada, at=NOW)
    assert refused.value.obstacles == [
        "Cleo Martin has a mentor by now. Run again.",
        "Ben Okafor has fewer places free than this run uses. Run again.",
    ]


@pytest.mark.parametrize("how", ["forbid", "lock elsewhere"])
def test_a_run_ruled_otherwise_since_is_refused(
    done: Run, ada: Person, ben: Person, finn: Person, cleo: Person, how: str
) -> None:
    if how == "forbid":
        rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    else:
        rulings.lock(taking_part(finn), taking_part(cleo), by=ada, at=NOW)
    with pytest.raises(publication.Stale, match="ruled otherwise"):
        publication.publish(done, by=ada, at=NOW)


def test_somebody_admitted_since_is_told_but_stops_nothing(
    done: Run, pool: Program, ada: Person
) -> None:
    assert not publication.confirmation(done, on=cast.TODAY)["has_changed"]
    cast.participant(cast.person("Late Comer"), pool, "mentee")
    page = publication.confirmation(done, on=cast.TODAY)
    assert page["has_changed"]
    assert not page["obstacles"]
    assert publication.publish(done, by=ada, at=NOW)


def apart(done: Run, how: str, ada: Person, ben: Person, cleo: Person) -> None:
    """Something that keeps Ben and Cleo apart since the run."""
    if how == "mentee bars":
        Bar.objects.create(by=cleo, against=ben, at=NOW)
    elif how == "mentor bars":
        Bar.objects.create(by=ben, against=cleo, at=NOW)
    else:
        cast.pairing(taking_part(ben), taking_part(cleo), state="ended")


@pytest.mark.parametrize("how", ["mentee bars", "mentor bars", "ended"])
def test_who_cannot_be_a_pair_any_more_is_said_in_the_same_words_whatever_the_reason(
    done: Run, ada: Person, ben: Person, cleo: Person, how: str
) -> None:
    apart(done, how, ada, ben, cleo)
    assert publication.obstacles(done, on=cast.TODAY) == [
        "Cleo Martin with Ben Okafor is not possible any more. Run again."
    ]


def test_a_bar_against_somebody_else_stops_nothing(done: Run, cleo: Person, finn: Person) -> None:
    Bar.objects.create(by=cleo, against=finn, at=NOW)
    assert not publication.obstacles(done, on=cast.TODAY)


def in_one_line(mentor: Person, mentee: Person) -> None:
    """The mentor becomes the manager of the mentee."""
    cast.employment(mentee, manager=cast.employment(mentor, level=4))


AGAINST_A_RULE = (
    "Cleo Martin with Ben Okafor is against a rule by now: same reporting line. Run again."
)


def test_a_run_against_a_rule_that_has_become_true_since_is_refused_by_name(
    done: Run, ada: Person, ben: Person, cleo: Person
) -> None:
    in_one_line(ben, cleo)
    with pytest.raises(publication.Stale) as refused:
        publication.publish(done, by=ada, at=NOW)
    assert refused.value.obstacles == [AGAINST_A_RULE]
    assert publication.confirmation(done, on=cast.TODAY)["obstacles"] == [AGAINST_A_RULE]
    assert not Publication.objects.exists()


def test_a_rule_the_run_did_not_go_by_stops_nothing(done: Run, ben: Person, cleo: Person) -> None:
    done.settings["rules"]["reporting_line"] = False
    done.save(update_fields=["settings"])
    in_one_line(ben, cleo)
    assert not publication.obstacles(done, on=cast.TODAY)


def test_who_is_locked_in_spite_of_a_rule_may_be_published(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    in_one_line(ben, cleo)
    despite = ["reporting_line"]
    locked = rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW, despite=despite)
    run = finished(pool, by=ada)
    assert not publication.obstacles(run, on=cast.TODAY)
    rulings.lift(locked, by=ada, at=NOW)
    assert publication.obstacles(run, on=cast.TODAY) == [AGAINST_A_RULE]


def test_beside_a_bar_no_rule_is_told(done: Run, ben: Person, cleo: Person) -> None:
    in_one_line(ben, cleo)
    Bar.objects.create(by=cleo, against=ben, at=NOW)
    assert publication.obstacles(done, on=cast.TODAY) == [
        "Cleo Martin with Ben Okafor is not possible any more. Run again."
    ]


@pytest.mark.parametrize("more", [0, 3])
def test_more_proposals_take_no_more_queries(
    pool: Program, ada: Person, more: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(more):
        for role in ("mentor", "mentee"):
            someone = cast.person(f"More {role} {number}")
            cast.employment(someone)
            cast.participant(someone, pool, role)
    run = finished(pool, by=ada)
    assert run.proposals.count() == 2 + more
    with django_assert_num_queries(7):
        publication.obstacles(run, on=cast.TODAY)


def in_shape(run: Run, shape: str) -> Run:
    Program.objects.filter(pk=run.program_id).update(shape=shape)
    return Run.objects.get(pk=run.pk)


def test_a_run_for_several_is_refused_once_the_program_is_of_pairs(
    pool: Program, ada: Person, ben: Person, finn: Person
) -> None:
    Participant.objects.filter(person=ben).update(capacity=2)
    Participant.objects.filter(person=finn).update(state="waitlisted")
    run = finished(pool, by=ada)
    assert not publication.obstacles(run, on=cast.TODAY)
    assert publication.obstacles(in_shape(run, "pairs"), on=cast.TODAY) == [
        "Ben Okafor has fewer places free than this run uses. Run again."
    ]


def test_a_run_for_pairs_is_refused_once_the_program_is_of_groups(done: Run) -> None:
    assert publication.obstacles(in_shape(done, "groups"), on=cast.TODAY) == [
        "A group is of 3 or more by now, and that of Ben Okafor is smaller. Run again.",
        "A group is of 3 or more by now, and that of Finn Moser is smaller. Run again.",
    ]


def test_a_group_put_together_by_hand_may_be_smaller(done: Run) -> None:
    done.proposals.update(is_locked=True)
    assert not publication.obstacles(in_shape(done, "groups"), on=cast.TODAY)


def test_somebody_who_may_not_sign_in_any_more_is_named(done: Run, cleo: Person) -> None:
    Person.objects.filter(pk=cleo.pk).update(is_active=False)
    assert publication.obstacles(done, on=cast.TODAY) == [
        "Cleo Martin is not admitted any more. Run again without them."
    ]
