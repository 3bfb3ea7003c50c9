from __future__ import annotations

from datetime import timedelta

from history.models import Event
from people.leaving import close_accounts
from people.models import Person
from tests import cast
from tests.cast import NOW, TODAY


def test_an_account_is_closed_on_the_day_its_person_leaves(ben: Person, cleo: Person) -> None:
    cast.employment(ben, left_on=TODAY)
    cast.employment(cleo, left_on=TODAY + timedelta(days=1))
    assert close_accounts(on=TODAY, at=NOW) == 1
    ben.refresh_from_db()
    cleo.refresh_from_db()
    assert not ben.is_active
    assert cleo.is_active
    assert Event.objects.get().verb == "person.left"
    assert close_accounts(on=TODAY, at=NOW) == 0


def test_the_last_administrators_account_stays_open(olga: Person, ben: Person) -> None:
    cast.employment(olga, left_on=TODAY)
    cast.employment(ben, left_on=TODAY)
    assert close_accounts(on=TODAY, at=NOW) == 1
    olga.refresh_from_db()
    assert olga.is_active
