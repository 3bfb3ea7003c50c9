from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Employment
from people.reporting_line import chain_above
from tests import cast


@pytest.fixture
def line(db: None) -> list[Employment]:
    """Head, manager, worker: each reports to the one before."""
    chain: list[Employment] = []
    for name in ("Hope Head", "Mia Manager", "Will Worker"):
        above = chain[-1] if chain else None
        chain.append(cast.employment(cast.person(name), manager=above))
    return chain


def test_everybody_above_is_found_in_one_query(line: list[Employment]) -> None:
    head, manager, worker = (one.pk for one in line)
    with CaptureQueriesContext(connection) as queries:
        above = chain_above([head, manager, worker])
    assert above == {head: set(), manager: {head}, worker: {head, manager}}
    assert len(queries) == 1


def test_nobody_asked_about_is_an_empty_answer(db: None) -> None:
    assert chain_above([]) == {}


def test_a_circle_ends(line: list[Employment]) -> None:
    head, manager, worker = line
    Employment.objects.filter(pk=head.pk).update(manager=worker)
    assert chain_above([head.pk]) == {head.pk: {manager.pk, worker.pk}}
