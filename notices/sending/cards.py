"""What a channel is shown: a notice's words in the form that Slack or Teams asks for.

Names, titles and a program's own words come from people. Nothing in them may call anybody
(`<!channel>`), lead anywhere, or be laid out: what an app would read as more than text is undone.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from notices.models import Channel
from notices.writing.words import Words

LONGEST = 2500  # letters of a paragraph: Slack takes 3000
MOST = 40  # paragraphs: Slack takes 50 blocks


def card(app: str, words: Words) -> dict[str, Any]:
    """The body of the request, to be sent as JSON."""
    paragraphs = [one[:LONGEST] for one in words.paragraphs[:MOST]]
    make = _slack if app == Channel.App.SLACK else _teams
    return make(words, paragraphs)


def _slack(words: Words, paragraphs: Sequence[str]) -> dict[str, Any]:
    """Rich text, whose runs are never read as Slack's Markdown: no star, address or mention."""
    runs = [
        {"type": "text", "text": words.title, "style": {"bold": True}},
        *({"type": "text", "text": one} for one in paragraphs),
        {"type": "link", "url": words.link, "text": words.label},
    ]
    return {
        "text": _escaped(words.title),  # what a phone shows of it
        "mrkdwn": False,
        "blocks": [
            {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}
            for run in runs
        ],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _escaped(text: str) -> str:
    """Slack's three characters; links and mentions are written with them alone."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _teams(words: Words, paragraphs: Sequence[str]) -> dict[str, Any]:
    """An adaptive card of text runs, in which there is no Markdown, as there is in text blocks."""
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
                        _run(words.title, weight="Bolder"),
                        *(_run(one) for one in paragraphs),
                    ],
                    "actions": [
                        {"type": "Action.OpenUrl", "title": words.label, "url": words.link}
                    ],
                },
            }
        ],
    }


def _run(text: str, **look: str) -> dict[str, Any]:
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **look}]}
