"""Drawing lots from the roster, what it gave, and what each applicant reads of it."""

from __future__ import annotations

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kit.clock import today
from participants import admission, lots
from participants.models import Draw, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


@pytest.fixture
def client(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def two(ada: Person) -> Program:
    """Open doors with two places, applications over."""
    program = cast.program(ada, name="Open doors", state="open")
    Program.objects.filter(pk=program.pk).update(
        places=2, enrol_until_on=today() - timedelta(days=1)
    )
    program.refresh_from_db()
    return program


def several(program: Program, many: int) -> list[Participant]:
    return [
        cast.participant(cast.person(f"Uma {n}"), program, "mentee", state="applied")
        for n in range(many)
    ]


def page(program: Program) -> str:
    return reverse("draw", args=[program.ref])


def roster(program: Program) -> str:
    return reverse("roster", args=[program.ref])


def drawn(client: Client, program: Program, *, people: int, places: int = 2) -> Draw:
    client.post(page(program), {"people": people, "places": places})
    draw = program.draws.first()
    assert draw
    return draw


def test_the_roster_says_that_more_applied_and_leads_to_the_draw(
    client: Client, two: Program
) -> None:
    several(two, 5)
    said = client.get(roster(two)).content.decode()
    assert "<strong>5 applied</strong> for <strong>2 places</strong>." in said
    assert f'href="{page(two)}"' in said
    assert "Draw lots" in said


def test_the_roster_is_silent_where_there_is_room(client: Client, two: Program) -> None:
    several(two, 2)
    assert "Draw lots" not in client.get(roster(two)).content.decode()
    Program.objects.update(places=None)
    several_more = cast.participant(cast.person("Vic"), two, "mentee", state="applied")
    assert several_more
    assert "Draw lots" not in client.get(roster(two)).content.decode()


def test_while_people_may_apply_it_says_when_lots_can_be_drawn(
    client: Client, two: Program
) -> None:
    several(two, 5)
    Program.objects.update(enrol_until_on=today() + timedelta(days=3))
    for address in (roster(two), page(two)):
        said = client.get(address).content.decode()
        assert "Draw lots after that day" in said
    assert "Draw lots now" not in client.get(page(two)).content.decode()
    answer = client.post(page(two), {"people": 5, "places": 2}, follow=True)
    assert "Draw lots after that day" in answer.content.decode()
    assert not Draw.objects.exists()


def test_when_the_program_is_over_nothing_is_offered(client: Client, two: Program) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    Program.objects.update(state="closed")
    first = draw.lots.select_related("participant__person").get(position=1).participant
    admission.withdraw(first, by=first.person, at=NOW)
    cast.participant(cast.person("Late Lou"), two, "mentee", state="applied")
    said = client.get(roster(two)).content.decode()
    assert "Draw lots" not in said
    assert "Admit the next" not in said
    assert "See the draw" in said
    said = client.get(page(two)).content.decode()
    assert "Nobody is admitted to Open doors now." in said
    assert "Draw lots now" not in said


def test_the_page_says_who_takes_part_how_and_what_follows(client: Client, two: Program) -> None:
    several(two, 5)
    said = client.get(page(two)).content.decode()
    for words in (
        "<strong>5</strong> applied for <strong>2</strong> places.",
        "All 5 people who applied as mentee",
        "Everybody has the same chance",
        "SHA-256",
        "The first 2 in the order are admitted",
        "The other 3 are put on the waiting list",
        "can neither be undone nor repeated",
    ):
        assert words in said


def test_where_there_is_nothing_to_draw_it_says_so(client: Client, two: Program) -> None:
    assert "Nobody waits for a decision" in client.get(page(two)).content.decode()
    several(two, 1)
    assert "a place for everybody" in client.get(page(two)).content.decode()
    Program.objects.update(places=None)
    assert "no limit of places" in client.get(page(two)).content.decode()


def test_drawing_leads_to_the_result_with_seed_order_and_check(
    client: Client, two: Program
) -> None:
    people = several(two, 5)
    answer = client.post(page(two), {"people": 5, "places": 2}, follow=True)
    draw = two.draws.get()
    assert re.fullmatch("[0-9a-f]{32}", draw.seed)
    assert answer.redirect_chain == [(reverse("draw-result", args=[two.ref, draw.ref]), 302)]
    said = answer.content.decode()
    order = lots.in_order(draw.seed, {one.ref: 1 for one in people})
    assert re.findall(r"<code>(\w{10})</code>", said) == order
    assert f"{draw.seed}{order[0]} | sha256sum" in said
    assert lots.fingerprint(draw.seed, order[0])[:8] in said
    assert "<strong>5</strong> took part for <strong>2</strong> places." in said


def test_two_draws_have_two_seeds(client: Client, two: Program, ada: Person) -> None:
    several(two, 3)
    drawn(client, two, people=3)
    cast.participant(cast.person("Late Lou"), two, "mentee", state="applied")
    drawn(client, two, people=1, places=0)
    assert two.draws.values("seed").distinct().count() == 2
    said = client.get(roster(two)).content.decode()
    assert "See the draw" in said


def test_the_waiting_list_stands_in_the_order_drawn(
    client: Client, two: Program, ada: Person
) -> None:
    people = several(two, 6)
    admission.waitlist(people[:1], by=ada, at=NOW)
    draw = drawn(client, two, people=5)
    said = client.get(f"{roster(two)}?state=waitlisted").content.decode()
    order = [lot.participant.person.name for lot in draw.lots.filter(is_won=False)]
    assert re.findall(r"Choose (Uma \d)", said) == [*order, people[0].person.name]
    assert "number 3 by lot" in said


def test_a_free_place_is_offered_before_the_newcomers_are_drawn(
    client: Client, two: Program
) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    first = draw.lots.select_related("participant__person").get(position=1).participant
    admission.withdraw(first, by=first.person, at=NOW)
    cast.participant(cast.person("Late Lou"), two, "mentee", state="applied")
    said = client.get(roster(two)).content.decode()
    assert "<strong>1 applied</strong> after the lots were drawn" in said
    assert said.index("Admit the next") < said.index("Draw lots")
    assert 'class="btn btn-quiet" href="' + page(two) in said


@pytest.mark.parametrize(
    "forged",
    [{}, {"people": "5"}, {"people": "x", "places": "2"}, {"people": "-1", "places": "2"}],
)
def test_an_odd_form_draws_nothing(client: Client, two: Program, forged: dict[str, str]) -> None:
    several(two, 5)
    assert client.post(page(two), forged).status_code == 422
    assert not Draw.objects.exists()


def test_what_changed_meanwhile_is_shown_before_anything_is_drawn(
    client: Client, two: Program
) -> None:
    several(two, 5)
    answer = client.post(page(two), {"people": 4, "places": 2}, follow=True)
    assert "Look at it again." in answer.content.decode()
    assert "<strong>5</strong> applied" in answer.content.decode()
    assert not Draw.objects.exists()


def test_sent_twice_it_is_drawn_once(client: Client, two: Program) -> None:
    several(two, 5)
    client.post(page(two), {"people": 5, "places": 2})
    answer = client.post(page(two), {"people": 5, "places": 2}, follow=True)
    assert "Nobody waits for a decision. Ada Keller drew lots on" in answer.content.decode()
    assert Draw.objects.count() == 1


def test_it_cannot_be_undone_from_the_roster(client: Client, two: Program) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    undo = reverse("roster-undo", args=[two.ref, draw.ref])
    assert "What lots decided cannot be undone" in client.post(undo, follow=True).content.decode()
    assert two.participants.filter(state="applied").count() == 0


def test_a_free_place_is_offered_to_the_next_by_lot(client: Client, two: Program) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    first, *_others = draw.lots.select_related("participant__person")
    admission.withdraw(first.participant, by=first.participant.person, at=NOW)
    following = draw.lots.select_related("participant__person").get(position=3)
    said = client.get(roster(two)).content.decode()
    assert "A place is free for the waiting list" in said
    assert "Admit the next" in said
    assert f'name="chosen" value="{following.participant.ref}"' in said
    answer = client.post(
        reverse("roster-decision", args=[two.ref]),
        {"decision": "admit", "chosen": [following.participant.ref]},
        follow=True,
    )
    assert "1 person admitted." in answer.content.decode()
    assert "comes first by lot" not in answer.content.decode()


def test_admitting_by_hand_past_the_places_is_possible_and_warned_of(
    client: Client, two: Program
) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    last = draw.lots.select_related("participant").get(position=5)
    answer = client.post(
        reverse("roster-decision", args=[two.ref]),
        {"decision": "admit", "chosen": [last.participant.ref]},
        follow=True,
    )
    said = answer.content.decode()
    assert "3 are in now for 2 places. Undo it, or set more places." in said
    assert "comes first by lot and still waits." in said
    assert "Change the places" in said


def test_each_applicant_reads_their_own_number_and_no_other(
    client: Client, as_person: SignIn, two: Program
) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    for lot in draw.lots.select_related("participant__person"):
        mine = as_person(lot.participant.person)
        for address in (
            reverse("application", args=[lot.participant.ref]),
            reverse("program", args=[two.ref]),
        ):
            said = mine.get(address).content.decode()
            assert f"you were number {lot.position} of 5 for 2 places." in said
            others = draw.lots.exclude(pk=lot.pk).select_related("participant__person")
            for other in others:
                assert other.participant.ref not in said
                assert other.participant.person.name not in said


def test_who_waits_reads_how_many_are_before_them_and_how_it_was_drawn(
    client: Client, as_person: SignIn, two: Program
) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    for position, words in ((3, "You are next on"), (4, "1 person on"), (5, "2 people on")):
        someone = draw.lots.select_related("participant__person").get(position=position).participant
        page = as_person(someone.person).get(reverse("application", args=[someone.ref]))
        said = page.content.decode()
        assert f"{words} the waiting list" in said
        assert "Everybody had the same chance." in said
        assert lots.fingerprint(draw.seed, someone.ref) in said


def test_before_the_draw_an_applicant_reads_that_lots_may_decide(
    as_person: SignIn, two: Program
) -> None:
    someone = several(two, 1)[0]
    said = as_person(someone.person).get(reverse("application", args=[someone.ref]))
    words = "2 places. If more apply, lots decide; everybody has the same chance."
    assert words in said.content.decode()


def test_others_read_nothing_of_it_on_the_program_s_page(
    client: Client, as_person: SignIn, two: Program, hana: Person
) -> None:
    several(two, 5)
    drawn(client, two, people=5)
    said = as_person(hana).get(reverse("program", args=[two.ref])).content.decode()
    assert "Lots were drawn" not in said


def test_the_page_of_one_on_the_roster_has_their_number(client: Client, two: Program) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    lot = draw.lots.select_related("participant").get(position=4)
    person = reverse("roster-person", args=[two.ref, lot.participant.ref])
    assert "Number 4 by lot" in client.get(person).content.decode()


def test_the_export_holds_all_that_is_needed_to_check_it(client: Client, two: Program) -> None:
    people = several(two, 5)
    draw = drawn(client, two, people=5)
    answer = client.get(reverse("draw-export", args=[two.ref, draw.ref]))
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["code"] for row in rows] == lots.in_order(draw.seed, {one.ref: 1 for one in people})
    assert draw.seed in answer.headers["Content-Disposition"]
    for row in rows:
        assert row["sha256"] == lots.fingerprint(draw.seed, row["code"])
    assert [row["lot"] for row in rows] == ["place"] * 2 + ["waiting list"] * 3


@pytest.mark.parametrize("who", ["dan", "cleo", "hana", "olga"])
def test_only_those_who_run_the_program_draw_and_see(
    as_person: SignIn, client: Client, two: Program, request: pytest.FixtureRequest, who: str
) -> None:
    several(two, 5)
    stranger = as_person(request.getfixturevalue(who))
    assert stranger.get(page(two)).status_code == 404
    assert stranger.post(page(two), {"people": 5, "places": 2}).status_code == 404
    assert not Draw.objects.exists()
    draw = drawn(client, two, people=5)
    for name in ("draw-result", "draw-export"):
        assert stranger.get(reverse(name, args=[two.ref, draw.ref])).status_code == 404


def test_an_applicant_sees_no_result_page(as_person: SignIn, client: Client, two: Program) -> None:
    someone = several(two, 5)[0]
    draw = drawn(client, two, people=5)
    answer = as_person(someone.person).get(reverse("draw-result", args=[two.ref, draw.ref]))
    assert answer.status_code == 404


def test_a_draw_belongs_to_its_program(client: Client, two: Program, ada: Person) -> None:
    several(two, 5)
    draw = drawn(client, two, people=5)
    other = cast.program(ada, name="Other", state="open")
    assert client.get(reverse("draw-result", args=[other.ref, draw.ref])).status_code == 404


def test_looking_draws_nothing_and_results_are_only_looked_at(client: Client, two: Program) -> None:
    several(two, 5)
    client.get(page(two))
    assert not Draw.objects.exists()
    draw = drawn(client, two, people=5)
    assert client.post(reverse("draw-result", args=[two.ref, draw.ref])).status_code == 405


def test_who_is_not_signed_in_is_sent_to_do_so(two: Program) -> None:
    assert Client().get(page(two)).status_code == 302


@pytest.mark.parametrize("people", [3, 9])
def test_the_pages_cost_the_same_whatever_the_rows(
    client: Client,
    two: Program,
    people: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    several(two, people)
    with django_assert_num_queries(8):
        client.get(page(two))
    draw = drawn(client, two, people=people)
    with django_assert_num_queries(9):
        client.get(reverse("draw-result", args=[two.ref, draw.ref]))
    with django_assert_num_queries(10):
        client.get(roster(two))
    lot = draw.lots.select_related("participant__person").last()
    assert lot
    with django_assert_num_queries(10):
        client.get(reverse("roster-person", args=[two.ref, lot.participant.ref]))
