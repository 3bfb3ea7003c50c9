"""Writing to a channel of Slack or Microsoft Teams by its incoming webhook.

Only addresses of the two apps are written to, over HTTPS, and no redirect is followed. A name of
theirs that leads into the company's own network gets nothing either: nobody there has the app's
certificate.
"""

from __future__ import annotations

import http.client
import json
import re
import socket
import ssl
import time
from collections.abc import Callable
from functools import cache
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from kit.refusals import Refused
from notices.models import Channel
from notices.sending.cards import card
from notices.sending.post import PutOff, Rejected, ServerAway
from notices.sending.talks import Answer, Deadline, connected
from notices.writing.words import Words

SECONDS = 10.0  # for all of it: connecting, sending, the answer
REST = 60.0  # seconds in which an app that hung is not asked again
TRY_LATER = (408, 425, 429)
TRY_LATER_SAID = "endpoint returned HTTP error 429"  # by older webhooks of Teams, under a 200
MOST_READ = 2000  # bytes of the answer
MOST_KEPT = 200  # letters of it
HOST = re.compile(r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]+")  # a name that can be looked up
IN_SECRET = re.compile(r"[^/?&=]{8,}")  # a part of an address; a plain word is none

_rests_until: dict[str, float] = {}  # by host, in this process


class NotAllowed(Refused):
    """No address of the app: we would knock at doors inside of the company."""


def check(app: str, address: str) -> None:
    """Raise `NotAllowed` for an address to which nothing is ever sent."""
    parts = _parts(address)
    host = (parts.hostname or "").lower() if parts else ""
    if not parts or parts.username is not None or parts.password is not None:
        raise NotAllowed(_WHERE[app]())
    if parts.scheme == "http" and host in settings.WEBHOOK_PLAIN_HOSTS:
        return
    if (
        not HOST.fullmatch(host)
        or not _is_of(app, host)
        or parts.scheme != "https"
        or parts.port not in (None, 443)
    ):
        raise NotAllowed(_WHERE[app]())
    if parts.path in ("", "/"):
        raise NotAllowed(_("That is only the beginning of the address. Copy all of it."))


def deliver(channel: Channel, words: Words) -> None:
    """Returns when the app has taken it; raises one of `NotDelivered`.

    An app that hangs costs its time once a minute, not with every notice: others wait behind it.
    """
    if time.monotonic() < _rests_until.get(channel.host, 0):
        raise ServerAway(f"{channel.host} did not answer a moment ago")
    try:
        write(channel, words, seconds=SECONDS)
    except PutOff as error:
        if isinstance(error.__cause__, TimeoutError):
            _rests_until[channel.host] = time.monotonic() + REST
        raise


def write(channel: Channel, words: Words, *, seconds: float) -> str:
    """What the app said when it took it; raises `Rejected` or `PutOff`."""
    try:
        check(channel.app, channel.address)
        status, said = _post(channel.address, card(channel.app, words), Deadline(seconds))
    except NotAllowed as error:
        raise Rejected(str(error)) from error
    except (OSError, http.client.HTTPException) as error:
        raise PutOff(f"{type(error).__name__}: {error}") from error
    answer = f"{status} {_without(channel.address, said)}".strip()
    if status >= 500 or status in TRY_LATER or TRY_LATER_SAID in said:
        raise PutOff(answer)
    if status >= 300:
        raise Rejected(answer)
    return answer


def _without(address: str, said: str) -> str:
    """What an app says, without what it repeats of the address: that is a secret."""
    parts = urlsplit(address)
    found = IN_SECRET.findall(f"{parts.path}?{parts.query}")
    secrets = {
        form
        for one in found
        if not one.islower() or not one.isalpha()
        for form in (one, unquote(one))
    }
    for one in sorted(secrets, key=len, reverse=True):
        said = said.replace(one, "…")
    return said[:MOST_KEPT]


_WHERE: dict[str, Callable[[], str]] = {
    Channel.App.SLACK: lambda: _(
        "Copy the whole address from Slack; it begins with https://hooks.slack.com/services/"
    ),
    Channel.App.TEAMS: lambda: _(
        "Copy the whole address from the workflow in Teams; it begins with https:// and names "
        "logic.azure.com or api.powerplatform.com"
    ),
}


def _parts(address: str) -> SplitResult | None:
    """None where it cannot be read, or holds what stands in no address."""
    if not address.isascii() or not address.isprintable() or " " in address or "\\" in address:
        return None
    try:
        parts = urlsplit(address)
        _port = parts.port  # raises where it is no number
    except ValueError:
        return None
    return parts


def _is_of(app: str, host: str) -> bool:
    hosts = settings.WEBHOOK_HOSTS[app]
    return any(host == one or host.endswith("." + one) for one in hosts)


def _post(address: str, body: object, deadline: Deadline) -> tuple[int, str]:
    """The status and the beginning of the answer."""
    parts = urlsplit(address)
    connection = http.client.HTTPConnection(parts.netloc)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    with _connected(parts, deadline) as sock:
        connection.sock = sock
        sock.settimeout(deadline.left())
        connection.request(
            "POST", path, json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        answer = Answer(sock, deadline, method="POST")
        answer.begin()
        return answer.status, answer.read(MOST_READ).decode(errors="replace").strip()


def _connected(parts: SplitResult, deadline: Deadline) -> socket.socket:
    host, is_secret = parts.hostname or "", parts.scheme == "https"
    port = parts.port or (443 if is_secret else 80)
    if not is_secret:
        return connected(host, port, deadline)
    return connected(
        host, port, deadline, lambda sock: _trusting().wrap_socket(sock, server_hostname=host)
    )


@cache
def _trusting() -> ssl.SSLContext:
    """Whom this machine trusts; reading that takes longer than a talk."""
    return ssl.create_default_context()
