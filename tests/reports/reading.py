"""What a page and its export say, for tests to look through."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

from django.test import Client
from django.urls import reverse


def page(client: Client, name: str, **filters: str) -> str:
    """The words of a page, without its tags."""
    answer = client.get(reverse(name), filters)
    assert answer.status_code == 200
    html = answer.content.decode()
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def export(client: Client, name: str, **filters: str) -> dict[tuple[str, str, str], str]:
    """The figures of an export by table, group and figure."""
    answer = client.get(reverse(name), filters)
    assert answer["Content-Type"].startswith("text/csv")
    text = answer.getvalue().decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["table", "group", "figure", "value"]
    return {(table, group, figure): value for table, group, figure, value in rows[1:]}
