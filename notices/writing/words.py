"""What a notice says: its kind's words, or the program's own, in the reader's language and time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone, translation

from kit.zones import zone_called
from notices.catalogue import Kind
from notices.models import Notice
from notices.sense import Material, address
from people.models import Person

LONGEST_LINE = 200  # of a subject that names many people


@dataclass(frozen=True)
class Words:
    """What a mail, the inbox and a channel say alike. Nothing in it is HTML."""

    title: str  # the subject of the mail
    heading: str
    paragraphs: Sequence[str]
    label: str  # of the link
    link: str
    items: Sequence[tuple[str, str]] = ()  # a digest's: what, and where it leads

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


@contextmanager
def reading(person: Person | None) -> Iterator[None]:
    """In the language and time of the reader; in English and UTC for a channel."""
    language = person.language if person else "en"
    zone = zone_called(person.time_zone if person else "UTC")
    with translation.override(language), timezone.override(zone):
        yield


def write(notice: Notice, kind: Kind, material: Material) -> Words:
    """The words of a notice. Call it inside of `reading`; raises whatever a template raises."""
    reader = notice.recipient
    known = material | {"recipient": reader, "zone": reader.time_zone if reader else "UTC"}
    known.setdefault("link", address("home"))
    template: Template = get_template(kind.words).template  # type: ignore[attr-defined]
    title, heading, paragraphs, label = _parts(template.render(Context(known, autoescape=False)))
    return Words(title, heading, paragraphs, label, known["link"], known.get("items", ()))


def _parts(said: str) -> tuple[str, str, list[str], str]:
    """First line: title. Second: heading. Last: the link's label. Between: paragraphs."""
    title, heading, rest = said.strip().split("\n", 2)
    body, _gap, label = rest.rstrip().rpartition("\n")
    tidy = "\n".join(line.strip() for line in body.strip().splitlines())
    paragraphs = [one for one in re.split(r"\n{2,}", tidy) if one]
    return subject(title), subject(heading), paragraphs, label.strip()


def subject(text: str) -> str:
    """On one line, however it was written, and no longer than the inbox and mail servers take."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_LINE else line[: LONGEST_LINE - 1].rstrip() + "…"


def compose(notice: Notice, kind: Kind, *, now: datetime) -> Words:
    """The words of one notice as it has to be said `now`, all read afresh.

    Raises `NoLongerNeeded` where it has lost its sense, and whatever a template raises.
    """
    row = kind.sense.rows(now).filter(pk=notice.subject_id).first()
    with reading(notice.recipient):
        return write(notice, kind, kind.sense.of(notice, row, now))
