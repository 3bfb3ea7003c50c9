"""Applying with a program's own questions, naming whom one would like, and whom one would not."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from participants.models import Answer, Bar, Participant, Wish
from people.models import Person
from programs import parts, setup
from programs.models import Program, Question
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import enter
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def program(ada: Person) -> Program:
    """Open without a last day, with one question of each kind."""
    made = cast.program(ada, name="Open doors", state="open")
    setup.change(made, by=ada, at=NOW, enrol_from_on=None, enrol_until_on=None)
    for kind, text, options in (
        ("one", "How do you like to meet?", ["On site", "By video"]),
        ("some", "When do you usually have an hour?", ["Mornings", "Over lunch", "Evenings"]),
        ("scale", "How much structure do you like in a conversation?", []),
        ("text", "What should we know?", []),
    ):
        question = Question(program=made, kind=kind, text=text, options=options)
        question.is_required = kind in ("one", "text")
        parts.keep(question, by=ada, at=NOW)
    return made


def press(page: Page, name: str) -> None:
    enter(page, page.get_by_role("main").get_by_role("button", name=name, exact=True))


def wished(page: Page) -> list[str]:
    return page.locator(".wishes .person-name").all_inner_texts()


def test_the_programs_own_questions_are_answered_by_keyboard(
    open_page: OpenPage, cleo: Person, program: Program
) -> None:
    page = open_page(cleo)
    page.goto(f"/programs/{program.ref}/apply/mentee/?step=3")
    assert_good(page)
    page.get_by_label("What should we know?").fill("I am away in May.")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("What should we know?").press("Tab")
    expect(page.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    assert Answer.objects.get().values == ["I am away in May."]
    press(page, "Next")
    expect(page.get_by_role("alert")).to_contain_text("How do you like to meet? Choose one.")
    assert_good(page)
    expect(page.get_by_label("What should we know?")).to_have_value("I am away in May.")
    page.get_by_role("radio", name="On site").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("checkbox", name="Over lunch").press("Space")
    page.get_by_role("radio", name="5, very much").press("Space")
    press(page, "Next")
    assert_good(page)
    expect(page.get_by_text("5 of 5")).to_be_visible()
    assert sorted(answer.values[0] for answer in Answer.objects.all()) == [
        "5",
        "By video",
        "I am away in May.",
        "Over lunch",
    ]


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_those_one_would_like_are_put_in_order_by_keyboard(
    open_page: OpenPage, cleo: Person, program: Program, scripts: bool
) -> None:
    mentee = cast.participant(cleo, program, "mentee")
    for name in ("Uma One", "Vic Two", "Wim Three"):
        someone = cast.person(name)
        cast.employment(someone)
        cast.participant(someone, program, "mentor")
    page = open_page(cleo, java_script_enabled=scripts)
    page.goto(f"/applications/{mentee.ref}/")
    enter(page, page.get_by_role("link", name="Name people"))
    if scripts:
        assert_good(page)
    for name in ("Uma One", "Vic Two", "Wim Three"):
        press(page, f"Add {name}")
    press(page, "Move Wim Three up")
    expect(page.get_by_role("button", name="Move Wim Three up")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert wished(page) == ["Wim Three", "Uma One", "Vic Two"]
    expect(page.get_by_role("button", name="Move Wim Three down")).to_be_focused()
    press(page, "Take Uma One away")
    assert wished(page) == ["Wim Three", "Vic Two"]
    page.get_by_label("Name, work or topic").fill("research uma")
    press(page, "Show")
    expect(page.locator(".found-row .person-name")).to_have_text(["Uma One"])
    if scripts:
        assert_good(page)
    ranked = Wish.objects.order_by("rank").values_list("rank", "wished__person__name")
    assert list(ranked) == [(1, "Wim Three"), (2, "Vic Two")]


def test_a_wish_for_somebody_who_left_says_so(
    open_page: OpenPage, cleo: Person, program: Program
) -> None:
    mentee = cast.participant(cleo, program, "mentee")
    uma = cast.participant(cast.person("Uma One"), program, "mentor")
    page = open_page(cleo)
    page.goto(f"/applications/{mentee.ref}/wishes/")
    press(page, "Add Uma One")
    Participant.objects.filter(pk=uma.pk).update(state="withdrawn")
    page.reload()
    expect(page.get_by_text("this wish does not count")).to_be_visible()
    assert_good(page)


def test_somebody_is_put_on_ones_own_list_and_no_address_tells(
    open_page: OpenPage, ben: Person, cleo: Person
) -> None:
    cast.employment(ben)
    page = open_page(cleo)
    page.goto("/settings/mine/")
    enter(page, page.get_by_role("link", name="People I would rather not be paired with"))
    assert_good(page)
    page.get_by_label("Name or whole e-mail address").fill("oka")
    press(page, "Look for them")
    assert_good(page)
    assert "oka" not in page.url
    press(page, "Add Ben Okafor to the list")
    assert Bar.objects.get().against == ben
    assert_good(page)
    assert ben.ref not in page.url
    press(page, "Remove Ben Okafor from the list")
    expect(page.get_by_text("Nobody is on your list")).to_be_visible()
