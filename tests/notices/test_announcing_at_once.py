"""Two who run a program send the same announcement at the same instant: it goes out once."""

from __future__ import annotations

import pytest
from django.urls import reverse

from history.models import Event
from kit.refusals import Refused
from notices import announcing
from notices.models import Announcement, Notice
from notices.planning.planner import plan
from pairings.models import Pairing
from people.models import Person
from programs.models import Program
from tests.cast import NOW
from tests.conftest import SignIn
from tests.pairings.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 8


@pytest.fixture
def drafted(program: Program, ada: Person, pairing: Pairing) -> Announcement:
    return announcing.write(
        program, by=ada, at=NOW, title="Kick-off", text="Friday.", role="", standing="paired"
    )


def test_of_many_that_send_at_once_one_does(drafted: Announcement, ada: Person) -> None:
    def send() -> str:
        try:
            return str(announcing.send(drafted, by=ada, at=NOW))
        except Refused as refusal:
            return type(refusal).__name__

    found = at_once(*[send] * TIMES)
    assert sorted(map(str, found)) == sorted(["2", *["SentAlready"] * (TIMES - 1)])
    assert Event.objects.filter(verb="announcement.sent").count() == 1
    plan(now=NOW)
    assert Notice.objects.filter(kind="announcement").count() == 2


def test_nobody_who_clicks_at_the_same_time_sees_an_error(
    drafted: Announcement, ada: Person, as_person: SignIn
) -> None:
    address = reverse("announcement-sending", args=[drafted.program.ref, drafted.ref])
    clients = [as_person(ada) for _n in range(TIMES)]
    answers = at_once(
        *[lambda client=client: client.post(address).status_code for client in clients]
    )
    assert set(answers) == {302}
    assert Event.objects.filter(verb="announcement.sent").count() == 1


def test_what_is_sent_is_never_thrown_away_meanwhile(drafted: Announcement, ada: Person) -> None:
    def send() -> object:
        try:
            return announcing.send(drafted, by=ada, at=NOW)
        except Refused:
            return None

    def remove() -> object:
        try:
            return announcing.remove(drafted, by=ada, at=NOW)
        except Refused:
            return None

    at_once(*[send, remove] * (TIMES // 2))
    is_sent = Event.objects.filter(verb="announcement.sent").exists()
    assert is_sent == Announcement.objects.filter(sent_at__isnull=False).exists()
    assert is_sent != Event.objects.filter(verb="announcement.removed").exists()
