"""The cast as fixtures, on the servers of tests/servers.py."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from mentorship import celery_app
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast

pytest_plugins = ["tests.servers"]

SignIn = Callable[[Person], Client]


@pytest.fixture
def ada(db: None) -> Person:
    """Runs the program."""
    return cast.person("Ada Keller", roles=("program_admin",))


@pytest.fixture
def ben(db: None) -> Person:
    """Mentors."""
    return cast.person("Ben Okafor")


@pytest.fixture
def cleo(db: None) -> Person:
    """Is mentored."""
    return cast.person("Cleo Martin")


@pytest.fixture
def dan(db: None) -> Person:
    """Mentors in another program and must see nothing of this one."""
    dan = cast.person("Dan Strange")
    other = cast.program(cast.person("Eve Other", roles=("program_admin",)), name="Another program")
    cast.participant(dan, other, "mentor")
    return dan


@pytest.fixture
def hana(db: None) -> Person:
    """HR."""
    return cast.person("Hana Weiss", roles=("hr",))


@pytest.fixture
def olga(db: None) -> Person:
    """Administrator."""
    return cast.person("Olga Root", roles=("administrator",))


@pytest.fixture
def program(ada: Person) -> Program:
    """Ada's program, running."""
    return cast.program(ada)


@pytest.fixture
def mentor(program: Program, ben: Person) -> Participant:
    """Ben in Ada's program."""
    return cast.participant(ben, program, "mentor", capacity=2)


@pytest.fixture
def mentee(program: Program, cleo: Person) -> Participant:
    """Cleo in Ada's program."""
    return cast.participant(cleo, program, "mentee")


@pytest.fixture
def pairing(mentor: Participant, mentee: Participant) -> Pairing:
    """Ben and Cleo, active since four weeks."""
    return cast.pairing(mentor, mentee)


@pytest.fixture
def as_person(db: None) -> SignIn:
    """`as_person(ada)` is a client signed in as Ada."""

    def sign_in(someone: Person) -> Client:
        signed_in = Client()
        signed_in.force_login(
            someone, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return signed_in

    return sign_in


@pytest.fixture
def no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens where Celery looks for its broker; connections made before are forgotten."""
    for name in ("URL", "READ_URL", "WRITE_URL"):  # asked first, and gone with the test
        monkeypatch.setenv(f"CELERY_BROKER_{name}", "redis://127.0.0.1:1/0")
    monkeypatch.setattr(celery_app, "_pool", None)
    monkeypatch.setitem(vars(celery_app), "amqp", type(celery_app.amqp)(celery_app))
