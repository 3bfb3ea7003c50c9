"""The outcome of a mail is committed before the server gets the text of the next one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections
from pytest_django.fixtures import Settings

from notices.models import Notice
from notices.planning.planner import plan
from notices.sending.sender import send_due
from notices.sending.settling import Settling
from pairings.models import Pairing
from tests import cast
from tests.cast import NOW, TODAY
from tests.smtp_sink import Sink
from tests.worker import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


class Watching(Sink):
    """Looks, whenever it is given a text, how many mails before are not written down as sent."""

    most = 0

    def on_text(self) -> None:
        try:
            settled = Notice.objects.filter(state="sent").count()
        finally:
            connections.close_all()
        self.most = max(self.most, len(self.mails) - settled)


def test_no_mail_is_begun_while_another_is_in_doubt(pairing: Pairing, settings: Settings) -> None:
    settings.MAIL_BUDGET = 1000
    for number in range(30):
        cast.milestone(
            pairing, due_on=TODAY + timedelta(days=7), title=f"{number}", responsible="mentor"
        )
    plan(now=NOW)
    with Watching() as sink:
        settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
        sent = send_due(now=NOW)
    assert sent == len(sink.mails) == Notice.objects.filter(state="sent", way="mail").count() == 30
    assert sink.connections == 1
    assert sink.most == 0


def test_a_statement_is_committed_once_it_is_finished(pairing: Pairing) -> None:
    with Settling() as settling:
        settling.begin("UPDATE pairings_pairing SET ends_on = ends_on + %s::int", [1])
        settling.finish()
        assert Pairing.objects.get().ends_on == pairing.ends_on + timedelta(days=1)
        settling.begin("UPDATE pairings_pairing SET ends_on = ends_on + %s::int", [1])
    assert Pairing.objects.get().ends_on == pairing.ends_on + timedelta(days=2)


def test_a_connection_that_is_cut_is_told_and_made_anew(pairing: Pairing) -> None:
    with Settling() as settling:
        settling.begin("SELECT pg_sleep(%s)", [20])
        wait_for(_cut, "the statement to be under way")
        with pytest.raises(OperationalError):
            settling.finish()
        settling.begin("UPDATE pairings_pairing SET ends_on = ends_on + %s::int", [1])
        settling.finish()
    assert Pairing.objects.get().ends_on == pairing.ends_on + timedelta(days=1)


def _cut() -> bool:
    """Cut the connection on which somebody sleeps; whether there was one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE query LIKE 'EXECUTE%' AND datname = current_database()"
        )
        return bool(cursor.fetchone()[0])
