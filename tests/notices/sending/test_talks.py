"""Connecting to a host of which some addresses do not answer."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator

import pytest
import requests

from notices.sending import asking
from notices.sending.backends import SMTPBackend
from notices.sending.talks import Deadline, connected
from tests.smtp_sink import Sink

SECONDS = 1.0
MANY = 6

Known = dict[str, list[tuple[str, int]]]


@pytest.fixture
def dead() -> Iterator[tuple[str, int]]:
    """A door at which nobody opens: its queue is full, and whoever knocks hears nothing."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(0)
        knocking = [socket.socket() for _number in range(4)]
        for one in knocking:
            one.setblocking(False)
            one.connect_ex(door.getsockname())
        yield door.getsockname()
        for one in knocking:
            one.close()


@pytest.fixture
def resolve(monkeypatch: pytest.MonkeyPatch) -> Known:
    """The addresses of a host, by its name, for as long as a test lasts."""
    known: Known = {}
    usual = socket.getaddrinfo

    def look_up(host: str, *args: object, **kwargs: object) -> object:
        if host not in known:
            return usual(host, *args, **kwargs)  # type: ignore[arg-type]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", one) for one in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


def test_a_mail_server_with_many_dead_addresses_is_left_in_time(
    dead: tuple[str, int], resolve: Known
) -> None:
    resolve["mail.example.com"] = [dead] * MANY
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        SMTPBackend(host="mail.example.com", port=dead[1], timeout=SECONDS).open()
    assert time.monotonic() - began < 1.5 * SECONDS


def test_so_is_one_that_speaks_tls(dead: tuple[str, int], resolve: Known) -> None:
    resolve["mail.example.com"] = [dead] * MANY
    began = time.monotonic()
    with pytest.raises(TimeoutError):
        SMTPBackend(host="mail.example.com", port=dead[1], timeout=SECONDS, use_ssl=True).open()
    assert time.monotonic() - began < 1.5 * SECONDS


def test_so_is_a_provider(dead: tuple[str, int], resolve: Known) -> None:
    resolve["api.example.com"] = [dead] * MANY
    with requests.Session() as session:
        asking.bound(session, seconds=SECONDS)
        began = time.monotonic()
        with pytest.raises(requests.ConnectTimeout):
            session.get(f"http://api.example.com:{dead[1]}/", timeout=SECONDS)
    assert time.monotonic() - began < 1.5 * SECONDS


def test_a_dead_address_leaves_time_for_one_that_answers(
    dead: tuple[str, int], resolve: Known
) -> None:
    with Sink() as sink:
        resolve["mail.example.com"] = [dead, sink.address]
        connected("mail.example.com", 25, Deadline(SECONDS)).close()
        backend = SMTPBackend(host="mail.example.com", port=25, timeout=SECONDS)
        assert backend.open()
        backend.close()
