"""Dates and times as people say them. The clock is read by the caller and passed in."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext


def said_day(day: date, *, today: date) -> str:
    """ "Thu 3 Dec", with the year where it is not this one."""
    return date_format(day, "D j M" if day.year == today.year else "D j M Y")


def said_moment(at: datetime, *, today: date) -> str:
    """ "Thu 3 Dec, 14:00" in the active zone, which is the viewer's during a request."""
    local = timezone.localtime(at)
    return date_format(local, "D j M, H:i" if local.year == today.year else "D j M Y, H:i")


def distance(day: date, *, today: date) -> str:
    """How far `day` is: "today", "in 5 days", "3 weeks ago"; coarser the farther it is."""
    days = (day - today).days
    if days == 0:
        return gettext("today")
    if days in (-1, 1):
        return gettext("tomorrow") if days == 1 else gettext("yesterday")
    how_long = length(abs(days))
    if days > 0:
        return gettext("in %(how_long)s") % {"how_long": how_long}
    return gettext("%(how_long)s ago") % {"how_long": how_long}


def length(days: int) -> str:
    """ "5 days", "3 weeks" (from 14 days), "4 months" (from 63 days), "2 years" (from 730)."""
    if days < 14:
        return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}
    if days < 63:
        weeks = round(days / 7)
        return ngettext("%(n)s week", "%(n)s weeks", weeks) % {"n": weeks}
    if days < 730:
        months = round(days / 30.44)
        return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    years = round(days / 365.25)
    return ngettext("%(n)s year", "%(n)s years", years) % {"n": years}


def ago(at: datetime, *, now: datetime) -> str:
    """ "just now", "5 minutes ago", "3 hours ago", then days as `distance` says them."""
    passed = now - at
    if passed < timedelta(0):
        return said_moment(at, today=timezone.localdate(now))
    minutes = int(passed.total_seconds() // 60)
    if minutes < 1:
        return gettext("just now")
    if minutes < 60:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", minutes) % {"n": minutes}
    days = (timezone.localdate(now) - timezone.localdate(at)).days
    if days == 0:
        hours = minutes // 60
        return ngettext("%(n)s hour ago", "%(n)s hours ago", hours) % {"n": hours}
    return distance(timezone.localdate(at), today=timezone.localdate(now))


def said_minutes(minutes: int) -> str:
    """ "45 min", "1 h", "1 h 30 min"."""
    whole, rest = divmod(minutes, 60)
    if not whole:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": whole}
    return gettext("%(hours)s h %(minutes)s min") % {"hours": whole, "minutes": rest}


def said_rhythm(days: int) -> str:
    """ "every week", "every 2 weeks", "every 10 days"."""
    if days % 7 == 0:
        weeks = days // 7
        return ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}
    return ngettext("every day", "every %(n)s days", days) % {"n": days}
