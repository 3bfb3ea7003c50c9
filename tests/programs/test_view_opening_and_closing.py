from __future__ import annotations

from history.models import Event
from people.models import Person
from programs import setup
from programs.models import Program
from tests.cast import NOW
from tests.conftest import SignIn
from tests.programs.scenes import filled_draft, open_now


def test_a_draft_that_lacks_nothing_is_opened(as_person: SignIn, ada: Person) -> None:
    program = filled_draft(ada)
    answer = as_person(ada).post(f"/programs/{program.ref}/opening/", follow=True)
    assert "The program is open" in answer.content.decode()
    program.refresh_from_db()
    assert program.state == "open"
    assert Event.objects.filter(verb="program.opened").get().by_id == ada.pk


def test_a_draft_that_lacks_something_stays_a_draft(as_person: SignIn, ada: Person) -> None:
    bare = setup.create_program(name="Bare", kind="coaching", by=ada, at=NOW)
    answer = as_person(ada).post(f"/programs/{bare.ref}/opening/", follow=True)
    assert "The program has no purpose." in answer.content.decode()
    bare.refresh_from_db()
    assert bare.state == "draft"


def test_opening_twice_changes_nothing(as_person: SignIn, ada: Person) -> None:
    program = open_now(ada)
    answer = as_person(ada).post(f"/programs/{program.ref}/opening/", follow=True)
    assert "cannot become" in answer.content.decode()
    assert Event.objects.filter(verb="program.opened").count() == 1


def test_matching_starts_from_the_set_up_of_an_open_program(as_person: SignIn, ada: Person) -> None:
    program = open_now(ada)
    client, url = as_person(ada), f"/programs/{program.ref}/matching-phase/"
    assert url in client.get(f"/programs/{program.ref}/setup/").content.decode()
    assert client.get(url).status_code == 405
    assert "Matching has started." in client.post(url, follow=True).content.decode()
    assert Program.objects.get().state == "matching"
    assert "cannot become" in client.post(url, follow=True).content.decode()


def test_closing_says_what_it_means_and_then_does_it(as_person: SignIn, ada: Person) -> None:
    program = open_now(ada)
    client, url = as_person(ada), f"/programs/{program.ref}/closing/"
    assert "Nobody can apply or be matched any more" in client.get(url).content.decode()
    assert Program.objects.get().state == "open"
    answer = client.post(url, follow=True)
    assert "The program is closed." in answer.content.decode()
    assert Program.objects.get().state == "closed"


def test_a_draft_cannot_be_closed(as_person: SignIn, ada: Person) -> None:
    program = filled_draft(ada)
    answer = as_person(ada).post(f"/programs/{program.ref}/closing/", follow=True)
    assert "cannot become" in answer.content.decode()
    assert Program.objects.get().state == "draft"
