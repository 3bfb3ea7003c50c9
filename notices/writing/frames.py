"""The parts of a mail that are the same in every mail, rendered once.

A letter's template is rendered with a slot where something differs; each mail then only has its
slots filled. What is filled in is not looked at again, so no text of somebody's can be a slot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from django.template import Context, Template
from django.template.loader import get_template
from django.utils.html import conditional_escape, escape, urlize

from notices.sense import address
from notices.writing.words import Words

SLOTS = ("title", "heading", "name", "body", "label", "link", "because", "unsubscribe")
_SLOT = re.compile(r"\x02(\w+)\x03")


def as_text(words: Words, *, language: str, **slots: str) -> str:
    """The mail as plain text."""
    items = [f"- {title}\n  {link}" for title, link in words.items]
    body = "\n\n".join([*words.paragraphs, *items])
    filled = _of(words) | slots | {"body": body}
    return _fill("notices/letter/letter.txt", language, filled).strip() + "\n"


def as_html(words: Words, *, language: str, has_links: bool, **slots: str) -> str:
    """The mail as HTML; `has_links`: addresses in its text become links."""
    items = "".join(
        f'<li><a href="{escape(link)}">{escape(title)}</a></li>' for title, link in words.items
    )
    paragraphs = "".join(f"<p>{_paragraph(one, has_links)}</p>" for one in words.paragraphs)
    plain = _of(words) | slots
    filled = {name: conditional_escape(value) for name, value in plain.items()}
    body = {"body": paragraphs + (f"<ul>{items}</ul>" if items else "")}
    return _fill("notices/letter/letter.html", language, filled | body)


def _of(words: Words) -> dict[str, str]:
    return {name: getattr(words, name) for name in ("title", "heading", "label", "link")}


def _paragraph(text: str, has_links: bool) -> str:
    shown = urlize(text, nofollow=True, autoescape=True) if has_links else escape(text)
    return shown.replace("\n", "<br>")


def _fill(template: str, language: str, slots: Mapping[str, str]) -> str:
    has_unsubscribe = bool(slots["unsubscribe"])
    company, home = settings.COMPANY_NAME, address("home")
    frame = _frame(template, language, has_unsubscribe, company, home)
    return _SLOT.sub(lambda slot: slots[slot.group(1)], frame)


@lru_cache(maxsize=64)
def _frame(template: str, language: str, has_unsubscribe: bool, company: str, home: str) -> str:
    """The template with its slots empty, in the language that is active."""
    known = {name: f"\x02{name}\x03" for name in SLOTS} | {
        "language": language,
        "company": company,
        "home": home,
        "choices": address("preferences"),
    }
    if not has_unsubscribe:
        known["unsubscribe"] = ""
    made: Template = get_template(template).template  # type: ignore[attr-defined]
    return made.render(Context(known, autoescape=template.endswith(".html")))
