"""The languages people speak: short codes in the rows, names in front of people."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf.locale import LANG_INFO
from django.db.models import Count, F, Func
from django.utils.translation import gettext, gettext_noop

from participants.models import Participant

MOST_COMMON = 8
_FURTHER = {"zh": gettext_noop("Chinese")}  # Django knows Chinese only by its scripts
_ALSO_CALLED = {"mandarin": "zh", "farsi": "fa", "flemish": "nl", "norwegian": "nb"}


class UnknownLanguage(ValueError):
    """No language goes by that name."""


@cache
def _english_names() -> dict[str, str]:
    """Code to English name, spoken languages only: `pt-br` and the like are spellings."""
    known = {
        code: facts["name"]
        for code, facts in LANG_INFO.items()
        if "name" in facts and "-" not in code and code != "no"
    }
    return known | _FURTHER


@cache
def _codes() -> dict[str, str]:
    codes = dict(_ALSO_CALLED)
    for code, name in _english_names().items():
        local = LANG_INFO.get(code, {}).get("name_local", name)
        codes |= {code: code, name.casefold(): code, local.casefold(): code}
    return codes


def code_of(text: str) -> str:
    """The code of a language given by its code, its English name or its own name.

    Raises `UnknownLanguage`.
    """
    code = _codes().get(" ".join(text.split()).casefold())
    if code is None:
        raise UnknownLanguage(text)
    return code


def name_of(code: str) -> str:
    """The name of the language in the reader's own; the code itself where it is unknown."""
    name = _english_names().get(code)
    return gettext(name) if name else code


def names_of(codes: Iterable[str]) -> str:
    """The names in one line."""
    return ", ".join(name_of(code) for code in codes)


def choices() -> list[tuple[str, str]]:
    """All languages by name, for a form."""
    return sorted(((code, name_of(code)) for code in _english_names()), key=lambda pair: pair[1])


def common(mine: Iterable[str] = ()) -> list[str]:
    """The languages most spoken by those who take part anywhere, and English; by name. One query.

    `mine` are always among them.
    """
    spoken = (
        Participant.objects.order_by()
        .annotate(language=Func(F("languages"), function="unnest"))
        .values("language")
        .annotate(people=Count("pk"))
        .order_by("-people")
        .values_list("language", flat=True)[:MOST_COMMON]
    )
    return sorted({"en", *spoken, *mine}, key=name_of)
