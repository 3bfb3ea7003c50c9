from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from history.models import Event
from people import roles
from people.models import Person, RoleGrant
from tests import cast
from tests.cast import NOW


def test_a_role_is_granted_once_and_recorded(ben: Person, olga: Person) -> None:
    assert roles.grant(ben, "hr", by=olga, at=NOW)
    assert not roles.grant(ben, "hr", by=olga, at=NOW)
    assert ben.is_hr
    event = Event.objects.about(ben).get()
    assert (event.verb, event.by_id, event.facts) == ("role.granted", olga.pk, {"role": "hr"})


def test_a_role_is_revoked_and_recorded(hana: Person, olga: Person) -> None:
    assert hana.is_hr
    assert roles.revoke(hana, "hr", by=olga, at=NOW)
    assert not roles.revoke(hana, "hr", by=olga, at=NOW)
    assert not hana.is_hr
    assert Event.objects.about(hana).get().verb == "role.revoked"


def test_a_closed_account_gets_no_role(ben: Person, olga: Person) -> None:
    ben.is_active = False
    with pytest.raises(roles.ClosedAccount, match="closed"):
        roles.grant(ben, "hr", by=olga, at=NOW)


def test_the_last_administrator_stays(olga: Person) -> None:
    with pytest.raises(roles.LastAdministrator, match="last administrator"):
        roles.revoke(olga, "administrator", by=olga, at=NOW)
    assert olga.is_administrator
    assert not Event.objects.about(olga).exists()


def test_an_administrator_whose_account_is_closed_does_not_count(olga: Person) -> None:
    gone = cast.person("Otto Gone", roles=("administrator",))
    Person.objects.filter(pk=gone.pk).update(is_active=False)
    with pytest.raises(roles.LastAdministrator):
        roles.revoke(olga, "administrator", by=olga, at=NOW)


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_revoke_each_other_leave_one(olga: Person) -> None:
    otto = cast.person("Otto Root", roles=("administrator",))
    start = Barrier(2)
    refused: list[str] = []

    def revoke(person: Person, by: Person) -> None:
        start.wait()
        try:
            roles.revoke(person, "administrator", by=by, at=NOW)
        except roles.LastAdministrator as error:
            refused.append(str(error))
        finally:
            connection.close()

    threads = [Thread(target=revoke, args=pair) for pair in ((olga, otto), (otto, olga))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert RoleGrant.objects.filter(role="administrator").count() == 1
