from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kit import clock
from matching import rulings, runs
from matching.choosing import requests, suggestions
from matching.criteria import as_settings
from matching.models import Request, Suggestion
from matching.scoring import Criteria
from participants.models import Bar, Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn
from tests.matching.conftest import taking_part

PAGES = ["choosing", "all-mentors"]


@pytest.fixture
def client(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def text(client: Client, page: str, program: Program, query: str = "") -> str:
    answer = client.get(reverse(page, args=[program.ref]) + query)
    assert answer.status_code == 200
    return answer.content.decode()


def asking(program: Program, mentor: Person) -> str:
    return reverse("asking", args=[program.ref, taking_part(mentor).ref])


def ask(mentee: Person, mentor: Person) -> Request:
    return requests.ask(taking_part(mentee), taking_part(mentor), words="Please", at=clock.now())


# --- Suggestions ----------------------------------------------------------------------------------


def test_the_mentors_suggested_stand_there_with_why(client: Client, choosing: Program) -> None:
    page = text(client, "choosing", choosing)
    assert "<strong>2</strong> mentors have a place for you, those who fit best first." in page
    assert page.index("Ben Okafor") < page.index("Finn Moser")
    assert "Covers Finance, your first priority, at level expert" in page
    assert "<progress" in page


def test_while_one_is_asked_nobody_else_can_be(
    client: Client, choosing: Program, cleo: Person, ben: Person, finn: Person
) -> None:
    ask(cleo, ben)
    page = text(client, "choosing", choosing)
    assert "You have asked <strong>Ben Okafor</strong>" in page
    assert "Take it back" in page
    assert "Ask Finn" not in page
    other = client.get(asking(choosing, finn)).content.decode()
    assert "You are asking Ben Okafor at the moment." in other
    assert "See your request" in other
    assert "<textarea" not in other


def test_where_the_rest_are_matched_the_page_says_so(client: Client, choosing: Program) -> None:
    said = "Who has no mentor in the end is matched by those who run the program."
    assert said not in text(client, "choosing", choosing)
    Program.objects.filter(pk=choosing.pk).update(way="both")
    assert said in text(client, "choosing", choosing)


def test_a_mentor_who_declined_is_out_of_all_lists_at_once(
    client: Client, choosing: Program, cleo: Person, ben: Person
) -> None:
    text(client, "choosing", choosing)
    requests.decline(ask(cleo, ben), by=ben, at=clock.now(), reason="Not now.")
    page = text(client, "choosing", choosing)
    assert "Ask Finn" in page
    assert "Ask Ben" not in page
    assert "Ben Okafor" not in text(client, "all-mentors", choosing)
    assert "<textarea" not in client.get(asking(choosing, ben)).content.decode()


def test_who_was_accepted_reads_whose_mentee_they_are(
    client: Client, choosing: Program, cleo: Person, ben: Person
) -> None:
    asked = ask(cleo, ben)
    cast.pairing(taking_part(ben), taking_part(cleo))
    requests.accept(asked, by=ben, at=clock.now())
    assert "<strong>Ben Okafor</strong> is your mentor." in text(client, "choosing", choosing)


def test_whose_pairing_has_ended_chooses_again_but_not_the_same(
    client: Client, choosing: Program, cleo: Person, ben: Person
) -> None:
    asked = ask(cleo, ben)
    cast.pairing(taking_part(ben), taking_part(cleo), state="ended")
    requests.accept(asked, by=ben, at=clock.now())
    page = text(client, "choosing", choosing)
    assert "Ask Finn" in page
    assert "Ask Ben" not in page
    assert "is your mentor" not in page


def test_a_request_whose_time_is_over_has_lapsed_whether_or_not_that_was_noted(
    client: Client, choosing: Program, cleo: Person, ben: Person
) -> None:
    asked = ask(cleo, ben)
    Request.objects.filter(pk=asked.pk).update(asked_at=clock.now() - Request.LASTS)
    page = text(client, "choosing", choosing)
    assert "lapsed" in page
    assert "Ask Ben" in page


def test_who_was_matched_otherwise_is_not_told_to_choose(
    client: Client, choosing: Program, cleo: Person, ben: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(cleo))
    page = text(client, "choosing", choosing)
    assert "You have a mentor in this program." in page
    assert "Ask Finn" not in page
    for address in (reverse("all-mentors", args=[choosing.ref]), asking(choosing, ben)):
        answer = client.get(address)
        assert answer.headers["Location"] == reverse("choosing", args=[choosing.ref])


def test_once_it_is_closed_the_page_says_so(client: Client, choosing: Program) -> None:
    Program.objects.filter(pk=choosing.pk).update(state="closed")
    assert "Nobody can be asked in this program" in text(client, "choosing", choosing)


def test_without_anybody_to_suggest_it_says_so(client: Client, choosing: Program) -> None:
    Participant.objects.filter(role="mentor").update(languages=["fr"])
    assert "Nobody to suggest yet" in text(client, "choosing", choosing)


# --- All mentors ----------------------------------------------------------------------------------


def test_all_mentors_with_a_place_stand_there_and_can_be_narrowed_down(
    client: Client, choosing: Program
) -> None:
    page = text(client, "all-mentors", choosing)
    assert "<strong>2</strong> mentors have a place for you." in page
    assert "Covers Finance, your first priority, at level expert; you both speak English." in page
    assert "Finn Moser" not in text(client, "all-mentors", choosing, "?skill=Finance")
    assert "Ben Okafor" not in text(client, "all-mentors", choosing, "?q=finn")
    assert "Nobody found" in text(client, "all-mentors", choosing, "?q=nobody")
    assert "Ben Okafor" in text(client, "all-mentors", choosing, "?q=%00&skill=none")


def test_a_mentor_without_a_place_does_not_stand_there(
    client: Client, choosing: Program, ben: Person, dora: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(dora))
    assert "Ben Okafor" not in text(client, "all-mentors", choosing)


def in_the_way(how: str, mentor: Person, mentee: Person, ada: Person, dora: Person) -> None:
    """Something for which the mentee cannot ask the mentor."""
    if how == "full":
        cast.pairing(taking_part(mentor), taking_part(dora))
    elif how == "barred":
        Bar.objects.create(by=mentor, against=mentee, at=NOW)
    elif how == "ruled out":
        rulings.forbid(taking_part(mentor), taking_part(mentee), by=ada, at=NOW)
    else:
        Participant.objects.filter(person=mentor).update(languages=["en"])
        Participant.objects.filter(person=mentee).update(languages=["fr"])


@pytest.mark.parametrize("how", ["full", "barred", "ruled out"])
def test_who_cannot_be_asked_stands_in_no_list_and_is_said_to_be_so_whatever_the_reason(
    client: Client, choosing: Program, ben: Person, cleo: Person, ada: Person, dora: Person,
    how: str,
) -> None:  # fmt: skip
    in_the_way(how, ben, cleo, ada, dora)
    listed = text(client, "all-mentors", choosing)
    assert "Finn Moser" in listed
    assert "<strong>1</strong> mentor has a place for you." in listed
    assert "Ben" not in text(client, "choosing", choosing) + listed
    page = client.get(asking(choosing, ben)).content.decode()
    assert "Ben Okafor cannot be asked at the moment. Choose somebody else." in page
    assert "Why it fits" not in page
    assert "<textarea" not in page
    answer = client.post(asking(choosing, ben), {"words": "Please"}).content.decode()
    assert "Ben Okafor cannot be asked at the moment. Choose somebody else." in answer


_NEW_EACH_TIME = re.compile(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": ?"\w+"|nonce="[^"]+"')


def test_a_private_bar_cannot_be_told_from_a_place_that_was_taken(
    client: Client, choosing: Program, ben: Person, cleo: Person, ada: Person, dora: Person
) -> None:
    def said(*, made_anew: bool = False) -> list[str]:
        if made_anew:
            suggestions.renew(choosing, at=clock.now())
        answers = [
            client.get(reverse("choosing", args=[choosing.ref])),
            client.get(reverse("all-mentors", args=[choosing.ref])),
            client.get(asking(choosing, ben)),
            client.post(asking(choosing, ben), {"words": "Please"}),
        ]
        return [_NEW_EACH_TIME.sub("", answer.content.decode()) for answer in answers]

    assert "Ask Ben" in text(client, "all-mentors", choosing)
    in_the_way("barred", ben, cleo, ada, dora)
    barred = said()
    assert barred == said(made_anew=True)
    Bar.objects.all().delete()
    in_the_way("full", ben, cleo, ada, dora)
    assert barred == said()


def test_where_nobody_can_be_asked_the_list_says_so(
    client: Client, choosing: Program, ben: Person, cleo: Person, ada: Person, dora: Person
) -> None:
    in_the_way("no common language", ben, cleo, ada, dora)
    page = text(client, "all-mentors", choosing)
    assert "No mentor can be asked at the moment." in page
    assert "Finn" not in page


@pytest.mark.parametrize("strictly", [False, True])
def test_all_pages_say_alike_what_a_mentor_on_the_same_level_covers(
    client: Client, choosing: Program, ben: Person, cleo: Person, ada: Person, strictly: bool
) -> None:
    taking_part(ben).objectives.update(level=2)
    taking_part(cleo).objectives.update(level=2)
    runs.ask(choosing, by=ada, at=NOW, settings=as_settings(Criteria(strictly_above=strictly)))
    pages = [text(client, page, choosing) for page in PAGES]
    pages.append(client.get(asking(choosing, ben)).content.decode())
    said = [re.search("covers finance, .* priority", page, re.IGNORECASE) for page in pages]
    assert [bool(one) for one in said] == [not strictly] * 3
    assert all(("Ben Okafor" in page) for page in pages)


# --- Asking ---------------------------------------------------------------------------------------


def test_a_mentor_is_asked_in_a_few_words(
    client: Client, choosing: Program, ben: Person, cleo: Person
) -> None:
    assert "Ask Ben Okafor to be your mentor" in client.get(asking(choosing, ben)).content.decode()
    answer = client.post(asking(choosing, ben), {"words": "Please"}, follow=True)
    assert "Ben Okafor is asked. We tell you" in answer.content.decode()
    made = Request.objects.get()
    assert (made.mentee.person, made.mentor.person, made.words) == (cleo, ben, "Please")


def test_without_words_nothing_is_asked(client: Client, choosing: Program, ben: Person) -> None:
    answer = client.post(asking(choosing, ben), {"words": "  "})
    assert answer.status_code == 422
    assert "Write a few words" in answer.content.decode()
    assert not Request.objects.exists()


def test_what_was_typed_is_kept_when_it_comes_too_late(
    client: Client, choosing: Program, ben: Person, dora: Person
) -> None:
    cast.pairing(taking_part(ben), taking_part(dora))
    answer = client.post(asking(choosing, ben), {"words": "My own long words"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Ben Okafor cannot be asked at the moment." in page
    assert "My own long words" in page


# --- For whom -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_only_mentees_of_a_program_in_which_mentees_choose_see_it(
    choosing: Program, ada: Person, ben: Person, dan: Person, hana: Person, olga: Person,
    cleo: Person, as_person: SignIn, page: str,
) -> None:  # fmt: skip
    address = reverse(page, args=[choosing.ref])
    for stranger in (ada, ben, dan, hana, olga):
        assert as_person(stranger).get(address).status_code == 404
        assert as_person(stranger).get(asking(choosing, ben)).status_code == 404
    Program.objects.filter(pk=choosing.pk).update(way="matched")
    assert as_person(cleo).get(address).status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_who_is_not_signed_in_is_sent_to_sign_in(db: None, choosing: Program, page: str) -> None:
    answer = Client().get(reverse(page, args=[choosing.ref]))
    assert answer.headers["Location"].startswith("/accounts/login/")
    assert Client().get(reverse("asking", args=[choosing.ref, "a" * 10])).status_code == 302


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_changed_by_sending_to_it(client: Client, choosing: Program, page: str) -> None:
    assert client.post(reverse(page, args=[choosing.ref])).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
@pytest.mark.parametrize(
    ("page", "queries"), [("choosing", 8), ("all-mentors", 10), ("asking", 10)]
)
def test_more_mentors_take_no_more_queries(
    program: Program, cleo: Person, as_person: SignIn, page: str, queries: int, many: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    Program.objects.filter(pk=program.pk).update(way="both")
    cast.employment(cleo)
    cast.participant(cleo, program, "mentee")
    for number in range(many):
        someone = cast.person(f"Mentor {number}")
        cast.employment(someone)
        mentor = cast.participant(someone, program, "mentor")
    args = [program.ref, mentor.ref] if page == "asking" else [program.ref]
    client = as_person(cleo)
    client.get(reverse("choosing", args=[program.ref]))  # makes the suggestions
    assert Suggestion.objects.count() == many
    with django_assert_num_queries(queries):
        client.get(reverse(page, args=args))
