"""The words of the templates: icons, faces, times, states and small pieces.

How each is used is shown in `templates/ui/README.md` and, alive, on the page `/ui/`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from django import template
from django.db import models
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import conditional_escape, escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from kit import clock, moments, widgets
from kit.markdown import render as render_markdown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

SPRITE = "vendor/tabler-icons-3.51.0/sprite.svg"
AVATAR_TONES = 8
NOTHING = "\N{EN DASH}"

GOOD, WARN, BAD, INFO, QUIET, ACCENT = "good", "warn", "bad", "info", "quiet", "accent"
TONES = {
    GOOD: ("active", "admitted", "accepted", "applied", "checked", "done", "finished", "held")
    + ("on_track", "published", "reached", "running", "sent", "agreed", "locked"),
    INFO: ("open", "planned", "matching", "checking", "applying", "sending", "claimed", "started"),
    WARN: ("paused", "waitlisted", "proposed", "pending", "quiet", "due", "retrying", "moved"),
    BAD: ("failed", "declined", "overdue", "missed", "dead", "forbidden", "needs_help"),
    QUIET: ("draft", "closed", "ended", "cancelled", "withdrawn", "waiting", "expired", "dropped"),
}
_TONE_OF = {state: tone for tone, states in TONES.items() for state in states}


class Named(Protocol):
    """Somebody with a name; a `ref` keeps the colour when the name changes."""

    name: str


class Measured(Protocol):
    """So many points of so many, and how that is said."""

    @property
    def label(self) -> str: ...
    @property
    def points(self) -> float: ...
    @property
    def most(self) -> float: ...
    @property
    def shown(self) -> str: ...


# --- Icons and faces -------------------------------------------------------------------------


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """An icon of the sprite; decoration unless it has a `label`."""
    if not label:
        return _decoration(name)
    return _drawn(name, format_html('role="img" aria-label="{}"', label))


@cache
def _decoration(name: str) -> SafeString:
    """There are as many as icons in the templates, and a page shows fifty of them."""
    return _drawn(name, SafeString('aria-hidden="true"'))


def _drawn(name: str, spoken: SafeString) -> SafeString:
    return format_html(
        '<svg class="icon" width="24" height="24" {}><use href="{}#{}"></use></svg>',
        spoken,
        _sprite(),
        name,
    )


@cache
def _sprite() -> str:
    """Where the icons are; a page asks this a hundred times."""
    return static(SPRITE)


@register.simple_tag
def avatar(person: Named | None, size: str = "") -> SafeString:
    """The initials of `person` on the colour that is always theirs. Sizes: xs sm md lg xl."""
    name = person.name if person else "?"
    words = name.split()
    initials = (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper()
    key = str(getattr(person, "ref", "") or name)
    tone = zlib.crc32(key.encode()) % AVATAR_TONES + 1
    sized = f" avatar-{size}" if size else ""
    return SafeString(
        f'<span class="avatar{escape(sized)} avatar-tone-{tone}" aria-hidden="true">'
        f"{escape(initials)}</span>"
    )


@register.simple_tag(name="person")
def person_line(who: Named, sub: str = "", href: str = "", size: str = "") -> SafeString:
    """A face, the name, and a quiet line below it. No template: lists show it by the dozen."""
    name = (
        format_html('<a class="person-name" href="{}">{}</a>', href, who.name)
        if href
        else f'<span class="person-name">{escape(who.name)}</span>'
    )
    below = f'<span class="person-sub">{conditional_escape(sub)}</span>' if sub else ""
    words = f'<span class="person-words">{name}{below}</span>'
    return SafeString(f'<span class="person">{avatar(who, size)}{words}</span>')


# --- Times -----------------------------------------------------------------------------------


def _time(value: date | datetime, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def when(at: datetime | None) -> str:
    """ "Thu 3 Dec, 14:00 your time; in 5 days"."""
    if at is None:
        return NOTHING
    today = clock.today()
    said = gettext("%(moment)s your time; %(distance)s") % {
        "moment": moments.said_moment(at, today=today),
        "distance": moments.distance(timezone.localdate(at), today=today),
    }
    return _time(at, said)


@register.filter
def moment(at: datetime | None) -> str:
    """ "Thu 3 Dec, 14:00": for tables and lists."""
    return NOTHING if at is None else _time(at, moments.said_moment(at, today=clock.today()))


@register.filter
def day(on: date | datetime | None) -> str:
    """ "Thu 3 Dec", with the year where it is not this one."""
    if on is None:
        return NOTHING
    on = timezone.localdate(on) if isinstance(on, datetime) else on
    return _time(on, moments.said_day(on, today=clock.today()))


@register.filter
def day_in(on: date | datetime | None) -> str:
    """ "Thu 3 Dec, in 5 days"."""
    if on is None:
        return NOTHING
    on, today = timezone.localdate(on) if isinstance(on, datetime) else on, clock.today()
    said = f"{moments.said_day(on, today=today)}, {moments.distance(on, today=today)}"
    return _time(on, said)


@register.filter
def distance(on: date | datetime | None) -> str:
    """ "in 5 days", "yesterday", "3 weeks ago"."""
    if on is None:
        return NOTHING
    on = timezone.localdate(on) if isinstance(on, datetime) else on
    return _time(on, moments.distance(on, today=clock.today()))


@register.filter
def since(at: datetime | None) -> str:
    """ "5 minutes ago"."""
    return NOTHING if at is None else _time(at, moments.ago(at, now=clock.now()))


# --- Figures ---------------------------------------------------------------------------------


@register.filter
def percent(share: float | None, digits: int = 0) -> str:
    """A share from 0 to 1 as "62 %", a half rounded up; nothing known is a dash."""
    if share is None:
        return NOTHING
    rounded = (Decimal(str(share)) * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    return f"{number_format(rounded, digits)}\N{NO-BREAK SPACE}%"


@register.filter
def rhythm(days: int) -> str:
    """Days between two meetings as "every 2 weeks"."""
    return moments.said_rhythm(days)


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as "1 h 30 min"."""
    return NOTHING if minutes is None else moments.said_minutes(minutes)


# --- States ----------------------------------------------------------------------------------


@register.simple_tag
def badge(text: str, tone: str = QUIET) -> SafeString:
    """A state in a word and a colour: good, warn, bad, info, quiet, accent."""
    return format_html('<span class="badge tone-{}">{}</span>', tone, text)


@register.simple_tag
def state_badge(thing: Any, text: str = "") -> SafeString:
    """The badge of a row with `state` (or of a state's code and its `text`)."""
    if isinstance(thing, str):
        return badge(text or thing, _TONE_OF.get(thing, QUIET))
    tone_on = getattr(thing, "tone_on", None)
    tone = tone_on(clock.today()) if tone_on else thing.state
    return badge(text or state_said(thing), _TONE_OF.get(tone, QUIET))


@register.filter
def state_said(thing: Any) -> str:
    """The state in words, as of today where a date has a say in it."""
    state_on = getattr(thing, "state_on", None)
    return str(state_on(clock.today())) if state_on else in_words(thing, "state")


@register.filter
def in_words(row: models.Model, field: str) -> str:
    """What `row.get_state_display()` says for `"state"`. Django makes a hash of every label to
    say one; a list asks it of each row."""
    value = getattr(row, field)
    return str(_labels(type(row), field).get(value, value))


@cache
def _labels(model: type[models.Model], field: str) -> dict[Any, StrOrPromise]:
    chosen: Any = model._meta.get_field(field)
    return dict(chosen.flatchoices)


# --- Buttons, links, figures -----------------------------------------------------------------


_icon = icon  # tags name an argument so as well


@register.simple_tag
def button(label: str, kind: str = "primary", icon: str = "", **attrs: Any) -> SafeString:
    """A button, or a link that looks like one where `href` is given. No template: lists have many.

    Kinds: primary, quiet, plain, danger. Further attributes as they are, `_` for `-`
    (`name= value= form= hx_post= aria_label=`); `small=True`.
    """
    size = " btn-sm" if attrs.pop("small", False) else ""
    about = {name.replace("_", "-"): value for name, value in attrs.items() if value != ""}
    if not attrs.get("href") and not attrs.get("type"):
        about = {"type": "submit"} | about
    return format_html(
        '<{tag} class="btn btn-{kind}{size}"{about}>{icon}{label}</{tag}>',
        tag="a" if attrs.get("href") else "button",
        kind=kind,
        size=size,
        about=widgets.spelled(about),
        icon=_icon(icon) if icon else "",
        label=label,
    )


@register.inclusion_tag("ui/stat.html")
def stat(figure: Any, label: str, sub: str = "", href: str = "", tone: str = "") -> dict[str, Any]:
    """One figure with what it counts."""
    return {"figure": figure, "label": label, "sub": sub, "href": href, "tone": tone}


@register.simple_tag
def meter(value: float, label: str, most: float = 100, shown: str = "") -> SafeString:
    """A bar from 0 to `most`; `label` says what it measures, `shown` stands beside it.

    No template: a list of proposals shows more than a hundred.
    """
    return format_html(
        '<span class="meter"><progress value="{}" max="{}" aria-label="{}"></progress>{}</span>',
        str(min(max(value, 0), most)),
        str(most),
        label,
        format_html('<span class="meter-shown">{}</span>', shown) if shown else "",
    )


@register.simple_tag
def meters(parts: Iterable[Measured]) -> SafeString:
    """The items of a list of bars, each behind its label."""
    drawn = ((one.label, meter(one.points, one.label, one.most, one.shown)) for one in parts)
    return format_html_join("", "<li><span>{}</span>{}</li>", drawn)


@register.simple_tag
def back(href: str, label: str) -> SafeString:
    """The way back, above a heading."""
    return format_html('<p class="back"><a href="{}">{}{}</a></p>', href, icon("arrow-left"), label)


@register.simple_tag
def crumb(label: str, href: str = "") -> SafeString:
    """One step of `{% block crumbs %}`; the last one has no address."""
    if href:
        return format_html('<li><a href="{}">{}</a></li>', href, label)
    return format_html('<li><span aria-current="page">{}</span></li>', label)


@register.simple_tag
def tab(label: str, href: str, here: bool = False, count: int | None = None) -> SafeString:
    """One part inside `<nav class="segments" aria-label="…">`."""
    return format_html(
        '<a href="{}"{}>{}{}</a>',
        href,
        SafeString(' aria-current="page"') if here else "",
        label,
        "" if count is None else format_html(' <span class="tab-count">{}</span>', count),
    )


# --- Pieces around content -------------------------------------------------------------------


@register.simple_block_tag
def card(content: str, title: str = "", sub: str = "", action: str = "", **more: str) -> str:
    """A card; `action` is a link's text for `action_href` in the corner."""
    about = {"content": content, "title": title, "sub": sub, "action": action} | more
    return render_to_string("ui/card.html", about)


@register.simple_block_tag
def empty(content: str, title: str, icon: str = "inbox") -> str:
    """An empty state: what will be here and why it helps; buttons stand in the content."""
    return render_to_string("ui/empty.html", {"content": content, "title": title, "icon": icon})


@register.simple_block_tag
def disclosure(content: str, summary: str, open: bool = False) -> str:  # noqa: A002  as in HTML
    """More, on demand."""
    return render_to_string(
        "ui/disclosure.html", {"content": content, "summary": summary, "open": open}
    )


@register.simple_block_tag
def callout(content: str, tone: str = INFO, icon: str = "info-circle", title: str = "") -> str:
    """A remark that must not be missed."""
    about = {"content": content, "tone": tone, "icon": icon, "title": title}
    return render_to_string("ui/callout.html", about)


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> str:  # noqa: A002  as in HTML
    """A dialog that `<a href="the page that asks the same" data-dialog="id">` opens."""
    return render_to_string("ui/dialog.html", {"content": content, "id": id, "title": title})


# --- Forms -----------------------------------------------------------------------------------


@register.inclusion_tag("ui/form_errors.html")
def form_errors(*forms: Any) -> dict[str, Any]:
    """One summary over several forms; show each with `{% form_fields form %}` then."""
    return {"forms": [form for form in forms if form.is_bound and form.errors]}


@register.inclusion_tag("ui/form_fields.html")
def form_fields(form: Any) -> dict[str, Any]:
    """The fields of `form` without a summary of their errors."""
    return {"form": form, "fields": form.visible_fields(), "hidden_fields": form.hidden_fields()}


register.simple_tag(widgets.input_element, name="input")
register.simple_tag(widgets.options)
register.filter(widgets.attributes)


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as safe HTML; put it inside `<div class="prose">`."""
    return render_markdown(text)
