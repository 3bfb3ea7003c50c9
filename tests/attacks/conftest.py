from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

import pytest
from django.db import transaction
from pytest_django.fixtures import Settings
from pytest_django.plugin import DjangoDbBlocker

from tests.attacks.house import House, built, undone


@pytest.fixture(scope="module")
def built_house(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[House]:
    """Built once for a module, since it takes longer than most attacks on it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield built()
        transaction.set_rollback(True)


@pytest.fixture
def db(built_house: House) -> Iterator[None]:
    """The database with the house in it; what a test does to it is taken back."""
    with undone():
        yield


@pytest.fixture
def house(built_house: House, db: None) -> House:
    """A program with everything in it, and everybody around it."""
    return deepcopy(built_house)


@pytest.fixture(autouse=True)
def _mail_is_kept(settings: Settings) -> None:
    settings.MAIL_IS_KEPT = True
