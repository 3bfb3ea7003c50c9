"""How a kind of notice will look, in the usual words or in a program's own, with made-up facts."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.mail import EmailMultiAlternatives
from django.utils.formats import date_format

from notices.catalogue import Kind
from notices.models import Notice, Wording
from notices.sense import Material
from notices.writing import wording
from notices.writing.mails import mail
from notices.writing.samples import Sample
from notices.writing.words import Words, reading, write

_DAYS = {"day": "on", "new_end": "to_on", "end": "ends_on"}  # variables, and where their date is
_AS_DATES = ("l j F Y", "l j F", "j F Y", "j F", "l")  # the ways in which templates say one
_CHANGING: Material = {
    "waiting": [],
    "happened": [],
    "lot": "",
    "reason": "",
    "last_held_at": None,
    "until": None,
}  # said with some facts and not with others: a draft does without


@dataclass(frozen=True)
class Preview:
    """A made-up notice: what it says, and its mail in both forms."""

    kind: Kind
    words: Words
    in_channel: Words | None
    letter: EmailMultiAlternatives

    @property
    def html(self) -> str:
        return str(self.letter.alternatives[0][0])


def preview(kind: Kind, sample: Sample, own: Wording | None = None) -> Preview:
    """Of one kind; in the `own` words, where there are any and they can be filled in."""
    notice = sample.notice(kind)
    with reading(notice.recipient):
        words = _said(kind, sample, notice, own)
        letter = mail(notice, kind, words, now=sample.now)
    in_channel = None
    if kind.goes_to_channels:
        notice.recipient = None
        with reading(None):
            in_channel = _said(kind, sample, notice, own)
    return Preview(kind, words, in_channel, letter)


def _said(kind: Kind, sample: Sample, notice: Notice, own: Wording | None) -> Words:
    material = sample.material(kind)
    usual = write(notice, kind, material)
    return wording.apply(own, usual, notice, kind, material) if own else usual


@dataclass(frozen=True)
class Offered:
    """One variable of a kind, for whoever writes its words."""

    name: str
    meaning: str
    example: str


def variables(kind: Kind, sample: Sample) -> list[Offered]:
    """All that the words of a kind may hold, in the order in which they are offered."""
    notice = sample.notice(kind)
    with reading(notice.recipient):
        examples = wording.values(notice, kind, sample.material(kind))
    return [
        Offered(name, str(wording.VARIABLES[name].meaning), example)
        for name, example in examples.items()
    ]


def draft(kind: Kind, sample: Sample) -> Wording:
    """The usual words, with variables where facts stand: what one's own begin with."""
    notice = sample.notice(kind)
    if kind.goes_to_channels:
        notice.recipient = None  # those words name nobody
    with reading(notice.recipient):
        material = sample.material(kind)
        material |= {key: value for key, value in _CHANGING.items() if key in material}
        words = write(notice, kind, material)
        found = wording.values(notice, kind, material)
        said = {spoken: name for name, spoken in found.items() if spoken}
        for name, key in _DAYS.items():
            if name in found:
                said |= {date_format(material[key], form): name for form in _AS_DATES}
        if "session_day" in found:
            day = material["session"].starts_at
            said |= {date_format(day, form): "session_day" for form in _AS_DATES}
    return Wording(
        kind=kind.name, title=_with_names(words.title, said), text=_with_names(words.text, said)
    )


def _with_names(text: str, said: dict[str, str]) -> str:
    """Each spoken fact as its variable; the longest first, and whole words only."""
    longest_first = sorted(said, key=len, reverse=True)
    facts = re.compile("|".join(rf"(?<!\w){re.escape(one)}(?!\w)" for one in longest_first))
    return facts.sub(lambda found: f"{{{said[found[0]]}}}", text)
