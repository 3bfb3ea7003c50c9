"""A mail server that keeps what it is sent, and misbehaves as it is told to.

with Sink(Manner.PUT_OFF_ONCE) as sink:
    settings.EMAIL_HOST, settings.EMAIL_PORT = sink.address
"""

from __future__ import annotations

import email.message
import socketserver
import threading
from email import message_from_bytes
from email.policy import default
from enum import StrEnum
from typing import Any, Self


class Manner(StrEnum):
    ACCEPT = "accept"
    CLOSING = "421 at the recipient, and the connection closed"
    PUT_OFF_ONCE = "450 at first, accepted the second time"
    REFUSE = "550 at the recipient"
    REFUSE_BARELY = "550 at the recipient, for a reason of its own"
    REFUSE_SENDER = "530 at the sender"
    REFUSE_TEXT = "554 after the text"
    REFUSE_ODDLY = "554 after the text, with a zero byte and a million letters"
    SILENT = "never answers the text"
    TRICKLE = "one byte of the answer at a time"
    SLOW = "accepted after half a second"
    CUT_OFF = "takes the text and hangs up without an answer"


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, manner: Manner = Manner.ACCEPT, *, bad: str = "") -> None:
        """`bad`: the manner is shown to this recipient only; everybody else is accepted."""
        super().__init__(("127.0.0.1", 0), _Talk)
        self.manner, self.bad = manner, bad
        self.because = ""  # what it says to a recipient that it barely refuses
        self.mails: list[email.message.EmailMessage] = []
        self.connections = 0
        self.seen: set[str] = set()
        self.over = threading.Event()

    @property
    def address(self) -> tuple[str, int]:
        host, port = self.socket.getsockname()
        return host, port

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01}).start()
        return self

    def __exit__(self, *_: Any) -> None:
        self.over.set()
        self.shutdown()
        self.server_close()

    def on_text(self) -> None:
        """Called with each text, before it counts as taken."""

    def manner_to(self, recipient: str) -> Manner:
        return self.manner if not self.bad or recipient == self.bad else Manner.ACCEPT


class _Talk(socketserver.StreamRequestHandler):
    server: Sink

    def handle(self) -> None:
        self.server.connections += 1
        self.recipient = ""
        self._say("220 sink")
        while line := self.rfile.readline():
            command = line.decode().strip()
            if not self._answer(command):
                return

    def _answer(self, command: str) -> bool:
        """Whether the talk goes on."""
        verb = command[:4].upper()
        if verb == "QUIT":
            self._say("221 bye")
            return False
        if verb == "MAIL" and self.server.manner == Manner.REFUSE_SENDER:
            self._say("530 5.7.0 sign in first")
            return True
        if verb == "RCPT":
            return self._recipient(command.partition("<")[2].rstrip(">"))
        if verb == "DATA":
            return self._text()
        self._say("250 ok")
        return True

    def _recipient(self, recipient: str) -> bool:
        self.recipient = recipient
        manner = self.server.manner_to(recipient)
        if manner == Manner.CLOSING:
            self._say("421 closing")
            return False
        if manner == Manner.REFUSE:
            self._say("550 5.1.1 nobody of that name")
        elif manner == Manner.REFUSE_BARELY:
            self._say(f"550 {self.server.because}")
        elif manner == Manner.PUT_OFF_ONCE and recipient not in self.server.seen:
            self.server.seen.add(recipient)
            self._say("450 try later")
        else:
            self._say("250 ok")
        return True

    def _text(self) -> bool:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line[1:] if line.startswith(b"..") else line)
        self.server.on_text()
        manner = self.server.manner_to(self.recipient)
        if manner == Manner.REFUSE_TEXT:
            self._say("554 not this")
            return True
        if manner == Manner.REFUSE_ODDLY:
            for _line in range(1000):
                self._say("554-no\0" + "x" * 1000)
            self._say("554 no")
            return True
        if manner == Manner.SILENT:
            self.server.over.wait()
            return False
        if manner == Manner.TRICKLE:
            return self._trickle()
        if manner == Manner.SLOW:
            self.server.over.wait(0.5)
        mail = message_from_bytes(b"".join(lines), policy=default)
        self.server.mails.append(mail)
        if manner == Manner.CUT_OFF:
            return False
        self._say("250 taken")
        return True

    def _trickle(self) -> bool:
        while not self.server.over.wait(0.05):
            try:
                self.wfile.write(b"2")
            except OSError:
                return False
        return False

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
