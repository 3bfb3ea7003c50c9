from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from kit.refs import LENGTH, RefConverter, new_ref, ref_in


def test_refs_fit_their_converter_and_differ() -> None:
    refs = {new_ref() for _ in range(200)}
    assert len(refs) == 200
    assert all(re.fullmatch(RefConverter.regex, ref) for ref in refs)
    assert {len(ref) for ref in refs} == {LENGTH}


def test_numbers_and_look_alikes_are_no_refs() -> None:
    assert not re.fullmatch(RefConverter.regex, "1234567890")
    assert not re.fullmatch(RefConverter.regex, "abcdefghil")


def test_a_ref_that_is_sent_is_read() -> None:
    ref = new_ref()
    assert ref_in(QueryDict(f"closed={ref}"), "closed") == ref


@pytest.mark.parametrize("sent", ["", "closed=", "closed=%00", "closed=2222%00222222", "closed=x"])
def test_what_cannot_be_a_ref_is_nothing(sent: str) -> None:
    assert ref_in(QueryDict(sent), "closed") == ""
