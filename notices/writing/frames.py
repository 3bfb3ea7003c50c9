"""The parts of a mail that are the same in every mail, rendered once.

A letter's template is rendered with a slot where something differs; each mail then only has its
slots filled. What is filled in is not looked at again, so no text of somebody's can be a slot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import translation
from django.utils.html import conditional_escape, escape, urlize

from notices.catalogue import KINDS, Kind
from notices.sense import address
from notices.writing.words import Words

SLOTS = ("title", "heading", "name", "body", "label", "link", "unsubscribe")
_SLOT = re.compile(r"\x02(\w+)\x03")


@dataclass(frozen=True)
class Frame:
    """All in a mail that hangs on no more than this."""

    kind: str
    language: str
    has_unsubscribe: bool
    company: str
    home: str

    @classmethod
    def of(cls, kind: Kind, language: str) -> Frame:
        return cls(kind.name, language, not kind.must, settings.COMPANY_NAME, address("home"))


def as_text(frame: Frame, words: Words, **slots: str) -> str:
    """The mail as plain text."""
    items = [f"- {title}\n  {link}" for title, link in words.items]
    body = "\n\n".join([*words.paragraphs, *items])
    filled = _of(words) | slots | {"body": body}
    return _fill(_rendered("notices/letter/letter.txt", frame), filled).strip() + "\n"


def as_html(frame: Frame, words: Words, *, has_links: bool, **slots: str) -> str:
    """The mail as HTML; `has_links`: addresses in its text become links."""
    items = "".join(
        f'<li><a href="{escape(link)}">{escape(title)}</a></li>' for title, link in words.items
    )
    paragraphs = "".join(f"<p>{_paragraph(one, has_links)}</p>" for one in words.paragraphs)
    plain = _of(words) | slots
    filled = {name: conditional_escape(value) for name, value in plain.items()}
    body = {"body": paragraphs + (f"<ul>{items}</ul>" if items else "")}
    return _fill(_rendered("notices/letter/letter.html", frame), filled | body)


def _of(words: Words) -> dict[str, str]:
    return {name: getattr(words, name) for name in ("title", "heading", "label", "link")}


def _paragraph(text: str, has_links: bool) -> str:
    shown = urlize(text, nofollow=True, autoescape=True) if has_links else escape(text)
    return shown.replace("\n", "<br>")


def _fill(rendered: str, slots: Mapping[str, str]) -> str:
    return _SLOT.sub(lambda slot: slots[slot.group(1)], rendered)


@lru_cache(maxsize=512)
def _rendered(template: str, frame: Frame) -> str:
    """The template with its slots empty."""
    made: Template = get_template(template).template  # type: ignore[attr-defined]
    with translation.override(frame.language):
        known = {name: f"\x02{name}\x03" for name in SLOTS} | {
            "language": frame.language,
            "because": str(KINDS[frame.kind].because),
            "company": frame.company,
            "home": frame.home,
            "choices": address("preferences"),
        }
        if not frame.has_unsubscribe:
            known["unsubscribe"] = ""
        return made.render(Context(known, autoescape=template.endswith(".html")))
