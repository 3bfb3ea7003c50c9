"""A program's own words for a kind of notice: plain text in which `{name}` stands for a value.

Only the names of `VARIABLES` that the kind knows are filled in; nothing is evaluated, so no text
can reach further than its notice.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.formats import date_format, time_format
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from notices.catalogue import Kind
from notices.models import Notice, Wording
from notices.sense import Material
from notices.writing.words import Words, subject

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

log = logging.getLogger(__name__)

NAME = re.compile(r"\{([^{}]*)\}")
ALWAYS = ("name", "program", "company")


@dataclass(frozen=True)
class Variable:
    meaning: StrOrPromise
    value: Callable[[Notice, Material], Any]


def _of(key: str) -> Callable[[Notice, Material], Any]:
    return lambda _notice, material: material[key]


def _day(value: date | datetime) -> str:
    return date_format(localtime(value) if isinstance(value, datetime) else value, "l j F")


VARIABLES: dict[str, Variable] = {
    "name": Variable(
        _("the reader's first name"),
        lambda notice, _m: notice.recipient.short_name if notice.recipient else "",
    ),
    "program": Variable(_("the program"), lambda _n, material: material["program"].name),
    "company": Variable(_("the company"), lambda _n, _m: settings.COMPANY_NAME),
    "role": Variable(_("mentor or mentee, in the program's terms"), _of("role")),
    "reason": Variable(_("the reason you gave"), _of("reason")),
    "others": Variable(_("the other of the pair"), _of("others")),
    "mentor": Variable(_("the mentor"), _of("mentor")),
    "mentee": Variable(_("the mentee"), _of("mentee")),
    "asked_by": Variable(_("who asks"), _of("asked_by")),
    "milestone": Variable(_("the milestone"), lambda _n, m: m["milestone"].title),
    "day": Variable(_("the day, as “Thursday 3 December”"), lambda _n, m: _day(m["on"])),
    "new_end": Variable(_("the new end date"), lambda _n, m: _day(m["to_on"])),
    "end": Variable(_("the end date"), lambda _n, m: _day(m["ends_on"])),
    "days": Variable(_("how many days ahead"), _of("days")),
    "days_ago": Variable(_("how many days ago"), _of("days_ago")),
    "count": Variable(_("how many"), _of("count")),
    "session_day": Variable(
        _("the day of the session"), lambda _n, m: _day(m["session"].starts_at)
    ),
    "session_time": Variable(
        _("the time of the session, where the reader is"),
        lambda _n, m: time_format(localtime(m["session"].starts_at), "H:i"),
    ),
    "zone": Variable(
        _("the time zone of the reader"),
        lambda notice, _m: notice.recipient.time_zone if notice.recipient else "UTC",
    ),
    "minutes": Variable(
        _("how many minutes the session takes"), lambda _n, m: m["session"].minutes
    ),
    "how": Variable(_("how they meet: by video, in person …"), _of("how")),
}


def names(kind: Kind) -> tuple[str, ...]:
    """The variables that the words of a kind may hold. A channel has no name to be called by."""
    always = ALWAYS[1:] if kind.goes_to_channels else ALWAYS
    return (*always, *kind.says)


def unknown(text: str, kind: Kind) -> list[str]:
    """What stands in braces and is no variable of this kind, in order."""
    allowed = names(kind)
    return [name for name in NAME.findall(text) if name not in allowed]


def faults(text: str, kind: Kind) -> list[str]:
    """What keeps `text` from being sent as it stands, in sentences that name the mend."""
    said = [_unknown(name, kind) for name in dict.fromkeys(unknown(text, kind))]
    alone = re.search(r"[{}]", NAME.sub(lambda found: "\0" * len(found[0]), text))
    if alone:
        around = text[max(0, alone.start() - 12) : alone.end() + 12].strip()
        said.append(
            gettext(
                "A brace stands alone near “%(around)s”. A variable has one on either side: {name}."
            )
            % {"around": " ".join(around.split())}
        )
    return said


def _unknown(name: str, kind: Kind) -> str:
    nearest = get_close_matches(name.strip().lower(), names(kind), n=1, cutoff=0.5)
    if nearest:
        said = gettext("{%(name)s} is no variable of this notice. Did you mean {%(nearest)s}?")
        return said % {"name": name, "nearest": nearest[0]}
    said = gettext("{%(name)s} is no variable of this notice. You can use: %(all)s.")
    return said % {"name": name, "all": ", ".join(f"{{{one}}}" for one in names(kind))}


def values(notice: Notice, kind: Kind, material: Material) -> dict[str, str]:
    """What each variable of the kind stands for in one notice."""
    return {name: str(VARIABLES[name].value(notice, material)) for name in names(kind)}


def of(notices: Iterable[Notice]) -> dict[tuple[int | None, str], Wording]:
    """Those of the programs of these notices, by program and kind; one query."""
    programs = {one.program_id for one in notices if one.program_id}
    if not programs:
        return {}
    rows = Wording.objects.filter(program__in=programs)
    return {(one.program_id, one.kind): one for one in rows}


def apply(own: Wording, usual: Words, notice: Notice, kind: Kind, material: Material) -> Words:
    """The notice in the program's own words; in the usual ones where these cannot be filled in,
    as with a variable that the kind has lost since, or where nothing is left to read."""
    try:
        known = values(notice, kind, material)
        title, text = (_filled(one, known) for one in (own.title, own.text))
    except (KeyError, AttributeError, TypeError) as error:
        log.warning("The wording of %s for program %s: %r", kind.name, own.program_id, error)
        return usual
    paragraphs = [one.strip() for one in re.split(r"\n\s*\n", text) if one.strip()]
    title = subject(title)
    if not title or not paragraphs:
        log.warning("The wording of %s for program %s says nothing", kind.name, own.program_id)
        return usual
    return replace(usual, title=title, heading=title, paragraphs=paragraphs)


def _filled(text: str, values: dict[str, str]) -> str:
    return NAME.sub(lambda found: values[found.group(1)], text)
