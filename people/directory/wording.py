"""Counts of an import as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def sentence(counts: Mapping[str, int]) -> str:
    """ "1,470 rows: 12 new, 3 left, 2 errors." """
    rows = counts.get("rows", 0) + counts.get("event_rows", 0)
    said = [words for words in _parts(counts) if words]
    return _("%(rows)s: %(parts)s.") % {
        "rows": _rows(rows),
        "parts": ", ".join(said) if said else _("nothing would change"),
    }


def _rows(count: int) -> str:
    return ngettext("%(count)s row", "%(count)s rows", count) % {"count": f"{count:,}"}


def _parts(counts: Mapping[str, int]) -> list[str]:
    def counted(name: str, one_word: str, more: str) -> str:
        count = counts.get(name, 0)
        return (one_word if count == 1 else more) % {"count": f"{count:,}"} if count else ""

    return [
        counted("added", _("%(count)s new"), _("%(count)s new")),
        counted("changed", _("%(count)s changed"), _("%(count)s changed")),
        counted("left", _("%(count)s left"), _("%(count)s left")),
        counted("returned", _("%(count)s came back"), _("%(count)s came back")),
        counted("events_added", _("%(count)s new event"), _("%(count)s new events")),
        counted("events_changed", _("%(count)s changed event"), _("%(count)s changed events")),
        counted("errors", _("%(count)s error"), _("%(count)s errors")),
    ]
