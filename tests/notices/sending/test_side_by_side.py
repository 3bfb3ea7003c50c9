"""Several senders in one process: faster, and never two mails in doubt."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from pytest_django.fixtures import Settings

from notices.models import Notice
from notices.planning.planner import plan
from notices.sending.doubt import Doubt
from notices.sending.sender import send_side_by_side
from pairings.models import Pairing
from tests import cast
from tests.cast import NOW, TODAY
from tests.smtp_sink import Sink


@pytest.fixture
def many(pairing: Pairing, settings: Settings) -> None:
    settings.MAIL_BUDGET = 1000
    for number in range(200):
        cast.milestone(
            pairing, due_on=TODAY + timedelta(days=7), title=f"{number}", responsible="mentor"
        )
    plan(now=NOW)


class Watching(Sink):
    """Counts how many mails are given over and not yet written down as sent."""

    most = 0

    def taken(self) -> None:
        taken = len(self.mails)
        settled = Notice.objects.filter(state="sent").count()
        self.most = max(self.most, taken - settled)


@pytest.mark.django_db(transaction=True)
def test_each_is_sent_once_and_one_at_most_is_in_doubt(many: None, settings: Settings) -> None:
    with Watching() as sink:
        settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
        watching = threading.Event()

        def watch() -> None:
            from django.db import connection

            try:
                while not watching.wait(0.001):
                    sink.taken()
            finally:
                connection.close()

        watcher = threading.Thread(target=watch)
        watcher.start()
        sent = send_side_by_side(now=NOW, senders=4)
        watching.set()
        watcher.join()
    assert sent == Notice.objects.filter(state="sent", way="mail").count()
    ids = [mail["Message-ID"] for mail in sink.mails]
    assert len(ids) == len(set(ids)) == sent
    assert sink.connections > 1
    assert sink.most <= 1


def test_a_turn_is_waited_for_and_given_back() -> None:
    doubt, order = Doubt(), []
    doubt.begin()
    doubt.begin()  # within the same turn

    def other() -> None:
        doubt.begin()
        order.append("other")
        doubt.end()

    waiting = threading.Thread(target=other)
    waiting.start()
    order.append("mine")
    doubt.end()
    waiting.join(5)
    doubt.end()  # nothing was begun
    assert order == ["mine", "other"]
