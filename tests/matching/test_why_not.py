from __future__ import annotations

import re
from collections.abc import Iterable

import pytest

from matching import criteria, rulings, runs, why_not
from matching.models import Ruling, Run
from matching.side_by_side import MINUS
from matching.why_not import Inquiry, NoAnswer
from participants.models import Bar, Participant, Wish
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished, taking_part


def asked(run: Run, mentee: Person, mentor: Person) -> why_not.Answer:
    return inquiry(run, mentee).answer(taking_part(mentor))


def inquiry(run: Run, mentee: Person) -> Inquiry:
    return Inquiry(run, taking_part(mentee), on=cast.TODAY)


def proposed_to(run: Run, mentee: Person, mentors: Iterable[Person]) -> list[why_not.Candidate]:
    """Those of the mentors whom the list of candidates marks as proposed."""
    found = inquiry(run, mentee).candidates([taking_part(one) for one in mentors])
    return [one for one in found if one.is_proposed]


@pytest.fixture
def gus(pool: Program) -> Person:
    """Wants what Finn offers as well, a little less; there is no place for three."""
    someone = cast.person("Gus Third")
    cast.participant(someone, pool, "mentee", skills=("Art", "Law"))
    return someone


def test_another_mentor_costs_what_the_two_mentees_lose(
    done: Run, cleo: Person, finn: Person
) -> None:
    answer = asked(done, cleo, finn)
    assert answer.is_possible
    assert answer.proposed is not None
    assert answer.proposed.person.name == "Ben Okafor"
    assert "They could be paired, with a score of" in answer.said
    assert "It would give another mentor to 1 other mentee." in answer.said
    assert "The total score would fall by" in answer.said
    assert answer.cost is not None
    (row,) = answer.cost.rows
    assert (row.mentee.person.name, row.after and row.after.person.name) == (
        "Dora Lang",
        "Ben Okafor",
    )
    figures = {one.label: (one.first, one.second) for one in answer.cost.figures}
    assert figures["Mentees placed"] == ("2", "2")


def test_the_parts_of_both_stand_side_by_side_and_add_up(
    done: Run, cleo: Person, finn: Person
) -> None:
    answer = asked(done, cleo, finn)
    parts = {one.label: one for one in answer.parts}
    assert float(parts["Objectives"].asked) == 0
    assert float(parts["Objectives"].proposed) > 0
    assert sum(float(one.asked) for one in answer.parts) == pytest.approx(answer.score, abs=0.5)
    assert answer.proposed_score == pytest.approx(
        sum(float(one.proposed) for one in answer.parts), abs=0.5
    )
    assert answer.reasons.startswith("Covers none of the objectives")
    assert answer.proposed_reasons.startswith("Covers Finance, the first priority")


def test_asked_about_the_mentor_proposed_it_says_so(done: Run, cleo: Person, ben: Person) -> None:
    answer = asked(done, cleo, ben)
    assert answer.said.startswith("This run proposes just that: Ben Okafor, with a score of")
    assert not answer.is_possible
    assert answer.cost is None


def test_a_rule_that_forbids_it_is_named(
    pool: Program, ada: Person, cleo: Person, finn: Person
) -> None:
    boss = cast.employment(finn)
    cast.employment(cleo, manager=boss)
    answer = asked(finished(pool, by=ada), cleo, finn)
    assert answer.said == "Cleo Martin and Finn Moser cannot be paired: same reporting line."
    assert answer.score is None
    assert not answer.is_possible
    assert answer.may_be_passed


@pytest.mark.parametrize("by_mentee", [True, False])
def test_a_bar_is_only_not_possible(
    pool: Program, ada: Person, cleo: Person, finn: Person, by_mentee: bool
) -> None:
    by, against = (cleo, finn) if by_mentee else (finn, cleo)
    Bar.objects.create(by=by, against=against, at=cast.NOW)
    run = finished(pool, by=ada)
    answer = asked(run, cleo, finn)
    assert answer.said == "Cleo Martin with Finn Moser is not possible."
    assert not answer.may_be_passed
    mentors = [taking_part(finn)]
    assert inquiry(run, cleo).candidates(mentors)[0].obstacle == "not possible"


def test_beside_another_rule_a_bar_is_not_told_at_all(
    pool: Program, ada: Person, cleo: Person, finn: Person
) -> None:
    Bar.objects.create(by=cleo, against=finn, at=cast.NOW)
    Participant.objects.filter(person=finn).update(languages=["fr"])
    answer = asked(finished(pool, by=ada), cleo, finn)
    assert answer.said == "Cleo Martin and Finn Moser cannot be paired: no common language."


def test_who_was_left_out_would_take_anothers_place(
    pool: Program, gus: Person, ada: Person, finn: Person
) -> None:
    answer = asked(finished(pool, by=ada), gus, finn)
    assert "Gus Third has nobody now." in answer.said
    assert "Dora Lang would have nobody." in answer.said
    assert answer.proposed is None
    assert answer.cost is not None
    assert [row.mentee.person.name for row in answer.cost.rows if row.after is None] == [
        "Dora Lang"
    ]


def test_who_would_get_a_mentor_by_it_is_named(
    pool: Program, ada: Person, cleo: Person, finn: Person
) -> None:
    """Gus can have nobody but Ben, who is proposed to Cleo, and Dora nobody but Finn."""
    cast.participant(cast.person("Gus Third"), pool, "mentee", skills=("Art",))
    speaks = {"Gus Third": ["pt"], "Ben Okafor": ["pt", "en"]}
    speaks |= {"Dora Lang": ["fr"], "Finn Moser": ["fr", "en"]}
    for name, languages in speaks.items():
        Participant.objects.filter(person__name=name).update(languages=languages)
    run = finished(pool, by=ada)
    assert {one.mentee.person.name for one in run.left_out.all()} == {"Gus Third"}
    answer = asked(run, cleo, finn)
    assert "Dora Lang would have nobody. Gus Third would get a mentor." in answer.said


def test_a_mentor_without_a_place_is_said_to_have_none(
    done: Run, ben: Person, cleo: Person, dora: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(dora))
    assert asked(done, cleo, ben).said == "Ben Okafor has no place free."


def test_a_mentor_without_room_for_a_group_is_told_apart(
    done: Run, cleo: Person, finn: Person
) -> None:
    Program.objects.filter(pk=done.program_id).update(shape="groups")
    done.program.refresh_from_db()
    assert "fewer mentees than make a group" in asked(done, cleo, finn).said


def test_who_has_a_mentor_by_now_is_not_waiting(done: Run, ben: Person, cleo: Person) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    assert not inquiry(done, cleo).is_waiting
    assert "is not waiting for a mentor any more" in asked(done, cleo, ben).said


def test_places_locked_for_others_are_named_as_such(
    done: Run, ada: Person, cleo: Person, dora: Person, finn: Person
) -> None:
    rulings.lock(taking_part(finn), taking_part(dora), by=ada, at=cast.NOW)
    answer = asked(done, cleo, finn)
    assert "all places of Finn Moser are locked for others" in answer.said
    assert not answer.is_possible


def test_locks_that_contradict_the_rules_by_now_are_refused_with_their_names(
    done: Run, cleo: Person, dora: Person, ben: Person, finn: Person
) -> None:
    Ruling.objects.create(
        program=done.program,
        mentor=taking_part(finn),
        mentee=taking_part(dora),
        kind="lock",
        at=cast.NOW,
    )
    Participant.objects.filter(person=dora).update(languages=["fr"])
    with pytest.raises(NoAnswer, match="Finn Moser and Dora Lang are locked together"):
        asked(done, cleo, ben)


def test_after_a_change_the_answer_goes_by_the_people_of_today(
    done: Run, cleo: Person, finn: Person
) -> None:
    assert not inquiry(done, cleo).has_changed
    Participant.objects.filter(person=finn).update(hours_per_month=9)
    later = inquiry(done, cleo)
    assert later.has_changed
    assert later.answer(taking_part(finn)).cost is not None


def test_after_a_change_what_the_run_proposes_and_what_a_new_one_would_are_told_apart(
    done: Run, pool: Program, cleo: Person, ben: Person, finn: Person
) -> None:
    """Nora, who came since, covers more of what Cleo wants than Ben, whom the run proposes."""
    nora = cast.person("Nora New")
    cast.participant(nora, pool, "mentor", skills=("Finance", "Art"))
    assert [one.mentor.person for one in proposed_to(done, cleo, (ben, finn, nora))] == [ben]
    answers = {one.name: asked(done, cleo, one) for one in (ben, finn, nora)}
    assert all(one.is_anew for one in answers.values())
    ran = "This run proposes just that: Ben Okafor, today with a score of"
    assert answers["Ben Okafor"].said.startswith(ran)
    assert "A new run would propose Nora New today, with" in answers["Ben Okafor"].said
    assert answers["Nora New"].said.startswith(
        "This run proposes Ben Okafor. A new run would propose just that today: Nora New, with"
    )
    assert "They could be paired" in answers["Finn Moser"].said
    assert (
        "This run proposes Ben Okafor. A new run would propose Nora" in answers["Finn Moser"].said
    )


@pytest.mark.parametrize("hours", range(3, 11))
def test_the_sentence_and_the_table_name_one_difference(
    pool: Program, ada: Person, cleo: Person, finn: Person, hours: int
) -> None:
    Participant.objects.filter(program=pool, role="mentee").update(hours_per_month=hours)
    Participant.objects.filter(person=finn).update(hours_per_month=3)
    answer = asked(finished(pool, by=ada), cleo, finn)
    assert answer.cost is not None
    (total,) = [one.difference for one in answer.cost.figures if one.label == "Total score"]
    told = re.search(r"The total score would fall by ([\d.]+)\.", answer.said)
    assert told, answer.said
    assert total == f"{MINUS}{told[1]}"


def test_what_holds_after_a_change_is_said_to_hold(
    done: Run, cleo: Person, ben: Person, finn: Person
) -> None:
    Participant.objects.filter(person=finn).update(hours_per_month=9)
    said = "This run proposes just that, and a new run would today: Ben Okafor, with a score of"
    assert asked(done, cleo, ben).said.startswith(said)
    assert "A new run would propose the same today" in asked(done, cleo, finn).said


def test_who_came_since_the_run_is_proposed_nobody_by_it(
    done: Run, gus: Person, finn: Person
) -> None:
    said = asked(done, gus, finn).said
    assert "This run proposes nobody for Gus Third." in said
    assert "A new run would leave Gus Third without a mentor today." in said


def test_of_so_many_people_a_proposal_that_fell_away_is_told(
    done: Run,
    cleo: Person,
    ben: Person,
    finn: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(why_not, "MOST_PAIRS", 1)
    Participant.objects.filter(person=ben).update(state="withdrawn")
    said = asked(done, cleo, finn).said
    assert "Ben Okafor is proposed, but has no place any more." in said


def test_mentors_come_by_their_score_and_those_kept_apart_last(
    done: Run, cleo: Person, ben: Person, finn: Person
) -> None:
    apart = cast.participant(cast.person("Aron First"), done.program, "mentor", languages=("pt",))
    mentors = [apart, taking_part(finn), taking_part(ben)]
    found = inquiry(done, cleo).candidates(mentors)
    assert [one.mentor.person.name for one in found] == ["Ben Okafor", "Finn Moser", "Aron First"]
    assert [one.is_proposed for one in found] == [True, False, False]
    assert (found[2].score, found[2].obstacle) == (None, "no common language")


def test_so_many_people_are_not_matched_while_somebody_waits(
    done: Run, cleo: Person, finn: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(why_not, "MOST_PAIRS", 3)
    answer = asked(done, cleo, finn)
    assert answer.cost is None
    assert answer.is_possible
    assert "so many people are not matched again while you wait" in answer.said


def test_of_so_many_people_the_proof_says_what_it_costs_at_least(
    done: Run, cleo: Person, finn: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    exact = asked(done, cleo, finn)
    assert exact.cost is not None
    (lost,) = [one.difference for one in exact.cost.figures if one.label == "Total score"]
    monkeypatch.setattr(why_not, "MOST_PAIRS", 3)
    said = asked(done, cleo, finn).said
    told = re.search(r"The total score would fall by at least ([\d.]+)\.", said)
    assert told, said
    assert 0 < float(told[1]) <= float(lost.removeprefix(MINUS))
    Participant.objects.filter(person=cleo).update(hours_per_month=9)
    assert "at least" not in asked(done, cleo, finn).said


def test_of_so_many_people_who_would_have_nobody_is_counted(
    pool: Program,
    gus: Person,
    ada: Person,
    cleo: Person,
    finn: Person,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Dora and Gus can have nobody but Finn."""
    for name in ("Dora Lang", "Gus Third"):
        Participant.objects.filter(person__name=name).update(languages=["fr"])
    Participant.objects.filter(person=finn).update(languages=["fr", "en"])
    run = finished(pool, by=ada)
    monkeypatch.setattr(why_not, "MOST_PAIRS", 3)
    assert "At least 1 other mentee would have nobody." in asked(run, cleo, finn).said


def test_a_wish_shows_in_the_parts(pool: Program, ada: Person, cleo: Person, finn: Person) -> None:
    Wish.objects.create(participant=taking_part(cleo), wished=taking_part(finn), rank=1)
    settings = criteria.as_settings(criteria.default_for(pool))
    run = runs.ask(pool, by=ada, at=cast.NOW, settings=settings)
    runs.carry_out(run, clock=lambda: cast.NOW)
    run.refresh_from_db()
    answer = asked(run, cleo, finn)
    wishes = next(one for one in answer.parts if one.label == "Wishes of mentees")
    assert float(wishes.asked) > float(wishes.proposed) == 0
    assert "the first wish of the mentee" in answer.reasons
