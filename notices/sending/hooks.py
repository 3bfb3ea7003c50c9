"""Writing to a channel of Slack or Microsoft Teams by its incoming webhook."""

from __future__ import annotations

import http.client
import io
import json
import socket
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from notices.models import Channel
from notices.sending.post import PutOff, Rejected
from notices.sending.talks import Deadline, Reading
from notices.writing.words import Words

SECONDS = 10.0
TRY_LATER = (408, 425, 429)


class NotAllowed(ValueError):
    """The address is none of the two apps': we would knock at doors inside of the company."""


def check(address: str) -> None:
    """Raise `NotAllowed` for an address to which nothing is ever sent."""
    parts = urlsplit(address)
    host = (parts.hostname or "").lower()
    plain = parts.scheme == "http" and host in settings.WEBHOOK_PLAIN_HOSTS
    allowed = any(host == one or host.endswith("." + one) for one in settings.WEBHOOK_HOSTS)
    if not plain and not (parts.scheme == "https" and allowed and parts.port in (None, 443)):
        raise NotAllowed(host)


def deliver(channel: Channel, words: Words) -> None:
    """Returns when the app has taken it; raises `Rejected` or `PutOff`."""
    try:
        check(channel.address)
        status, said = _post(channel.address, json.dumps(_body(channel.app, words)))
    except NotAllowed as error:
        raise Rejected(f"{error} is no address of Slack or Teams") from error
    except (OSError, http.client.HTTPException) as error:
        raise PutOff(f"{type(error).__name__}: {error}") from error
    if status >= 500 or status in TRY_LATER:
        raise PutOff(f"{status} {said}")
    if status >= 300:
        raise Rejected(f"{status} {said}")


def _body(app: str, words: Words) -> dict[str, Any]:
    if app == Channel.App.SLACK:
        lines = [f"*{_slack(words.title)}*", *(_slack(one) for one in words.paragraphs)]
        return {"text": "\n".join([*lines, f"<{words.link}|{_slack(words.label)}>"])}
    return {
        "type": "message",
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.card.adaptive",
                "content": {
                    "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
                    "type": "AdaptiveCard",
                    "version": "1.4",
                    "body": [
                        {"type": "TextBlock", "text": words.title, "weight": "Bolder"},
                        *({"type": "TextBlock", "text": p, "wrap": True} for p in words.paragraphs),
                    ],
                    "actions": [
                        {"type": "Action.OpenUrl", "title": words.label, "url": words.link}
                    ],
                },
            }
        ],
    }


def _slack(text: str) -> str:
    """Slack's three special characters; a name must not become a mention or a link."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _post(address: str, body: str) -> tuple[int, str]:
    """The status and the beginning of the answer, within SECONDS in all. Follows no redirect."""
    parts = urlsplit(address)
    deadline = Deadline(SECONDS)
    secure = parts.scheme == "https"
    make = http.client.HTTPSConnection if secure else http.client.HTTPConnection
    connection = make(parts.hostname or "", parts.port, timeout=SECONDS)
    connection.response_class = _response_within(deadline)
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request("POST", path, body.encode(), {"Content-Type": "application/json"})
        answer = connection.getresponse()
        return answer.status, answer.read(200).decode(errors="replace").strip()
    finally:
        connection.close()


def _response_within(deadline: Deadline) -> type[http.client.HTTPResponse]:
    class Response(http.client.HTTPResponse):
        def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp.close()
            self.fp = io.BufferedReader(Reading(lambda: sock, deadline))

    return Response
