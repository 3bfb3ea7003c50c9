from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from notices.models import Channel
from people.models import Person
from programs.models import Program
from tests.cast import NOW
from tests.web_sink import WebSink


@pytest.fixture(autouse=True)
def _mail_is_kept(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"
    settings.MAIL_IS_KEPT = True


@pytest.fixture
def sink(settings: Settings) -> Iterator[WebSink]:
    """Slack, on this machine."""
    settings.WEBHOOK_PLAIN_HOSTS = ["127.0.0.1"]
    with WebSink() as sink:
        yield sink


@pytest.fixture
def channel(program: Program, ada: Person, sink: WebSink) -> Channel:
    return Channel.objects.create(
        program=program,
        app="slack",
        name="#mentoring",
        address=sink.address,
        added_by=ada,
        added_at=NOW,
    )
