"""The words of the templates, as a template writes them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory

from kit import clock
from pairings.models import Pairing, Session


def shown(source: str, **context: Any) -> str:
    request = RequestFactory().get("/list/", context.pop("query", {}))
    return engines["django"].from_string(source).render(context, request).strip()


def test_an_icon_is_decoration_unless_it_has_words() -> None:
    assert 'aria-hidden="true"' in shown('{% icon "home" %}')
    assert "sprite.svg#home" in shown('{% icon "home" %}')
    assert 'role="img" aria-label="Home &lt;1&gt;"' in shown(
        '{% icon "home" label %}', label="Home <1>"
    )


@pytest.mark.parametrize(
    ("name", "initials"), [("Maria dos Santos", "MS"), ("Cher", "C"), ("ada keller", "AK")]
)
def test_a_face_shows_initials(name: str, initials: str) -> None:
    assert f">{initials}<" in shown("{% avatar who %}", who=SimpleNamespace(name=name))


def test_a_face_keeps_its_colour_when_the_name_changes() -> None:
    before = shown("{% avatar who %}", who=SimpleNamespace(name="Ada Keller", ref="abc"))
    after = shown("{% avatar who %}", who=SimpleNamespace(name="Ada King", ref="abc"))
    assert before == after


def test_a_name_is_never_taken_for_code() -> None:
    html = shown("{% person who sub=sub %}", who=SimpleNamespace(name="<b>x"), sub="<i>")
    assert "<b>" not in html
    assert "<i>" not in html


def test_when_says_day_hour_and_distance() -> None:
    at = clock.now() + timedelta(days=5)
    assert "your time; in 5 days</time>" in shown("{{ at|when }}", at=at)
    assert shown("{{ at|when }}", at=None) == "\N{EN DASH}"


def test_days_moments_and_distances() -> None:
    on = clock.today() + timedelta(days=3)
    assert shown("{{ on|day_in }}", on=on).endswith(", in 3 days</time>")
    assert f'datetime="{on.isoformat()}"' in shown("{{ on|day }}", on=on)
    assert ">in 3 days<" in shown("{{ on|distance }}", on=on)
    assert ">just now<" in shown("{{ at|since }}", at=clock.now())
    assert shown("{{ on|day }}{{ on|moment }}", on=None) == "\N{EN DASH}" * 2


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ 0.62|percent }}", "62\N{NO-BREAK SPACE}%"),
        ("{{ 0.625|percent:1 }}", "62.5\N{NO-BREAK SPACE}%"),
        ("{{ 0.1852|percent }}", "19\N{NO-BREAK SPACE}%"),
        ("{{ 0.125|percent }}", "13\N{NO-BREAK SPACE}%"),
        ("{{ 0.00001|percent }}", "0\N{NO-BREAK SPACE}%"),
        ("{{ 14|rhythm }}", "every 2 weeks"),
        ("{{ 7|rhythm }}", "every week"),
        ("{{ 10|rhythm }}", "every 10 days"),
        ("{{ 1|percent }}", "100\N{NO-BREAK SPACE}%"),
        ("{{ none|percent }}", "\N{EN DASH}"),
        ("{{ 90|hours }}", "1 h 30 min"),
    ],
)
def test_a_figure_is_said_as_people_say_it(source: str, said: str) -> None:
    assert shown(source, none=None) == said


def test_a_state_is_a_word_and_a_colour() -> None:
    paused = Pairing(state="paused")
    html = shown("{% state_badge thing %}", thing=paused)
    assert "tone-warn" in html
    assert f">{paused.get_state_display()}<" in html
    assert "tone-quiet" in shown('{% state_badge "unheard of" %}')


def test_a_choice_is_said_in_words() -> None:
    held = Session(how="video", state="unheard of")
    assert shown('{{ held|in_words:"how" }}', held=held) == held.get_how_display() != "video"
    assert shown('{{ held|in_words:"state" }}', held=held) == "unheard of"


def test_a_button_with_an_address_is_a_link() -> None:
    link = shown('{% button "Plan" href="/plan/" icon="plus" %}')
    assert link.startswith('<a class="btn btn-primary" href="/plan/">')
    press = shown('{% button "Go" kind="danger" name="act" hx_post="/x/" %}')
    assert press.startswith('<button class="btn btn-danger" type="submit" name="act" hx-post="/x/"')
    assert 'type="button"' in shown('{% button "Go" type="button" %}')


def test_a_button_cannot_be_broken_out_of() -> None:
    html = shown("{% button label href=href %}", label="<b>", href='"><script>')
    assert "<b>" not in html
    assert "<script>" not in html


def test_a_meter_stays_within_its_ends() -> None:
    assert 'value="100" max="100"' in shown('{% meter 140 "Weeks" %}')
    assert 'value="0" max="100"' in shown('{% meter -3 "Weeks" %}')


def test_pages_keep_the_filters() -> None:
    page = Paginator(range(60), 25).page(2)
    html = shown('{% include "ui/pager.html" %}', page=page, query={"state": "open", "page": 2})
    assert "26 to 50 of 60" in html
    assert "?state=open&amp;page=3" in html
    assert "?state=open&amp;page=1" in html


def test_one_page_needs_no_pager() -> None:
    assert shown('{% include "ui/pager.html" %}', page=Paginator(range(3), 25).page(1)) == ""


def test_what_stands_inside_a_piece_is_escaped_once() -> None:
    html = shown("{% card title=title %}{{ text }}{% endcard %}", title="A & B", text="<b> & c")
    assert "<h2>A &amp; B</h2>" in html
    assert "&lt;b&gt; &amp; c" in html


def test_markdown_is_safe() -> None:
    html = shown("{{ text|markdown }}", text="# Hello\n\n<script>x</script> [a](javascript:x)")
    assert "<h2>Hello</h2>" in html
    assert "<script>" not in html
    assert 'href="javascript' not in html


@dataclass(frozen=True)
class Measured:
    label: str
    points: float = 3
    most: float = 5
    shown: str = "3 of 5"


def test_several_bars_have_their_labels_before_them() -> None:
    html = shown("{% meters parts %}", parts=[Measured("Skills"), Measured("<b>")])
    assert html.count("<li><span>") == 2
    assert html.startswith('<li><span>Skills</span><span class="meter"><progress value="3" max="5"')
    assert "3 of 5" in html
    assert "<b>" not in html
