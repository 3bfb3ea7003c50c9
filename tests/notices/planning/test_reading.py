from __future__ import annotations

import threading
import time

import pytest
from django.db import connection, transaction

from history.recording import record
from notices.models import Bookmark, Notice
from notices.planning.planner import plan
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def _happen(participant: Participant) -> None:
    record("participant.admitted", participant, by=None, at=NOW, program_id=participant.program_id)


def _moved() -> Bookmark:
    """The bookmark once a round could move it: transactions of other databases hold it back."""
    until = time.monotonic() + 180
    while time.monotonic() < until:
        plan(now=NOW)
        bookmark = Bookmark.objects.get()
        if bookmark.read_to:
            break
    return bookmark


def test_an_event_that_commits_after_a_newer_one_was_read_is_not_missed(
    mentor: Participant, mentee: Participant
) -> None:
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                _happen(mentor)
                written.set()
                go_on.wait(10)
        finally:
            connection.close()

    page = threading.Thread(target=slow)
    page.start()
    assert written.wait(10)
    with transaction.atomic():
        _happen(mentee)
    for _round in range(3):
        plan(now=NOW)
    assert _told_of() == {mentee.pk}
    go_on.set()
    page.join()
    for _round in range(3):
        plan(now=NOW)
    assert _told_of() == {mentor.pk, mentee.pk}


def test_what_was_read_is_not_read_again(mentee: Participant) -> None:
    with transaction.atomic():
        _happen(mentee)
    plan(now=NOW)
    assert Bookmark.objects.get().read_to == 0
    assert _moved().read_to > 0


def test_a_bookmark_of_another_server_is_not_waited_for(mentee: Participant) -> None:
    Bookmark.objects.create(seen_to=5, next_transaction=2**40)
    with transaction.atomic():
        _happen(mentee)
    assert _moved().next_transaction is None


def test_planners_at_the_same_time_add_nothing_twice(db: None, ada: Person) -> None:
    program = cast.program(ada)
    with transaction.atomic():
        for number in range(10):
            _happen(cast.participant(cast.person(f"Person {number}"), program, "mentee"))
    planned: list[int] = []

    def work() -> None:
        try:
            planned.append(plan(now=NOW))
        finally:
            connection.close()

    planners = [threading.Thread(target=work) for _number in range(5)]
    for one in planners:
        one.start()
    for one in planners:
        one.join()
    assert sum(planned) == Notice.objects.count() == 11  # and Ada's week of the program


def _told_of() -> set[int]:
    news = Notice.objects.filter(subject_kind="participants.participant")
    return set(news.values_list("subject_id", flat=True))
