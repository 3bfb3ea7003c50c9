"""What somebody gets by mail and how often: the page, and what it changes."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from history.models import Event
from kit import clock
from notices.catalogue import ALL, KINDS, Group
from notices.models import MailBudget, Notice, Pace, Preference, Suppression
from notices.preferring import budget_of, choose, groups_of, pace_of, standing_of
from notices.sending.wishes import Rhythm
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

pytestmark = pytest.mark.django_db

URL = "/preferences/"
QUERIES = 9
OF_A_PAIR = [
    *(Group.APPLICATION, Group.PAIRING, Group.MILESTONES),
    *(Group.SESSIONS, Group.ANNOUNCEMENTS),
]


@pytest.fixture
def page(as_person: SignIn, cleo: Person) -> Client:
    return as_person(cleo)


def _said(client: Client) -> str:
    html = client.get(URL).content.decode().partition("<main")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def _sent(client: Client, **more: str) -> dict[str, str]:
    """What the form would send as it stands, with these changed."""
    form = client.get(URL).context["form"]
    return {
        name: str(form.get_initial_for_field(form.fields[name], name)) for name in form.fields
    } | more


# --- Whom which groups concern ------------------------------------------------------------------


def test_a_mentee_has_the_groups_of_a_pair(mentee: Participant, cleo: Person) -> None:
    assert groups_of(cleo) == OF_A_PAIR


def test_where_mentees_choose_there_is_one_more(mentee: Participant, cleo: Person) -> None:
    Program.objects.filter(pk=mentee.program_id).update(way="both")
    assert set(groups_of(cleo)) == {*OF_A_PAIR, Group.CHOOSING}


def test_who_runs_programs_and_hr_have_theirs(
    program: Program, ada: Person, hana: Person, olga: Person
) -> None:
    helper = cast.person("Gil Helper")
    program.admins.create(person=helper, appointed_at=NOW)
    assert groups_of(ada) == groups_of(helper) == [Group.APPLICATION, Group.RUNNING]
    assert groups_of(hana) == [Group.APPLICATION, Group.REPORTS]
    assert Group.REPORTS not in groups_of(olga)


def test_somebody_new_may_hear_of_an_application(db: None) -> None:
    assert groups_of(cast.person("New Here")) == [Group.APPLICATION]


def test_each_kind_but_the_digests_is_in_a_group_that_can_concern_somebody() -> None:
    anybody = {*OF_A_PAIR, Group.CHOOSING, Group.RUNNING, Group.REPORTS}
    assert {kind.group for kind in ALL if not kind.is_digest} == anybody


# --- Choosing -----------------------------------------------------------------------------------


def test_what_is_chosen_holds_and_the_rest_stays(cleo: Person) -> None:
    choose(cleo, paces={Group.SESSIONS: Pace.OFF}, at=NOW)
    choose(cleo, paces={Group.MILESTONES: Pace.DAILY}, mails=3, at=NOW)
    assert pace_of(cleo, Group.SESSIONS) == Pace.OFF
    assert pace_of(cleo, Group.MILESTONES) == Pace.DAILY
    assert pace_of(cleo, Group.PAIRING) == Pace.AT_ONCE
    assert budget_of(cleo) == 3


def test_history_has_the_names_of_what_changed_and_no_more(cleo: Person) -> None:
    paces = {Group.SESSIONS: Pace.OFF, Group.PAIRING: Pace.AT_ONCE}
    assert choose(cleo, paces=paces, mails=5, at=NOW) == ["sessions", "mails a week"]
    event = Event.objects.about(cleo).get()
    assert (event.verb, event.by_id, event.at) == ("preferences.changed", cleo.pk, NOW)
    assert event.facts == {"fields": ["sessions", "mails a week"]}


def test_choosing_the_same_again_is_no_change(cleo: Person, settings: Settings) -> None:
    choose(cleo, paces={Group.SESSIONS: Pace.OFF}, at=NOW)
    again = choose(cleo, paces={Group.SESSIONS: Pace.OFF}, mails=settings.MAIL_BUDGET, at=NOW)
    assert again == []
    assert Event.objects.count() == 1
    assert not MailBudget.objects.exists()  # the company's number, should it change


# --- The page -----------------------------------------------------------------------------------


def test_it_says_first_how_mails_come(page: Client, cleo: Person, settings: Settings) -> None:
    settings.MAIL_BUDGET = 7
    assert "You get mails at once , at most 7 a week." in _said(page)


def test_it_says_when_the_next_digests_come_where_one_is(page: Client, cleo: Person) -> None:
    Person.objects.filter(pk=cleo.pk).update(time_zone="Asia/Kolkata")
    began = clock.now()
    answer = page.get(URL)
    for rhythm, name in ((Rhythm.DAILY, "daily_at"), (Rhythm.WEEKLY, "weekly_at")):
        due = {rhythm.next("Asia/Kolkata", instant).due_at for instant in (began, clock.now())}
        assert answer.context[name] in due
    said = _said(page)
    assert re.search(
        r"the next daily one on \w{3} \d+ \w+( \d{4})?, 09:00 ?, "
        r"the next weekly one on Mon \d+ \w+( \d{4})?, 09:00 \(Asia/Kolkata\)\.",
        said,
    ), said


@pytest.mark.parametrize(
    ("pace", "words"),
    [
        (Pace.DAILY, "You get one mail a day at most, a digest"),
        (Pace.WEEKLY, "You get one mail a week at most, a digest"),
        (Pace.OFF, "You get no mails , apart from those that must come."),
    ],
)
def test_one_pace_for_all_is_said_so(page: Client, cleo: Person, pace: Pace, words: str) -> None:
    choose(cleo, paces=dict.fromkeys(Group, pace), at=NOW)
    assert words in _said(page)


def test_several_paces_are_counted(mentee: Participant, page: Client, cleo: Person) -> None:
    choose(cleo, paces={Group.SESSIONS: Pace.OFF, Group.PAIRING: Pace.DAILY}, at=NOW)
    said = _said(page)
    assert "about 3 subjects at once, at most 7 a week; about 1 in a daily digest;" in said
    assert "about 1 not at all." in said


def test_each_group_says_its_kinds_and_what_comes_all_the_same(
    mentee: Participant, page: Client
) -> None:
    said = _said(page)
    for kind in (one for one in ALL if not one.is_digest):
        concerns = kind.group in OF_A_PAIR
        assert (str(kind.title) in said) == concerns, kind.name
    always = "These always come at once: Match published, Pairing ended."
    assert always in said
    assert KINDS["match_published"].must
    assert "Programs you run" not in said


def test_what_waits_for_a_digest_is_counted(page: Client, cleo: Person) -> None:
    assert "for a digest." not in _said(page)
    cast.told(cleo, state="bundled")
    assert "1 notice waits for a digest." in _said(page)


def test_it_saves_what_is_chosen(mentee: Participant, page: Client, cleo: Person) -> None:
    answer = page.post(URL, _sent(page, milestones="weekly", mails="12"))
    assert answer["Location"] == URL
    assert dict(Preference.objects.values_list("group", "pace")) == {"milestones": "weekly"}
    assert budget_of(cleo) == 12
    shown = page.get(URL).content.decode()
    assert re.search(r'name="milestones" value="weekly" checked', shown)
    assert re.search(r'name="sessions" value="at_once" checked', shown)
    assert Event.objects.about(cleo).get().facts["fields"] == ["milestones", "mails a week"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mails": "0"},
        {"mails": "101"},
        {"mails": ""},
        {"mails": "many"},
        {"application": "hourly"},
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_kept(page: Client, wrong: dict[str, str]) -> None:
    answer = page.post(URL, _sent(page, application="off") | wrong)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "There is a problem" in said
    assert ("Give a number from 1 to 100." in said) is ("mails" in wrong)
    assert not Preference.objects.exists()
    assert not MailBudget.objects.exists()


def test_a_group_that_does_not_concern_somebody_cannot_be_chosen(
    page: Client, cleo: Person
) -> None:
    page.post(URL, _sent(page, reports="off"))
    assert not Preference.objects.exists()


def test_it_changes_nobody_elses(page: Client, as_person: SignIn, ben: Person) -> None:
    page.post(URL, _sent(page, application="off"))
    assert pace_of(ben, Group.APPLICATION) == Pace.AT_ONCE


def test_whoever_cannot_be_mailed_is_told_what_to_do(page: Client, cleo: Person) -> None:
    assert "Mail to you comes back" not in _said(page)
    Suppression.objects.create(email=cleo.email.title(), why="550 5.1.1 secret", since_at=NOW)
    said = _said(page)
    assert "Mail to you comes back" in said
    assert "Please tell an administrator" in said
    assert "secret" not in said
    assert standing_of(cleo).is_suppressed


def test_whom_to_tell_stands_there_with_the_address(
    page: Client, cleo: Person, ada: Person, olga: Person
) -> None:
    gone = cast.person("Omar Gone", roles=("administrator",))
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    assert olga.email not in page.get(URL).content.decode()
    Suppression.objects.create(email=cleo.email, why="550", since_at=NOW)
    said = page.get(URL).content.decode()
    assert f'href="mailto:{olga.email}">{olga.name}</a>' in said
    assert gone.email not in said
    assert ada.email not in said
    assert "/outbox/addresses/" not in said


def test_an_administrator_goes_to_where_it_is_lifted(as_person: SignIn, olga: Person) -> None:
    Suppression.objects.create(email=olga.email, why="550", since_at=NOW)
    said = as_person(olga).get(URL).content.decode()
    assert 'href="/outbox/addresses/"' in said.partition("<main")[2]
    assert "mailto:" not in said


def test_it_asks_as_often_where_mail_comes_back(
    mentee: Participant,
    page: Client,
    cleo: Person,
    olga: Person,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for name in ("Ola", "Omar", "Otto"):
        cast.person(f"{name} Root", roles=("administrator",))
    Suppression.objects.create(email=cleo.email, why="550", since_at=NOW)
    with django_assert_max_num_queries(QUERIES + 1):
        page.get(URL)


def test_what_waited_is_sent_as_chosen_now(page: Client, cleo: Person) -> None:
    waits = cast.told(cleo, state="bundled", kind="application_received")
    page.post(URL, _sent(page, application="daily"))
    waits.refresh_from_db()
    assert (waits.state, waits.digest) == ("planned", None)


def test_one_gets_there_from_the_menu_the_settings_and_the_inbox(page: Client) -> None:
    link = f'href="{URL}"'
    above, _main, content = page.get(reverse("my-settings")).content.decode().partition("<main")
    assert link in above
    assert link in content
    assert link in page.get("/inbox/").content.decode().partition("<main")[2]


@pytest.mark.parametrize("many", [1, 3])
def test_it_asks_as_often_for_three_as_for_one(
    mentee: Participant,
    page: Client,
    cleo: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for group in OF_A_PAIR[:many]:
        Preference.objects.create(person=cleo, group=group.value, pace="daily")
        Notice.objects.filter(pk=cast.told(cleo).pk).update(read_at=NOW + timedelta(days=1))
    with django_assert_num_queries(QUERIES):
        page.get(URL)


def test_the_page_says_what_still_comes_once_the_week_is_full(client: Client, cleo: Person) -> None:
    client.force_login(cleo)
    said = client.get(URL).content.decode()
    assert "one daily digest a day. What must come, or would be too late even then, still" in said
