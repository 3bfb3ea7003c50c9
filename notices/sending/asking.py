"""Talks with a provider of mail over HTTP that end: so many seconds for an answer, all of it."""

from __future__ import annotations

import socket
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

from notices.sending.talks import Answer, Deadline


def bound(session: requests.Session, *, seconds: float) -> None:
    """Let no answer in this session take longer, however slowly it comes."""

    def answer(sock: socket.socket, method: str | None = None, **_: Any) -> Answer:
        return Answer(sock, Deadline(seconds), method=method)

    class Adapter(HTTPAdapter):
        def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
            super().init_poolmanager(*args, **kwargs)
            self.poolmanager.pool_classes_by_scheme = {"http": Plain, "https": Secret}

    class PlainTalk(HTTPConnection):
        response_class = staticmethod(answer)  # type: ignore[assignment]

    class SecretTalk(HTTPSConnection):
        response_class = staticmethod(answer)  # type: ignore[assignment]

    class Plain(HTTPConnectionPool):
        ConnectionCls = PlainTalk

    class Secret(HTTPSConnectionPool):
        ConnectionCls = SecretTalk

    for scheme in ("http://", "https://"):
        session.mount(scheme, Adapter())
