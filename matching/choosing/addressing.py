"""The reasons for a mentor, said to the mentee: as `matching.explaining` has them, with "you"."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import explaining
from matching.explaining import Facts
from participants.languages import name_of
from participants.models import Objective


def sentence(facts: Iterable[Facts]) -> str:
    """ "Covers Finance, your first priority, at level expert; you both speak English." """
    told = [said for fact in facts for said in _said(fact)]
    return capfirst("; ".join(told)) + "." if told else ""


def _said(fact: Facts) -> list[str]:
    if own := _PHRASES.get(fact["kind"]):
        return [own(fact)]
    return explaining.phrases([fact])


def _covers(fact: Facts) -> str:
    about = {"skill": fact["skill"], "level": Objective.Level(fact["level"]).label}
    if fact["priority"] == 1:
        return _("covers %(skill)s, your first priority, at level %(level)s") % about
    if fact["priority"] == 2:
        return _("covers %(skill)s, your second priority, at level %(level)s") % about
    return _("covers %(skill)s at level %(level)s") % about


def _covers_nothing(_fact: Facts) -> str:
    return _("covers none of what you want to learn")


def _wants_nothing(_fact: Facts) -> str:
    return _("you named nothing in particular that you want to learn")


def _level_gap(fact: Facts) -> str:
    levels = int(fact["levels"])
    if levels > 0:
        above = ngettext("%(count)d level above you", "%(count)d levels above you", levels)
        return above % {"count": levels}
    if levels < 0:
        below = ngettext("%(count)d level below you", "%(count)d levels below you", -levels)
        return below % {"count": -levels}
    return _("on your job level")


def _department(fact: Facts) -> str:
    return _("in your department") if fact["same"] else _("in another department")


def _location(fact: Facts) -> str:
    return _("at your location") if fact["same"] else _("at another location")


def _hours(fact: Facts) -> str:
    if fact["given"] >= fact["hoped"]:
        return _("has the %(hoped)d h a month you hope for") % fact
    return _("has %(given)d of the %(hoped)d h a month you hope for") % fact


def _languages(fact: Facts) -> str:
    names = [name_of(code) for code in fact["codes"]]
    return _("you both speak %(languages)s") % {"languages": get_text_list(names, _("and"))}


def _met(_fact: Facts) -> str:
    return _("you were a pair in an earlier program")


_PHRASES: dict[str, Callable[[Facts], str]] = {
    "covers": _covers,
    "covers_nothing": _covers_nothing,
    "wants_nothing": _wants_nothing,
    "level_gap": _level_gap,
    "department": _department,
    "location": _location,
    "hours": _hours,
    "languages": _languages,
    "met": _met,
}
