from __future__ import annotations

from dataclasses import replace

import pytest

from history.models import Event
from matching import criteria, rulings
from matching.models import Ruling, Run
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished, taking_part
from tests.pairings.threads import at_once

NOW = cast.NOW


def pairs(run: Run) -> set[tuple[str, str]]:
    found = run.proposals.select_related("mentor__person", "mentee__person")
    return {(one.mentor.person.short_name, one.mentee.person.short_name) for one in found}


def test_a_lock_is_kept_by_the_next_run(
    pool: Program, ada: Person, ben: Person, dora: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(dora), by=ada, at=NOW)
    run = finished(pool, by=ada)
    assert pairs(run) == {("Ben", "Dora"), ("Finn", "Cleo")}
    assert run.proposals.get(is_locked=True).mentor.person == ben


def test_a_ban_is_kept_by_the_next_run(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    assert pairs(finished(pool, by=ada)) == {("Ben", "Dora"), ("Finn", "Cleo")}


def test_a_lock_takes_the_place_of_a_ban(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    assert Ruling.objects.get().kind == "lock"
    verbs = Event.objects.filter(verb__startswith="ruling").order_by("id")
    assert list(verbs.values_list("verb", flat=True)) == ["ruling.forbidden", "ruling.locked"]


def test_a_lifted_ruling_is_gone_and_told(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.lift(rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW), by=ada, at=NOW)
    assert not Ruling.objects.exists()
    assert Event.objects.filter(verb="ruling.lifted", program_id=pool.pk).exists()


def test_a_mentee_is_locked_to_one_mentor(
    pool: Program, ada: Person, ben: Person, finn: Person, cleo: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    with pytest.raises(rulings.LockedElsewhere, match="locked to Ben Okafor"):
        rulings.lock(taking_part(finn), taking_part(cleo), by=ada, at=NOW)


def test_a_mentor_is_not_locked_beyond_the_capacity(
    pool: Program, ada: Person, ben: Person, cleo: Person, dora: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    with pytest.raises(rulings.NoRoom, match="room for 1"):
        rulings.lock(taking_part(ben), taking_part(dora), by=ada, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_locks_at_once_keep_to_the_capacity(
    pool: Program, ada: Person, ben: Person, cleo: Person, dora: Person
) -> None:
    outcomes = at_once(
        *[
            lambda who=who: rulings.lock(taking_part(ben), taking_part(who), by=ada, at=NOW)
            for who in (cleo, dora)
        ]
    )
    assert [type(one) for one in outcomes if isinstance(one, Exception)] == [rulings.NoRoom]
    assert Ruling.objects.count() == 1


def test_nobody_is_locked_to_their_manager(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    cast.employment(cleo, manager=cast.employment(ben))
    with pytest.raises(rulings.AgainstRules, match="same reporting line"):
        rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)


def test_a_rule_that_the_latest_run_had_off_stops_no_lock(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    Participant.objects.filter(person=cleo).update(languages=["pt"])
    with pytest.raises(rulings.AgainstRules, match="no common language"):
        rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    run = finished(pool, by=ada)
    run.settings = criteria.as_settings(replace(criteria.default_for(pool), common_language=False))
    run.save(update_fields=["settings"])
    assert rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)


def test_a_ruling_is_on_a_mentor_and_a_mentee_of_one_program(
    pool: Program, ada: Person, dan: Person, ben: Person, cleo: Person
) -> None:
    for mentor, mentee in (
        (taking_part(dan), taking_part(cleo)),
        (taking_part(cleo), taking_part(ben)),
    ):
        with pytest.raises(rulings.NotAPair):
            rulings.forbid(mentor, mentee, by=ada, at=NOW)


def test_a_swap_locks_each_to_the_others_mentor(done: Run, pool: Program, ada: Person) -> None:
    one, other = done.proposals.all()
    rulings.swap(one, other, by=ada, at=NOW)
    assert pairs(finished(pool, by=ada)) == {("Ben", "Dora"), ("Finn", "Cleo")}


def test_a_swap_moves_the_locks_that_were(done: Run, pool: Program, ada: Person) -> None:
    one, other = done.proposals.all()
    rulings.lock(one.mentor, one.mentee, by=ada, at=NOW)
    rulings.swap(one, other, by=ada, at=NOW)
    assert pairs(finished(pool, by=ada)) == {("Ben", "Dora"), ("Finn", "Cleo")}


def test_a_swap_that_breaks_a_rule_changes_nothing(
    done: Run, ada: Person, ben: Person, dora: Person
) -> None:
    cast.employment(dora, manager=cast.employment(ben))
    with pytest.raises(rulings.AgainstRules):
        rulings.swap(*done.proposals.all(), by=ada, at=NOW)
    assert not Ruling.objects.exists()


def test_a_lock_can_pass_over_a_rule_knowingly_and_the_next_run_keeps_it(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    cast.employment(cleo, manager=cast.employment(ben))
    ruling = rulings.lock(
        taking_part(ben), taking_part(cleo), by=ada, at=NOW, despite=["reporting_line", "other"]
    )
    assert ruling.despite == ["reporting_line"]
    assert Event.objects.get(verb="ruling.locked").facts["despite"] == ["reporting_line"]
    for _again in range(2):
        assert pairs(finished(pool, by=ada)) == {("Ben", "Cleo"), ("Finn", "Dora")}


def test_passing_over_one_rule_passes_over_no_other(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    cast.employment(cleo, manager=cast.employment(ben))
    Participant.objects.filter(person=cleo).update(languages=["pt"])
    with pytest.raises(rulings.AgainstRules) as refused:
        rulings.lock(
            taking_part(ben), taking_part(cleo), by=ada, at=NOW, despite=["reporting_line"]
        )
    assert str(refused.value) == "Ben Okafor and Cleo Martin cannot be paired: no common language."


def test_a_ban_takes_the_place_of_a_lock_despite_a_rule(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    cast.employment(cleo, manager=cast.employment(ben))
    two = taking_part(ben), taking_part(cleo)
    rulings.lock(*two, by=ada, at=NOW, despite=["reporting_line"])
    assert rulings.forbid(*two, by=ada, at=NOW).despite == []


@pytest.mark.parametrize("how", ["mentee bars", "mentor bars", "ended"])
def test_no_lock_passes_over_what_is_not_possible_nor_says_why(
    pool: Program, ada: Person, ben: Person, cleo: Person, how: str
) -> None:
    if how == "ended":
        cast.pairing(taking_part(ben), taking_part(cleo), state="ended")
    else:
        one, other = (cleo, ben) if how == "mentee bars" else (ben, cleo)
        Bar.objects.create(by=one, against=other, at=NOW)
    with pytest.raises(rulings.NotPossible) as refused:
        rulings.lock(
            taking_part(ben), taking_part(cleo), by=ada, at=NOW, despite=["barred", "ended"]
        )
    assert str(refused.value) == (
        "Cleo Martin with Ben Okafor is not possible. Choose another mentor."
    )
    assert not Ruling.objects.exists()


def test_a_lock_has_had_its_effect_once_the_pairing_has_ended(
    pool: Program, ada: Person, ben: Person, finn: Person, cleo: Person
) -> None:
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    cast.pairing(taking_part(ben), taking_part(cleo), state="ended")
    assert pairs(finished(pool, by=ada)) == {("Finn", "Cleo"), ("Ben", "Dora")}
    rulings.lock(taking_part(finn), taking_part(cleo), by=ada, at=NOW)
    assert Ruling.objects.get().mentor.person == finn


def test_in_a_program_of_pairs_a_second_lock_on_a_mentor_is_refused(
    pool: Program, ada: Person, ben: Person, cleo: Person, dora: Person
) -> None:
    Participant.objects.filter(person=ben).update(capacity=3)
    Program.objects.filter(pk=pool.pk).update(shape="pairs")
    rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    with pytest.raises(rulings.NoRoom, match="room for 1"):
        rulings.lock(taking_part(ben), taking_part(dora), by=ada, at=NOW)


def test_nobody_is_locked_to_the_mentor_of_a_group_that_is_formed(
    pool: Program, ada: Person, ben: Person, cleo: Person, dora: Person
) -> None:
    Participant.objects.filter(person=ben).update(capacity=5)
    Program.objects.filter(pk=pool.pk).update(shape="groups")
    cast.pairing(taking_part(ben), taking_part(dora))
    with pytest.raises(rulings.NoRoom, match="Ben Okafor leads a group already"):
        rulings.lock(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
