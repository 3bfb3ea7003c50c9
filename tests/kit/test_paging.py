from __future__ import annotations

import pytest
from django.test import RequestFactory

from kit.paging import PAGE_SIZE, page_of


@pytest.mark.parametrize(
    ("asked", "number"), [("", 1), ("2", 2), ("99", 3), ("x", 1), ("-1", 3), ("0", 3)]
)
def test_the_nearest_page_that_exists_is_given(asked: str, number: int) -> None:
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(request, range(PAGE_SIZE * 2 + 1)).number == number
