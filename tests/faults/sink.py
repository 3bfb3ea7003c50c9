"""A mail server that writes down what it takes, misbehaves to whom it is told, and holds still.

It runs in a thread of its own and answers any number of talks at once. A mail counts as taken from
the moment at which the server decides to answer 250, whether or not that answer is ever read.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser
from email.policy import default
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Any, Self

from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 60.0  # seconds


class Manner(StrEnum):
    """How it treats a recipient."""

    CLOSING = "421, and hangs up"
    PUT_OFF_ONCE = "450, then takes it"
    REFUSED = "550"
    SILENT = "never answers"
    TRICKLE = "one byte a second"


class Point(StrEnum):
    """Where it holds a talk still."""

    CLAIMED = "after the claim"  # at RCPT: of the mail nothing has been said
    DATA_BEGUN = "in mid-DATA"  # before the 354
    DATA_ENDED = "before the 250"  # all is said, nothing answered
    TAKEN = "after the 250"  # taken, and the answer about to be written


@dataclass(frozen=True)
class Mail:
    """One mail that was taken."""

    message_id: str
    to: str
    subject: str
    dated: datetime
    at: float  # of time.monotonic


class Hold:
    """A talk with one recipient, held still at one point until it is let go."""

    def __init__(self, point: Point, loop: asyncio.AbstractEventLoop) -> None:
        self.point = point
        self._loop, self._go = loop, asyncio.Event()
        self._reached, self._answered = threading.Event(), threading.Event()

    async def here(self) -> None:
        """The talk has come to the point."""
        self._reached.set()
        await self._go.wait()

    def answered(self) -> None:
        self._answered.set()

    def wait_until_reached(self) -> None:
        assert self._reached.wait(PATIENCE), f"No talk came to the point “{self.point}”."

    def let_go(self) -> None:
        self._loop.call_soon_threadsafe(self._go.set)

    def wait_until_answered(self) -> None:
        assert self._answered.wait(PATIENCE), "The 250 was not written."


class Sink:
    """`with Sink() as sink:` listens on `sink.port` of 127.0.0.1."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: list[Mail] = []
        self.asked: Counter[str] = Counter()  # how often each recipient was named
        self.manners: dict[str, Manner] = {}
        self.holds: dict[str, Hold] = {}
        self._talks: set[_Talk] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_: Any) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)

    def open(self) -> None:
        """Listen; on the same port as before."""
        self._wait_for(self._open())

    def shut(self) -> None:
        """Listen no more, and hang up on everybody: connections are refused from now on."""
        self._wait_for(self._shut())

    def forget(self) -> None:
        """Begin anew: nothing taken, nobody asked for, everybody treated well."""
        for kept in (self.mails, self.asked, self.manners, self.holds):
            kept.clear()

    def hold(self, to: str, point: Point) -> Hold:
        """Hold the next talk with `to` at this point."""
        self.holds[to] = made = Hold(point, self._loop)
        return made

    def release(self, to: str) -> None:
        """Hold no talk with `to` any more."""
        self.holds.pop(to).let_go()

    def wait_for_mails(self, number: int, *, seconds: float) -> None:
        """Return once so many were taken since it began anew."""
        from tests.worker import wait_for  # reads the settings, which need to know our port

        wait_for(lambda: len(self.mails) >= number, f"{number} mails", seconds=seconds)

    def _wait_for(self, deed: Any) -> None:
        asyncio.run_coroutine_threadsafe(deed, self._loop).result(PATIENCE)

    async def _open(self) -> None:
        self._server = await self._loop.create_server(self._talk, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        assert self._server
        self._server.close()
        for talk in list(self._talks):
            _hang_up(talk)
        await asyncio.sleep(0)

    def _talk(self) -> _Talk:
        return _Talk(_Answers(self), self._talks, loop=self._loop)


class _Talk(SMTP):
    def __init__(self, answers: _Answers, talks: set[_Talk], **options: Any) -> None:
        super().__init__(answers, hostname="sink", ident="sink", **options)
        self._answers, self._talks = answers, talks

    def connection_made(self, transport: Any) -> None:
        self._talks.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        self._talks.discard(self)
        super().connection_lost(error)

    async def smtp_DATA(self, arg: str | None) -> None:
        if self.envelope and self.envelope.rcpt_tos:
            await self._answers.stop_at(Point.DATA_BEGUN, self.envelope.rcpt_tos[0])
        await super().smtp_DATA(arg)


class _Answers:
    def __init__(self, sink: Sink) -> None:
        self.sink = sink

    async def stop_at(self, point: Point, to: str) -> Hold | None:
        """Hold the talk, if it is to be held here; by what it was held."""
        hold = self.sink.holds.get(to)
        if hold is None or hold.point != point:
            return None
        await hold.here()
        return hold

    async def handle_RCPT(
        self, talk: SMTP, _session: Session, envelope: Envelope, to: str, _options: list[str]
    ) -> str:
        self.sink.asked[to] += 1
        manner = self.sink.manners.get(to)
        if manner == Manner.CLOSING:
            asyncio.get_running_loop().call_later(0.01, _hang_up, talk)
            return "421 closing"
        if manner == Manner.REFUSED:
            return "550 nobody of that name"
        if manner == Manner.PUT_OFF_ONCE and self.sink.asked[to] == 1:
            return "450 try later"
        await self.stop_at(Point.CLAIMED, to)
        envelope.rcpt_tos.append(to)
        return "250 ok"

    async def handle_DATA(self, talk: SMTP, _session: Session, envelope: Envelope) -> str:
        to = envelope.rcpt_tos[0]
        manner = self.sink.manners.get(to)
        if manner in (Manner.SILENT, Manner.TRICKLE):
            await _never_answer(talk, is_trickle=manner == Manner.TRICKLE)
        await self.stop_at(Point.DATA_ENDED, to)
        self.sink.mails.append(_read(to, envelope))
        if hold := await self.stop_at(Point.TAKEN, to):
            await talk.push("250 taken")
            hold.answered()
            await asyncio.Event().wait()  # whoever spoke is about to be killed
        return "250 taken"


def _hang_up(talk: SMTP) -> None:
    if talk.transport:
        talk.transport.close()


async def _never_answer(talk: SMTP, *, is_trickle: bool) -> None:
    """Until the other hangs up, which ends this."""
    while True:
        await asyncio.sleep(1)
        if is_trickle and talk.transport:
            talk.transport.write(b"2")  # type: ignore[attr-defined]


def _read(to: str, envelope: Envelope) -> Mail:
    content = envelope.content
    assert isinstance(content, bytes)
    headers = BytesHeaderParser(policy=default).parsebytes(content)
    return Mail(
        message_id=str(headers["Message-ID"]),
        to=to,
        subject=str(headers["Subject"]),
        dated=parsedate_to_datetime(str(headers["Date"])),
        at=time.monotonic(),
    )
