from __future__ import annotations

import pytest
from django.test import Client

from history.models import Event
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests.conftest import SignIn

CHOSEN = {"shape": "groups", "group_from": "3", "group_to": "5", "way": "matched", "places": "40"}


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def page(program: Program) -> str:
    return f"/programs/{program.ref}/setup/pairing-up/"


def test_each_choice_says_what_it_does_to_whom(client: Client, page: str) -> None:
    said = client.get(page).content.decode()
    for words in (
        "Each mentor has one mentee at most",
        "Each mentor says how many they can take",
        "every mentee learns from the others too",
        "You run the matching, look through the pairs",
        "asks one mentor, who accepts or declines",
        "for every mentee still without one",
    ):
        assert words in said


def test_what_is_chosen_is_kept_recorded_and_shown_on_the_face(
    client: Client, program: Program, page: str
) -> None:
    assert client.post(page, CHOSEN).headers["Location"] == f"/programs/{program.ref}/setup/"
    program.refresh_from_db()
    assert (program.shape, program.group_to, program.way, program.places) == (
        *("groups", 5, "matched", 40),
    )
    event = Event.objects.filter(verb="program.changed").first()
    assert event
    assert event.fact("fields") == ["shape", "group_to", "places"]
    face = client.get(f"/programs/{program.ref}/").content.decode()
    assert "Small groups: a mentor with 3 to 5" in face
    assert "Those who run it match everybody at once" in face
    assert "40 places. If more apply, lots decide; everybody has the same chance" in face


@pytest.mark.parametrize(
    ("fields", "wrong", "words"),
    [
        ({"group_to": "2"}, "group_to", "at least the size above"),
        ({"way": "chosen"}, "way", "Groups are put together by matching"),
        ({"way": "both"}, "way", "Groups are put together by matching"),
        ({"group_from": "1"}, "group_from", "two or more"),
        ({"group_from": ""}, "group_from", "Say how many are in a group."),
        ({"group_to": "999999"}, "group_to", "less than or equal to 20"),
        ({"places": "0"}, "places", "at least one place"),
        ({"places": "-3"}, "places", "greater than or equal to 0"),
        ({"places": "9" * 30}, "places", "less than or equal to"),
        ({"way": "tarot"}, "way", "not one of the available choices"),
        ({"shape": ""}, "shape", "required"),
    ],
)
def test_nonsense_is_refused_and_nothing_typed_is_lost(
    client: Client, program: Program, page: str, fields: dict[str, str], wrong: str, words: str
) -> None:
    answer = client.post(page, CHOSEN | fields)
    form = answer.context["form"]
    assert wrong in form.errors or "__all__" in form.errors
    assert words in answer.content.decode()
    assert form.data.dict() == CHOSEN | fields
    program.refresh_from_db()
    assert program.shape == "several"


def test_sizes_may_be_left_empty_where_nobody_meets_in_groups(
    client: Client, program: Program, page: str
) -> None:
    client.post(page, CHOSEN | {"shape": "pairs", "group_from": "", "group_to": "", "places": ""})
    program.refresh_from_db()
    assert (program.shape, program.group_from, program.group_to) == ("pairs", 3, 6)
    assert program.places is None


def test_the_shape_stays_while_pairings_have_it(
    client: Client, program: Program, page: str, pairing: Pairing
) -> None:
    said = client.post(page, CHOSEN).content.decode()
    assert "1 pairing is “one mentor may have several mentees, each on their own”" in said
    program.refresh_from_db()
    assert (program.shape, program.places) == ("several", None)
    assert client.post(page, CHOSEN | {"shape": "several"}).status_code == 302


def test_one_to_one_may_be_loosened_under_way(
    client: Client, program: Program, page: str, pairing: Pairing
) -> None:
    Program.objects.update(shape="pairs")
    assert client.post(page, CHOSEN | {"shape": "several"}).status_code == 302
    assert client.post(page, CHOSEN | {"shape": "pairs"}).status_code == 200


def test_who_goes_first_in_a_draw_is_settled_before_the_program_opens(
    client: Client, program: Program, page: str
) -> None:
    said = client.post(page, CHOSEN | {"turned_away_first": "on"}).content.decode()
    assert "this stays as it was when you opened it" in said
    Program.objects.update(state="draft")
    assert client.post(page, CHOSEN | {"turned_away_first": "on"}).status_code == 302
    program.refresh_from_db()
    assert program.turned_away_first
    Program.objects.update(state="running")
    assert client.post(page, CHOSEN).status_code == 200
    face = client.get(f"/programs/{program.ref}/").content.decode()
    assert "lots decide; who was turned away by an earlier draw goes first" in face


def test_a_closed_program_stays_as_it_was(client: Client, program: Program, page: str) -> None:
    Program.objects.update(state="closed")
    assert "is closed and stays as it was" in client.post(page, CHOSEN).content.decode()


@pytest.mark.parametrize("who", ["dan", "cleo", "hana", "olga"])
def test_strangers_find_nothing(
    as_person: SignIn, page: str, request: pytest.FixtureRequest, who: str
) -> None:
    client = as_person(request.getfixturevalue(who))
    assert client.get(page).status_code == 404
    assert client.post(page, CHOSEN).status_code == 404
    assert Program.objects.filter(shape="groups").count() == 0
