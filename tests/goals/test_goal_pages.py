from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from goals import acting, setting
from goals.models import Goal
from pairings.models import Pairing
from people.models import Person
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def goal(pairing: Pairing, cleo: Person) -> Goal:
    return setting.write(pairing, owner=cleo, by=cleo, at=NOW, text="Speak up in meetings")


def test_the_mentee_sets_a_goal(pairing: Pairing, cleo: Person, as_person: SignIn) -> None:
    answer = as_person(cleo).post(
        f"/pairings/{pairing.ref}/goals/new/", {"text": "Lead a review", "due_on": "2027-01-15"}
    )
    assert answer.status_code == 302
    goal = Goal.objects.get()
    assert (goal.text, goal.owner, goal.state) == ("Lead a review", cleo, "open")


def test_the_mentor_proposes_one(
    pairing: Pairing, ben: Person, cleo: Person, as_person: SignIn
) -> None:
    page = as_person(ben).get(f"/pairings/{pairing.ref}/goals/new/")
    assert "Propose a goal" in page.content.decode()
    as_person(ben).post(
        f"/pairings/{pairing.ref}/goals/new/", {"text": "Lead a review", "owner": cleo.pk}
    )
    assert Goal.objects.get().state == "proposed"


def test_nothing_typed_is_lost_when_something_is_wrong(
    pairing: Pairing, cleo: Person, as_person: SignIn
) -> None:
    answer = as_person(cleo).post(
        f"/pairings/{pairing.ref}/goals/new/", {"text": "Lead a review", "due_on": "soon"}
    )
    page = answer.content.decode()
    assert "Lead a review" in page
    assert "There is a problem" in page
    assert not Goal.objects.exists()


def test_a_goal_sent_empty_says_what_is_missing(
    goal: Goal, pairing: Pairing, cleo: Person, as_person: SignIn
) -> None:
    client = as_person(cleo)
    for address in (f"/pairings/{pairing.ref}/goals/new/", f"/goals/{goal.ref}/edit/"):
        answer = client.post(address)
        assert answer.status_code == 422
        assert "There is a problem" in answer.content.decode()


def test_a_forged_owner_is_refused(
    pairing: Pairing, ben: Person, dan: Person, as_person: SignIn
) -> None:
    as_person(ben).post(
        f"/pairings/{pairing.ref}/goals/new/", {"text": "Lead a review", "owner": dan.pk}
    )
    assert not Goal.objects.exists()


def test_progress_is_said_on_the_goals_page(goal: Goal, cleo: Person, as_person: SignIn) -> None:
    client = as_person(cleo)
    client.post(f"/goals/{goal.ref}/progress/", {"to": "40", "note": "Asked twice"})
    page = client.get(f"/goals/{goal.ref}/").content.decode()
    assert "You are <strong>40 %</strong> of the way." in page
    assert "Asked twice" in page


def test_progress_of_nonsense_keeps_the_note(goal: Goal, cleo: Person, as_person: SignIn) -> None:
    answer = as_person(cleo).post(
        f"/goals/{goal.ref}/progress/", {"to": "400", "note": "Asked twice"}
    )
    assert answer.status_code == 422
    assert "Asked twice" in answer.content.decode()


def test_reaching_it_and_taking_it_up_again(goal: Goal, cleo: Person, as_person: SignIn) -> None:
    client = as_person(cleo)
    client.post(f"/goals/{goal.ref}/reaching/")
    assert Goal.objects.get().state == "reached"
    client.post(f"/goals/{goal.ref}/reopening/")
    assert Goal.objects.get().state == "open"


def test_the_mentor_cannot_decide_and_is_told_so(
    goal: Goal, ben: Person, as_person: SignIn
) -> None:
    answer = as_person(ben).post(f"/goals/{goal.ref}/reaching/", follow=True)
    assert "the mentee&#x27;s own" in answer.content.decode()
    assert Goal.objects.get().state == "open"


def test_an_action_is_added_done_and_removed(goal: Goal, ben: Person, as_person: SignIn) -> None:
    client = as_person(ben)
    client.post(f"/goals/{goal.ref}/actions/", {"text": "Invite Cleo", "owner": ben.pk})
    action = goal.actions.get()
    client.post(f"/actions/{action.ref}/finish/")
    assert goal.actions.get().done_by == ben
    client.post(f"/actions/{action.ref}/reopening/")
    assert goal.actions.get().done_at is None
    client.post(f"/actions/{action.ref}/removal/")
    assert not goal.actions.exists()


@pytest.mark.parametrize("path", ["accept", "back-elsewhere"])
def test_the_way_back_never_leaves_the_site(
    goal: Goal, cleo: Person, as_person: SignIn, path: str
) -> None:
    back = "https://evil.example.com/" if path == "back-elsewhere" else "/settings/"
    answer = as_person(cleo).post(f"/goals/{goal.ref}/reaching/", {"back": back})
    expected = f"/goals/{goal.ref}/" if path == "back-elsewhere" else "/settings/"
    assert answer["Location"] == expected


PAGES = ["goals/{}/", "goals/{}/edit/"]
ACTS = ["progress", "acceptance", "reaching", "letting-go", "reopening", "actions"]


def test_a_stranger_finds_nothing(
    goal: Goal, pairing: Pairing, cleo: Person, as_person: SignIn, ada: Person, dan: Person,
    hana: Person, olga: Person,
) -> None:  # fmt: skip
    action = acting.write(goal, owner=cleo, by=cleo, at=NOW, text="Ask twice")
    for stranger in (ada, dan, hana, olga):
        client: Client = as_person(stranger)
        gets = [client.get("/" + page.format(goal.ref)) for page in PAGES]
        gets.append(client.get(f"/pairings/{pairing.ref}/goals/new/"))
        posts = [client.post(f"/goals/{goal.ref}/{act}/", {"to": 5, "text": "x"}) for act in ACTS]
        posts += [
            client.post(f"/actions/{action.ref}/{act}/")
            for act in ("finish", "reopening", "removal")
        ]
        assert {answer.status_code for answer in gets + posts} == {404}
    assert Goal.objects.get().progress == 0


def test_a_change_needs_a_post(goal: Goal, cleo: Person, as_person: SignIn) -> None:
    assert as_person(cleo).get(f"/goals/{goal.ref}/reaching/").status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_the_page_of_a_goal_costs_the_same_with_many_actions(
    goal: Goal, cleo: Person, ben: Person, as_person: SignIn, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    for number in range(many):
        acting.write(goal, owner=ben, by=ben, at=NOW, text=f"Step {number}")
        setting.progress(goal, by=cleo, at=NOW, to=number)
    client = as_person(cleo)
    with django_assert_num_queries(10):
        client.get(f"/goals/{goal.ref}/")
