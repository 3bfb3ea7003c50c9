"""How the fields of forms are drawn, without templates: a form may have fifty, and a list to choose
from hundreds of lines. What is rare (a text of many lines, chips, cards) has its template.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

TICKED = ("checkbox", "radio")


def input_element(widget: dict[str, Any]) -> SafeString:
    """The `<input>` of a widget, with the class that makes it look like the others."""
    about = {"type": widget["type"], "name": widget["name"]}
    if widget["type"] != "hidden":
        usual = "form-check-input" if widget["type"] in TICKED else "form-control"
        about["class"] = f"{usual} {widget['attrs'].get('class', '')}".rstrip()
    if widget["value"] is not None:
        about["value"] = str(widget["value"])
    return SafeString(f"<input{spelled(about)}{attributes(widget['attrs'])}>")


def options(widget: dict[str, Any]) -> SafeString:
    """What a `<select>` offers, in its groups."""
    return SafeString("".join(_group(name, those) for name, those, _ in widget["optgroups"]))


def _group(name: str | None, those: Iterable[dict[str, Any]]) -> str:
    drawn = SafeString("".join(map(_option, those)))
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn) if name else drawn


def _option(one: dict[str, Any]) -> str:
    about = {"value": str(one["value"])} | one["attrs"]
    return f"<option{spelled(about)}>{conditional_escape(one['label'])}</option>"


def attributes(attrs: dict[str, Any]) -> SafeString:
    """The attributes of a widget but its class, which the template sets."""
    return spelled({name: value for name, value in attrs.items() if name != "class"})


def spelled(attrs: dict[str, Any]) -> SafeString:
    """In their order, unlike Django's `flatatt`; those that are true stand alone."""
    return SafeString(
        "".join(
            f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
            for name, value in attrs.items()
            if value is not False and value is not None
        )
    )
