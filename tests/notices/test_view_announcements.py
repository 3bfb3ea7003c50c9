from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from notices import announcing
from notices.models import Announcement
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn

WRITTEN = {"title": "Kick-off", "text": "On Friday.", "role": "mentee", "standing": "paired"}
PAGES = ("announcement", "announcement-edit", "announcement-sheet", "announcement-removal")


@pytest.fixture
def drafted(program: Program, ada: Person, pairing: Pairing) -> Announcement:
    return announcing.write(program, by=ada, at=NOW, **(WRITTEN | {"role": ""}))


def url(name: str, of: Announcement) -> str:
    return reverse(name, args=[of.program.ref, of.ref])


def test_it_is_written_looked_at_and_sent(
    program: Program, ada: Person, pairing: Pairing, as_person: SignIn
) -> None:
    client = as_person(ada)
    answer = client.post(reverse("announcement-new", args=[program.ref]), WRITTEN, follow=True)
    made = Announcement.objects.get()
    html = answer.content.decode()
    assert made.sent_at is None
    assert "This reaches <strong>1 person</strong>" in html
    assert "Cleo Martin" in html
    assert "Ben Okafor" not in html
    assert url("announcement-sheet", made) in html
    sent = client.post(url("announcement-sending", made), {"seen": made.version}, follow=True)
    assert "It goes out to 1 person." in sent.content.decode()
    assert "1 still waits for its turn." in sent.content.decode()
    made.refresh_from_db()
    assert made.sent_to == 1


def test_the_reach_is_told_by_role(drafted: Announcement, ada: Person, as_person: SignIn) -> None:
    html = as_person(ada).get(url("announcement", drafted)).content.decode()
    assert "This reaches <strong>2 people</strong>: 1 as mentor, 1 as mentee." in html
    assert "Send to 2 people" in html


def test_the_mail_is_shown_as_it_will_look_and_runs_nothing(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    answer = as_person(ada).get(url("announcement-sheet", drafted))
    html = answer.content.decode()
    assert "Hello Ada," in html
    assert "On Friday." in html
    assert "Ada Keller, for Rising leaders" in html
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "default-src 'none'" in answer["Content-Security-Policy"]


def test_two_clicks_send_once(drafted: Announcement, ada: Person, as_person: SignIn) -> None:
    client = as_person(ada)
    client.post(url("announcement-sending", drafted))
    drafted.refresh_from_db()
    first = drafted.sent_at
    html = client.post(url("announcement-sending", drafted), follow=True).content.decode()
    assert "It was sent already; everybody gets it once." in html
    drafted.refresh_from_db()
    assert drafted.sent_at == first


def test_what_another_has_changed_is_not_sent_unseen(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    seen = {"seen": "2026-11-01T09:00:00+00:00"}
    html = as_person(ada).post(url("announcement-sending", drafted), seen, follow=True).content
    assert b"was changed meanwhile" in html
    drafted.refresh_from_db()
    assert drafted.sent_at is None


def test_nobody_there_is_said_with_the_mend(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    Announcement.objects.update(standing="waitlisted")
    client = as_person(ada)
    html = client.get(url("announcement", drafted)).content.decode()
    assert "this reaches nobody" in html
    assert url("announcement-edit", drafted) in html
    assert url("announcement-sending", drafted) not in html
    refused = client.post(url("announcement-sending", drafted), follow=True).content.decode()
    assert "Nobody is in this audience now. Choose others" in refused


def test_a_draft_is_changed(drafted: Announcement, ada: Person, as_person: SignIn) -> None:
    client = as_person(ada)
    assert "On Friday." in client.get(url("announcement-edit", drafted)).content.decode()
    client.post(url("announcement-edit", drafted), WRITTEN | {"text": "On Monday."})
    drafted.refresh_from_db()
    assert (drafted.text, drafted.role) == ("On Monday.", "mentee")


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("title", "", "Write a subject"),
        ("text", "", "Write the message."),
        ("standing", "", "Choose whom it is for."),
        ("standing", "everybody", "Select a valid choice"),
    ],
)
def test_what_is_missing_is_named_and_what_was_typed_stays(
    program: Program, ada: Person, as_person: SignIn, field: str, value: str, words: str
) -> None:
    data = WRITTEN | {"text": "A long text.", field: value}
    html = as_person(ada).post(reverse("announcement-new", args=[program.ref]), data).content
    assert words in html.decode()
    assert not Announcement.objects.exists()
    assert field == "text" or b"A long text." in html


def test_what_was_sent_shows_its_outcome_and_can_be_changed_no_more(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    announcing.send(drafted, by=ada, at=NOW)
    client = as_person(ada)
    html = client.get(url("announcement", drafted)).content.decode()
    assert "Sent to <strong>2 people</strong>" in html
    assert "you do not learn who has read it" in html
    assert client.get(url("announcement-edit", drafted)).status_code == 302
    client.post(url("announcement-edit", drafted), WRITTEN | {"text": "Never."})
    client.post(url("announcement-removal", drafted))
    drafted.refresh_from_db()
    assert drafted.text == "On Friday."


def test_a_draft_is_thrown_away_after_asking(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    client = as_person(ada)
    assert "has not been sent to anybody" in (
        client.get(url("announcement-removal", drafted)).content.decode()
    )
    client.post(url("announcement-removal", drafted))
    assert not Announcement.objects.exists()


def test_the_list_has_drafts_and_what_was_sent(
    drafted: Announcement, program: Program, ada: Person, as_person: SignIn
) -> None:
    other = announcing.write(program, by=ada, at=NOW, **(WRITTEN | {"title": "Thank you"}))
    announcing.send(other, by=ada, at=NOW)
    html = as_person(ada).get(reverse("announcements", args=[program.ref])).content.decode()
    assert "<strong>1 announcement</strong> sent." in html
    assert "1 draft waits for you." in html
    assert html.index("Kick-off") < html.index("Thank you")


def test_one_program_does_not_see_the_announcements_of_another(
    drafted: Announcement, program: Program, dan: Person, ada: Person, as_person: SignIn
) -> None:
    """Eve runs another program: neither with its own address nor through hers."""
    eve = as_person(Person.objects.get(name="Eve Other"))
    hers = Program.objects.get(name="Another program")
    for name in (*PAGES, "announcement-sending"):
        for ref in (program.ref, hers.ref):
            where = reverse(name, args=[ref, drafted.ref])
            assert eve.get(where).status_code in (404, 405)
            assert eve.post(where, WRITTEN).status_code in (404, 405)
    drafted.refresh_from_db()
    assert (drafted.sent_at, drafted.text) == (None, "On Friday.")


@pytest.mark.parametrize("someone", ["ben", "cleo", "hana", "olga"])
def test_those_it_is_for_and_all_others_see_no_draft(
    drafted: Announcement, as_person: SignIn, request: pytest.FixtureRequest, someone: str
) -> None:
    client = as_person(request.getfixturevalue(someone))
    for name in (*PAGES, "announcement-sending"):
        assert client.get(url(name, drafted)).status_code in (404, 405)
        assert client.post(url(name, drafted)).status_code in (404, 405)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow_with_the_rows(
    program: Program,
    ada: Person,
    pairing: Pairing,
    as_person: SignIn,
    rows: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for number in range(rows):
        announcing.write(program, by=ada, at=NOW, **(WRITTEN | {"title": f"Draft {number}"}))
        sent = announcing.write(program, by=ada, at=NOW, **(WRITTEN | {"title": f"{number}"}))
        announcing.send(sent, by=ada, at=NOW)
        cast.participant(cast.person(f"More {number}"), program, "mentee")
    client = as_person(ada)
    with django_assert_max_num_queries(8):
        client.get(reverse("announcements", args=[program.ref]))
    one = Announcement.objects.filter(sent_at=None).first()
    assert one
    with django_assert_max_num_queries(8):
        client.get(url("announcement", one))


def test_both_is_a_choice_that_stays_chosen(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    client = as_person(ada)
    page = client.get(url("announcement-edit", drafted))
    assert page.context["form"]["role"].value() == "all"
    assert "(optional)" not in page.content.decode()
    client.post(url("announcement-edit", drafted), WRITTEN | {"role": "all"})
    drafted.refresh_from_db()
    assert (drafted.role, drafted.standing) == ("", "paired")
    refused = client.post(url("announcement-edit", drafted), WRITTEN | {"role": ""})
    assert "Choose whom it is for." in refused.content.decode()


def test_the_mails_that_go_by_themselves_are_one_click_away(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    html = as_person(ada).get(reverse("announcements", args=[program.ref])).content.decode()
    for name in ("program-timing", "mail-calendar", "program-wordings", "channels"):
        assert f'href="{reverse(name, args=[program.ref])}"' in html


def test_preview_and_sending_go_by_the_day_where_its_sender_is(
    program: Program,
    ada: Person,
    pairing: Pairing,
    as_person: SignIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In Auckland it is the 21st, the first day on which the pair is quiet; in UTC it is not."""
    ada.time_zone = "Pacific/Auckland"
    ada.save()
    cast.held_session(pairing, days_ago=10)
    quiet = announcing.write(
        program, by=ada, at=NOW, **(WRITTEN | {"role": "", "standing": "quiet"})
    )
    moment = datetime(2026, 11, 20, 20, 0, tzinfo=UTC)
    monkeypatch.setattr("notices.views.announcements.now", lambda: moment)
    monkeypatch.setattr("notices.views.announcements.today", lambda: timezone.localdate(moment))
    client = as_person(ada)
    assert "Send to 2 people" in client.get(url("announcement", quiet)).content.decode()
    sent = client.post(url("announcement-sending", quiet), {"seen": quiet.version}, follow=True)
    assert "It goes out to 2 people." in sent.content.decode()
