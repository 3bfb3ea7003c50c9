"""What holds for every template: it compiles, is translated, short, and free of inline code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
TEMPLATES = [path for path in TEMPLATES if path.suffix in (".html", ".txt")]
PAGES = [path for path in TEMPLATES if path.suffix == ".html"]
PLAIN_TEXTS = [
    path
    for path in TEMPLATES
    if path.suffix == ".txt" and "notices" not in path.parts  # notices.mails escapes no text
]
LONGEST_PAGE, LONGEST_PIECE = 120, 40


def name(path: Path) -> str:
    return path.relative_to(ROOT / "templates").as_posix()


def is_piece(path: Path) -> bool:
    return path.name.startswith("_") or path.parent.name in ("ui", "widgets")


def is_mail(path: Path) -> bool:
    return path.parent.name in ("mail", "email") or "mail" in path.stem


def without_code(text: str) -> str:
    """The template with its comments and translated stretches taken out."""
    text = re.sub(r"{#.*?#}|{% comment.*?{% endcomment %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% block (?:width|\w+_href) %}.*?{% endblock %}", "", text)
    return re.sub(
        r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}", "", text, flags=re.DOTALL
    )


def visible(text: str) -> list[str]:
    """What a reader would see that no translator does: words between tags, and spoken ones."""
    text = without_code(text)
    text = re.sub(r"<(script|style|code|kbd|svg|dt)\b.*?</\1>", "", text, flags=re.DOTALL)
    attributes = re.findall(
        r"(?:aria-label|title|placeholder|alt|data-label)=\"([^\"{]*[A-Za-z]{2,}[^\"]*)\"",
        re.sub(r"{%.*?%}", "", text, flags=re.DOTALL),
    )
    bare = re.sub(r"{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)
    bare = re.sub(r"<!--.*?-->|<[^>]*>|&[a-z#0-9]+;", " ", bare, flags=re.DOTALL)
    return attributes + re.findall(r"[^\W\d_]{2,}[^\n]*", bare)


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_every_template_compiles(path: Path) -> None:
    assert get_template(name(path)) is not None


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_all_a_person_reads_is_translated(path: Path) -> None:
    assert visible(path.read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_words_given_to_tags_are_translated(path: Path) -> None:
    calls = re.findall(
        r"{% (?:button|card|empty|stat|meter|back|crumb|tab|badge|callout|dialog|disclosure) .*?%}",
        without_code(path.read_text()),
    )
    spoken = re.compile(r"(?:^{% \w+ |(?:title|sub|summary|label|action|shown)=)\"[^\"]*[a-z]{2,}")
    assert [call for call in calls if spoken.search(call)] == []


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_holds_no_inline_code_which_the_policy_would_refuse(path: Path) -> None:
    text = without_code(path.read_text())
    assert not re.search(r"\son[a-z]+=", text)
    assert not re.search(r"\shx-on\b|javascript:", text)
    assert not re.search(r"data-bs-(toggle|dismiss|target)", text), "Tabler's scripts are not here"
    if not is_mail(path):
        assert not re.search(r"\sstyle=|<style\b", text)
    for attributes, body in re.findall(r"<script\b([^>]*)>(.*?)</script>", text, flags=re.DOTALL):
        assert not body.strip() or 'type="application/json"' in attributes


@pytest.mark.parametrize("path", PAGES, ids=name)
def test_is_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    most = LONGEST_PIECE if is_piece(path) else LONGEST_PAGE
    assert lines <= most, f"{lines} lines: split it"


@pytest.mark.parametrize("path", PLAIN_TEXTS, ids=name)
def test_text_is_not_escaped_as_html(path: Path) -> None:
    """A mail to O'Neill must not greet O&#x27;Neill."""
    text = path.read_text()
    whole = "{% autoescape off %}" in text
    extended = re.match(r'{% extends "([^"]+)" %}', text)
    variable = "{{" in text or "{% blocktrans" in text
    assert whole or extended or not variable
    if extended:
        assert "{% autoescape off %}" in (ROOT / "templates" / extended[1]).read_text() or (
            re.match(r"{% extends", (ROOT / "templates" / extended[1]).read_text())
        )


def test_every_icon_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/vendor/tabler-icons-3.51.0/sprite.svg").read_text()
    drawn = set(re.findall(r'<symbol id="([^"]+)"', sprite))
    used = set()
    for path in TEMPLATES:
        used |= set(re.findall(r'{% icon "([^"]+)"|icon="([^"]+)"', path.read_text()))
    for path in ROOT.glob("*/**/*.py"):
        if path.parts[len(ROOT.parts)] not in ("tests", ".venv", ".local"):
            used |= set(re.findall(r'(icon)=?"?: ?"([a-z0-9-]+)"', path.read_text()))
    names = {name for pair in used for name in pair if name and name != "icon"}
    assert names - drawn == set(), "add them to scripts/icons.txt and run refresh_vendor.py"


def test_every_static_file_named_in_a_template_exists() -> None:
    from django.contrib.staticfiles import finders

    for path in PAGES:
        for file in re.findall(r'{% static "([^"]+)" %}', path.read_text()):
            assert finders.find(file), f"{name(path)}: {file}"
