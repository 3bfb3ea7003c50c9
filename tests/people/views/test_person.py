from __future__ import annotations

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people import roles
from people.models import Person
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


def url(someone: Person) -> str:
    return reverse("person", args=[someone.ref])


def granting(someone: Person) -> str:
    return reverse("person-role-grant", args=[someone.ref])


def removing(someone: Person, role: str) -> str:
    return reverse("person-role-removal", args=[someone.ref, role])


def test_record_roles_and_history_are_shown_to_an_administrator(
    olga: Person, ben: Person, as_person: SignIn
) -> None:
    boss = cast.person("Bea Boss")
    record = cast.employment(ben, manager=cast.employment(boss), gender="male")
    record.annual_salary = 71916
    record.save()
    roles.grant(ben, "hr", by=olga, at=NOW)
    page = as_person(olga).get(url(ben)).content.decode()
    assert "Research Scientist in Research &amp; Development" in page
    assert "71,916" in page
    assert ">Bea Boss</a>" in page
    assert "Olga Root gave Ben Okafor the role HR." in page


def test_somebody_without_record_or_history_is_shown_too(
    olga: Person, ben: Person, as_person: SignIn
) -> None:
    page = as_person(olga).get(url(ben)).content.decode()
    assert "No employment record" in page
    assert "Nothing yet" in page


@pytest.mark.parametrize("who", ["ada", "hana", "ben"])
def test_nobody_else_sees_it_not_even_the_person(
    who: str, ben: Person, as_person: SignIn, request: pytest.FixtureRequest
) -> None:
    cast.employment(ben)
    assert as_person(request.getfixturevalue(who)).get(url(ben)).status_code == 404


def test_a_role_is_given_and_taken(olga: Person, ben: Person, as_person: SignIn) -> None:
    client = as_person(olga)
    page = client.post(granting(ben), {"role": "hr"}, follow=True).content.decode()
    assert "Ben Okafor has the role HR now." in page
    page = client.post(removing(ben, "hr"), follow=True).content.decode()
    assert "Ben Okafor no longer has the role HR." in page
    ben.forget_roles()
    assert not ben.roles


def test_an_unknown_role_is_refused(olga: Person, ben: Person, as_person: SignIn) -> None:
    client = as_person(olga)
    page = client.post(granting(ben), {"role": "king"}, follow=True).content.decode()
    assert "Choose one of the roles." in page
    assert client.post(removing(ben, "king")).status_code == 404


def test_the_last_administrator_is_told_why_not(olga: Person, as_person: SignIn) -> None:
    page = as_person(olga).post(removing(olga, "administrator"), follow=True).content.decode()
    assert "This is the last administrator. Make somebody else administrator first." in page


def test_a_closed_account_gets_no_role(olga: Person, ben: Person, as_person: SignIn) -> None:
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    page = as_person(olga).post(granting(ben), {"role": "hr"}, follow=True).content.decode()
    assert "This account is closed: it can have no role." in page


@pytest.mark.parametrize("who", ["ada", "hana", "ben"])
def test_nobody_else_gives_roles(
    who: str, ben: Person, as_person: SignIn, request: pytest.FixtureRequest
) -> None:
    client = as_person(request.getfixturevalue(who))
    assert client.post(granting(ben), {"role": "administrator"}).status_code == 404
    assert client.post(removing(ben, "hr")).status_code == 404
    ben.forget_roles()
    assert not ben.roles


def test_acts_are_posts(olga: Person, ben: Person, as_person: SignIn) -> None:
    client = as_person(olga)
    assert client.get(granting(ben)).status_code == 405
    assert client.get(removing(ben, "hr")).status_code == 405
    assert client.get(reverse("person-invitation", args=[ben.ref])).status_code == 405
    assert client.post(url(ben)).status_code == 405


def test_the_link_is_sent_again(olga: Person, ben: Person, as_person: SignIn) -> None:
    page = as_person(olga).post(reverse("person-invitation", args=[ben.ref]), follow=True)
    assert f"on its way to {ben.email}" in page.content.decode()
    assert [sent.to for sent in mail.outbox] == [[ben.email]]


def test_a_mail_server_that_refuses_is_told_of(
    olga: Person, ben: Person, as_person: SignIn, no_mail_server: None
) -> None:
    page = as_person(olga).post(reverse("person-invitation", args=[ben.ref]), follow=True)
    assert "the mail server did not take the mail" in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    olga: Person, ben: Person, as_person: SignIn, count: int
) -> None:
    cast.employment(ben)
    for role in ("hr", "program_admin", "administrator")[:count]:
        roles.grant(ben, role, by=olga, at=NOW)
    client = as_person(olga)
    with CaptureQueriesContext(connection) as queries:
        client.get(url(ben))
    assert len(queries) == 10
