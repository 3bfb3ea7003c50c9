"""How long a mail server that does not answer is waited for, and how long a round lasts."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import settings as real
from pytest_django.fixtures import Settings

from notices.models import Notice, Round
from notices.planning.planner import plan
from notices.sending import post, sender
from notices.sending.sender import send_due
from pairings.models import Pairing
from tests import cast
from tests.cast import NOW, TODAY
from tests.smtp_sink import Manner, Sink

pytestmark = pytest.mark.django_db

REAL = real.EMAIL_TIMEOUT
SECONDS = 0.8  # for a mail, here
ALL = 9


class SilentAtFirst(Sink):
    """Never answers so many texts, then takes all."""

    def __init__(self, silences: int) -> None:
        super().__init__()
        self.silences, self.texts = silences, 0

    def on_text(self) -> None:
        self.texts += 1

    def manner_to(self, recipient: str) -> Manner:
        return Manner.SILENT if 0 < self.texts <= self.silences else Manner.ACCEPT


@pytest.fixture(autouse=True)
def _mails(pairing: Pairing, settings: Settings) -> None:
    for number in range(ALL):
        cast.milestone(
            pairing, due_on=TODAY + timedelta(days=7), title=f"{number}", responsible="mentor"
        )
    plan(now=NOW)
    Notice.objects.exclude(kind="milestone_ahead").delete()
    settings.MAIL_BUDGET = 1000
    settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
    settings.EMAIL_TIMEOUT = SECONDS


def _sent_by(sink: Sink, settings: Settings) -> tuple[int, float]:
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
    began = time.monotonic()
    return send_due(now=NOW), time.monotonic() - began


def test_a_few_silences_beside_each_other_keep_no_other_mail_from_its_round(
    settings: Settings,
) -> None:
    silent = post.MOST_SILENT - 1
    with SilentAtFirst(silent) as sink:
        sent, seconds = _sent_by(sink, settings)
    assert sent == ALL - silent
    assert seconds < 3 * SECONDS  # where each got its whole time it would be four times that
    assert not Round.objects.get(worker="sender").trouble


def test_the_time_that_all_silences_take_is_less_than_half_a_minute() -> None:
    parts = [min(2**silent, post.LEAST_PATIENCE) for silent in range(post.MOST_SILENT)]
    assert sum(REAL / part for part in parts) < 30


def test_a_server_that_answers_nobody_is_away_and_costs_the_others_no_attempt(
    settings: Settings,
) -> None:
    with SilentAtFirst(ALL) as sink:
        sent, _seconds = _sent_by(sink, settings)
    assert (sent, sink.texts) == (0, post.MOST_SILENT)
    assert "timed out" in Round.objects.get(worker="sender").trouble
    tried = Notice.objects.filter(attempts=1).count()
    assert (tried, Notice.objects.filter(state="planned").count()) == (post.MOST_SILENT - 1, ALL)


def test_whoever_answers_again_gets_the_whole_time_again(settings: Settings) -> None:
    class Slow(SilentAtFirst):
        def manner_to(self, recipient: str) -> Manner:
            silent = super().manner_to(recipient) == Manner.SILENT
            return Manner.SILENT if silent else Manner.SLOW  # half a second, over half the time

    with Slow(1) as sink:
        settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
        settings.EMAIL_TIMEOUT = 1.2
        assert send_due(now=NOW, limit=3) == 2
    assert sink.connections == 2


def test_a_round_ends_in_time_and_leaves_the_rest_to_others(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "ROUND", timedelta(seconds=1))
    with Sink(Manner.SLOW) as sink:
        sent, seconds = _sent_by(sink, settings)
    assert 1 <= sent < ALL
    assert seconds < 3
    left = Notice.objects.exclude(state="sent")
    assert set(left.values_list("state", "attempts")) == {("planned", 0)}
