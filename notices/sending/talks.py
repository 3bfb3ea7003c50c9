"""Talks over the network that end: so many seconds in all, not between two bytes.

The timeout of a socket begins anew with every byte; a server that sends one a second would hold a
sender up for ever.
"""

from __future__ import annotations

import http.client
import io
import socket
import time
from collections.abc import Callable
from typing import Any


class Deadline:
    """So many seconds from the last `begin`."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.begin()

    def begin(self) -> None:
        self._until = time.monotonic() + self.seconds

    def lengthen(self, seconds: float) -> None:
        """By time that was not the other's."""
        self._until += seconds

    def left(self) -> float:
        """Seconds; raises `TimeoutError` where there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError(f"no answer within {self.seconds:g} seconds")
        return left


def connected(
    host: str,
    port: int,
    deadline: Deadline,
    secure: Callable[[socket.socket], socket.socket] = lambda sock: sock,
) -> socket.socket:
    """The first of the host's addresses that answers, all of them within the time: each gets its
    share of what is left, so that one that is dead leaves some to the next.

    Looking the name up takes as long as this machine's resolver does.
    """
    trouble: OSError = OSError(f"{host} has no address")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    for number, (family, kind, protocol, _name, where) in enumerate(found):
        sock = socket.socket(family, kind, protocol)
        try:
            sock.settimeout(deadline.left() / (len(found) - number))
            sock.connect(where)
            sock.settimeout(deadline.left())
            return secure(sock)
        except OSError as error:
            sock.close()
            trouble = error
    raise trouble


class Reading(io.RawIOBase):
    """What the other says, read within the time that is left."""

    def __init__(self, sock: Callable[[], socket.socket], deadline: Deadline) -> None:
        self._sock, self._deadline = sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        sock = self._sock()
        sock.settimeout(self._deadline.left())
        return sock.recv_into(buffer)


class Answer(http.client.HTTPResponse):
    """An answer over HTTP that is read within the time that is left."""

    def __init__(self, sock: socket.socket, deadline: Deadline, *, method: str | None) -> None:
        super().__init__(sock, method=method)
        self.fp = io.BufferedReader(_ReadingOn(self.fp.detach(), sock, deadline))


class _ReadingOn(Reading):
    """The same through what holds the socket open when the connection is closed above it."""

    def __init__(self, held: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__(lambda: sock, deadline)
        self._held = held

    def readinto(self, buffer: Any) -> int:
        self._sock().settimeout(self._deadline.left())
        return self._held.readinto(buffer) or 0

    def close(self) -> None:
        self._held.close()
        super().close()
