"""Talks with a provider of mail over HTTP that end: so many seconds to connect, and so many for an
answer, all of it."""

from __future__ import annotations

import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

from notices.sending.talks import Answer, Deadline, connected


def bound(session: requests.Session, *, seconds: float) -> None:
    """Let no answer in this session take longer, however slowly it comes."""

    def answer(sock: socket.socket, method: str | None = None, **_: Any) -> Answer:
        return Answer(sock, Deadline(seconds), method=method)

    def connect(talk: HTTPConnection) -> socket.socket:
        """As urllib3 does, which gives each of the host's addresses the whole time."""
        try:
            made = connected(talk.host, talk.port, Deadline(seconds))
        except TimeoutError as error:
            raise ConnectTimeoutError(talk, f"no connection within {seconds:g} seconds") from error
        except OSError as error:
            raise NewConnectionError(talk, str(error)) from error
        for option in talk.socket_options or ():
            made.setsockopt(*option)
        return made

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": Plain, "https": Secret}

    class PlainTalk(HTTPConnection):
        response_class = staticmethod(answer)  # type: ignore[assignment]
        _new_conn = connect

    class SecretTalk(HTTPSConnection):
        response_class = staticmethod(answer)  # type: ignore[assignment]
        _new_conn = connect

    class Plain(HTTPConnectionPool):
        ConnectionCls = PlainTalk

    class Secret(HTTPSConnectionPool):
        ConnectionCls = SecretTalk

    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
