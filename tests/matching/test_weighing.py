from __future__ import annotations

import pytest

from matching import rulings, weighing
from matching.weighing import Weighed
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.matching.conftest import taking_part


def weighed(mentor: Person, mentee: Person) -> Weighed:
    return weighing.weigh(taking_part(mentor), taking_part(mentee), on=TODAY)


def test_the_best_for_somebody_is_said_to_be_so(pool: Program, ben: Person, cleo: Person) -> None:
    found = weighed(ben, cleo)
    assert found.is_best
    assert found.compared == f"{found.score:.0f} points of 100, the best there is for Cleo Martin."
    assert found.reasons.startswith("Covers Finance, the first priority, at level expert")
    assert (found.broken, found.warnings, found.costs) == ((), (), ())


def test_another_is_compared_with_the_best_and_names_who_would_pay(
    pool: Program, finn: Person, cleo: Person
) -> None:
    found = weighed(finn, cleo)
    best = f"by the rules the best for Cleo Martin is {found.best:.0f}, with Ben Okafor."
    assert found.compared == f"{found.score:.0f} points of 100; {best}"
    (cost,) = found.costs
    assert cost.startswith("Dora Lang would get Ben Okafor instead of Finn Moser: ")


def test_who_would_be_left_out_is_named(
    pool: Program, ben: Person, finn: Person, cleo: Person, dora: Person
) -> None:
    Participant.objects.filter(person=ben).update(languages=["pt"])
    Participant.objects.filter(person=cleo).update(languages=["pt", "en"])
    assert weighed(finn, cleo).costs == ("Dora Lang would be left without a mentor.",)


def test_many_costs_are_counted(pool: Program, ada: Person, finn: Person, cleo: Person) -> None:
    for number in range(8):
        cast.participant(cast.person(f"Mentee {number}"), pool, "mentee", skills=("Law",))
    Participant.objects.filter(person=finn).update(capacity=9)
    Participant.objects.filter(person__name="Ben Okafor").update(state="waitlisted")
    assert len(weighed(finn, cleo).costs) <= weighing.MOST_COSTS + 1


@pytest.mark.parametrize(
    ("rule", "said"),
    [("reporting_line", "Same reporting line."), ("common_language", "No common language.")],
)
def test_each_rule_passed_over_is_named(
    pool: Program, ben: Person, cleo: Person, rule: str, said: str
) -> None:
    if rule == "reporting_line":
        cast.employment(cleo, manager=cast.employment(ben))
    else:
        Participant.objects.filter(person=ben).update(languages=["pt"])
    found = weighed(ben, cleo)
    assert (found.broken, found.warnings) == ((rule,), (said,))
    assert found.score > (found.best or 0)
    assert "by the rules the best for Cleo Martin is" in found.compared


def test_a_ban_is_a_warning_too(pool: Program, ada: Person, ben: Person, cleo: Person) -> None:
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=NOW)
    (warning,) = weighed(ben, cleo).warnings
    assert "That ruling would be lifted." in warning


def test_a_lock_despite_a_rule_is_weighed_as_it_was(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    cast.employment(cleo, manager=cast.employment(ben))
    two = taking_part(ben), taking_part(cleo)
    before = weighed(ben, cleo)
    rulings.lock(*two, by=ada, at=NOW, despite=["reporting_line"])
    after = weighed(ben, cleo)
    assert after.is_locked
    assert (after.broken, after.score, after.costs) == (before.broken, before.score, before.costs)


def test_a_mentor_without_a_place_is_refused(
    pool: Program, ben: Person, cleo: Person, dora: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(dora))
    with pytest.raises(rulings.NoRoom, match="Ben Okafor has room for 1, and all of it is taken"):
        weighed(ben, cleo)


def test_with_too_many_people_nobody_waits_for_the_costs(
    pool: Program, finn: Person, cleo: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weighing, "MOST_PAIRS", 3)
    found = weighed(finn, cleo)
    assert found.is_too_large
    assert not found.costs
    assert found.best
