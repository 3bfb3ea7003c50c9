from __future__ import annotations

from history.models import Event
from people.models import Person
from programs.models import Program
from tests import cast
from tests.conftest import SignIn
from tests.programs.scenes import filled_draft, open_now


def test_a_draft_is_discarded_after_a_question(as_person: SignIn, ada: Person) -> None:
    program = filled_draft(ada)
    client, url = as_person(ada), f"/programs/{program.ref}/removal/"
    assert url in client.get(f"/programs/{program.ref}/setup/").content.decode()
    assert "This cannot be undone" in client.get(url).content.decode()
    assert Program.objects.exists()
    answer = client.post(url, follow=True)
    assert f"{program.name} is discarded." in answer.content.decode()
    assert not Program.objects.exists()
    event = Event.objects.get(verb="program.removed")
    assert (event.by_id, event.program_id, event.facts) == (ada.pk, program.pk, {})


def test_what_was_opened_is_closed_instead(as_person: SignIn, ada: Person) -> None:
    program = open_now(ada)
    client, url = as_person(ada), f"/programs/{program.ref}/removal/"
    assert url not in client.get(f"/programs/{program.ref}/setup/").content.decode()
    answer = client.post(url, follow=True)
    assert "it can be closed, not discarded" in answer.content.decode()
    assert Program.objects.get() == program


def test_a_draft_with_somebody_on_its_roster_stays(
    as_person: SignIn, ada: Person, cleo: Person
) -> None:
    program = filled_draft(ada)
    cast.participant(cleo, program, "mentee", state="applied")
    answer = as_person(ada).post(f"/programs/{program.ref}/removal/", follow=True)
    assert "so it stays" in answer.content.decode()
    assert program.participants.count() == 1
    assert not Event.objects.filter(verb="program.removed").exists()


def test_the_audit_still_tells_of_it(as_person: SignIn, ada: Person, olga: Person) -> None:
    program = filled_draft(ada)
    as_person(ada).post(f"/programs/{program.ref}/removal/")
    page = as_person(olga).get("/audit/").content.decode()
    assert "discarded the draft of a program" in page
