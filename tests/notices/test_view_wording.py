"""Pages on which those who run a program put its notices in their own words."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from notices import rewording
from notices.catalogue import ALL, KINDS
from notices.models import Wording
from people.models import Person
from programs.lifecycle import close
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db
KIND = KINDS["check_in_due"]
GOOD = {"title": "How are you, {name}?", "text": "And {others}?\n\nSay it."}


@pytest.fixture
def page(as_person: SignIn, ada: Person) -> Client:
    return as_person(ada)


@pytest.fixture
def url(program: Program) -> str:
    return f"/programs/{program.ref}/wording/"


@pytest.fixture
def own(program: Program, ada: Person) -> Wording:
    return rewording.write(program, KIND, **GOOD, by=ada, at=NOW)


def test_the_list_says_what_is_usual_and_what_is_not(
    page: Client, url: str, own: Wording, ada: Person
) -> None:
    said = page.get(url).content.decode()
    assert "<strong>1</strong> notice goes out in your own words" in said
    assert said.count("your own</span>") == 1
    assert ada.name in said
    for kind in ALL:
        assert (f"{url}{kind.name}/" in said) is kind.may_be_worded


def test_the_list_is_grouped_as_the_timing_is(page: Client, url: str, program: Program) -> None:
    said = page.get(url).content.decode()
    headings = re.findall(r"<h2 id=\"group-[a-z]+\">([^<]+)</h2>", said)
    timed = page.get(f"/programs/{program.ref}/timing/").content.decode()
    assert len(headings) == 6
    places = [timed.index(f">{heading}<") for heading in headings]
    assert places == sorted(places)
    under = said.partition('id="group-milestones"')[2].partition("</section>")[0]
    assert f"{url}milestone_ahead/" in under
    assert f"{url}check_in_due/" not in under


def test_the_way_there_leads_through_the_set_up(page: Client, url: str, program: Program) -> None:
    assert f'href="{url}"' in page.get(f"/programs/{program.ref}/setup/").content.decode()


def test_the_editor_begins_with_the_usual_words_and_their_variables(
    page: Client, url: str, program: Program
) -> None:
    response = page.get(f"{url}{KIND.name}/")
    said = response.content.decode()
    assert response.context["form"]["title"].value() == "How is it going with {others}?"
    assert "goes out in the usual words" in said
    for name in ("{name}", "{program}", "{company}", "{others}"):
        assert f"<code>{name}</code>" in said
    assert f"for example “{program.name}”" in said
    assert "How is it going with Ben Okafor?" in said  # the preview
    assert "Back to the usual words" not in said


def test_what_is_saved_is_said_from_now_on(
    page: Client, url: str, program: Program, ada: Person
) -> None:
    answer = page.post(f"{url}{KIND.name}/", GOOD)
    assert (answer.status_code, answer["Location"]) == (302, url)
    made = Wording.objects.get(program=program, kind=KIND.name)
    assert (made.title, made.text, made.written_by) == (
        *("How are you, {name}?", "And {others}?\n\nSay it."),
        ada,
    )
    assert Event.objects.get(verb="wording.written").facts == {"kind": KIND.name}
    said = page.get(f"{url}{KIND.name}/").content.decode()
    assert "in your own words since" in said
    assert "How are you, Cleo?" in said


@pytest.mark.parametrize(
    ("title", "text", "said"),
    [
        ("Hello {nmae}", "Fine.", "{nmae} is no variable of this notice. Did you mean {name}?"),
        ("Hello", "Your {milestone}", "{milestone} is no variable of this notice."),
        ("Hello {name", "Fine.", "A brace stands alone near “Hello {name”."),
        ("", "Fine.", "Write the subject of the mail."),
        ("Hello", "  \n ", "Write what the mail should say."),
        ("x" * 201, "Fine.", "at most 200 characters"),
        ("Hello", "x" * 4001, "at most 4000 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    page: Client, url: str, title: str, text: str, said: str
) -> None:
    response = page.post(f"{url}{KIND.name}/", {"title": title, "text": text})
    shown = response.content.decode()
    assert response.status_code == 200
    assert said in shown
    assert "It can be shown once this is mended:" in shown
    assert response.context["form"]["title"].value() == title
    assert response.context["form"]["text"].value() == text
    assert not Wording.objects.exists()


def test_a_preview_saves_nothing(page: Client, url: str) -> None:
    said = page.post(f"{url}{KIND.name}/", GOOD | {"preview": "1"}).content.decode()
    assert "How are you, Cleo?" in said
    assert "And Ben Okafor?" in said
    assert 'value="How are you, {name}?"' in said
    assert not Wording.objects.exists()


def test_while_somebody_types_the_preview_alone_answers(page: Client, url: str) -> None:
    htmx = {"HX-Request": "true"}
    said = page.post(f"{url}{KIND.name}/", GOOD | {"preview": "1"}, headers=htmx).content.decode()
    assert "How are you, Cleo?" in said
    assert "<form" not in said
    said = page.post(
        f"{url}{KIND.name}/", {"title": "{x", "text": "", "preview": "1"}, headers=htmx
    ).content.decode()
    assert "A brace stands alone" in said
    assert "Write what the mail should say." in said


def test_what_is_typed_is_shown_as_text(page: Client, url: str) -> None:
    typed = {"title": "<script>x", "text": "<img src=x>", "preview": "1"}
    said = page.post(f"{url}{KIND.name}/", typed).content.decode()
    assert "<script>x" not in said
    assert "<img src=x>" not in said
    assert "&lt;script&gt;x" in said


def test_the_whole_mail_is_shown_as_it_goes_out_now(page: Client, url: str, own: Wording) -> None:
    response = page.get(f"{url}{KIND.name}/sheet/")
    assert "How are you, Cleo?" in response.content.decode()
    assert response["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_back_to_the_usual_words_and_forth_again(
    page: Client, url: str, own: Wording, program: Program
) -> None:
    said = page.post(f"{url}{KIND.name}/removal/", follow=True).content.decode()
    assert not Wording.objects.exists()
    assert f"“{KIND.title}” goes out in the usual words again." in said
    said = page.post(f"{url}restoration/", follow=True).content.decode()
    assert "Your own words are back." in said
    assert "goes out in the usual words again" not in said
    back = Wording.objects.get(program=program, kind=KIND.name)
    assert (back.title, back.text) == (GOOD["title"], GOOD["text"])
    verbs = list(Event.objects.filter(verb__startswith="wording.").values_list("verb", flat=True))
    assert sorted(verbs) == ["wording.removed", "wording.written", "wording.written"]


def test_there_is_nothing_to_put_back_twice(page: Client, url: str) -> None:
    said = page.post(f"{url}restoration/", follow=True).content.decode()
    assert "There is nothing to put back." in said
    page.post(f"{url}{KIND.name}/removal/")
    assert not Event.objects.filter(verb="wording.removed").exists()


def test_words_of_one_program_are_not_put_back_in_another(
    page: Client, url: str, own: Wording, ada: Person
) -> None:
    other = cast.program(ada, name="Another")
    page.post(f"{url}{KIND.name}/removal/")
    said = page.post(f"/programs/{other.ref}/wording/restoration/", follow=True).content.decode()
    assert "There is nothing to put back." in said
    assert not Wording.objects.exists()


def test_a_closed_program_stays_as_it_was(
    page: Client, url: str, own: Wording, program: Program, ada: Person
) -> None:
    close(program, by=ada, at=NOW)
    changed = {"title": "Other", "text": "Words."}
    said = page.post(f"{url}{KIND.name}/", changed).content.decode()
    assert "closed" in said
    assert 'value="Other"' in said
    page.post(f"{url}{KIND.name}/removal/")
    assert Wording.objects.get().title == GOOD["title"]


@pytest.mark.parametrize("name", ["announcement", "digest_daily", "reports_month", "nonsense"])
def test_what_may_not_be_worded_is_not_found(page: Client, url: str, name: str) -> None:
    assert page.get(f"{url}{name}/").status_code == 404
    assert page.post(f"{url}{name}/", GOOD).status_code == 404
    assert page.get(f"{url}{name}/sheet/").status_code == 404
    assert page.post(f"{url}{name}/removal/").status_code == 404


def test_state_changes_are_posts(page: Client, url: str) -> None:
    assert page.get(f"{url}{KIND.name}/removal/").status_code == 405
    assert page.get(f"{url}restoration/").status_code == 405


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_often_for_three_as_for_one(
    page: Client,
    url: str,
    program: Program,
    ada: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    worded = [kind for kind in ALL if kind.may_be_worded][:count]
    for kind in worded:
        rewording.write(program, kind, title="a", text="b", by=ada, at=NOW)
    with django_assert_num_queries(5):
        page.get(url)
    with django_assert_num_queries(5):
        page.get(f"{url}{KIND.name}/")


@pytest.mark.parametrize("who", ["ben", "cleo", "dan", "hana", "olga"])
def test_it_is_for_those_who_run_the_program_alone(
    as_person: SignIn,
    request: pytest.FixtureRequest,
    url: str,
    own: Wording,
    mentor: object,
    mentee: object,
    who: str,
) -> None:
    client = as_person(request.getfixturevalue(who))
    for path in ("", f"{KIND.name}/", f"{KIND.name}/sheet/"):
        assert client.get(f"{url}{path}").status_code == 404
    for path in (f"{KIND.name}/", f"{KIND.name}/removal/", "restoration/"):
        assert client.post(f"{url}{path}", GOOD).status_code == 404
    own.refresh_from_db()
    assert own.title == GOOD["title"]
