from __future__ import annotations

import re

from kit.refs import LENGTH, RefConverter, new_ref


def test_refs_fit_their_converter_and_differ() -> None:
    refs = {new_ref() for _ in range(200)}
    assert len(refs) == 200
    assert all(re.fullmatch(RefConverter.regex, ref) for ref in refs)
    assert {len(ref) for ref in refs} == {LENGTH}


def test_numbers_and_look_alikes_are_no_refs() -> None:
    assert not re.fullmatch(RefConverter.regex, "1234567890")
    assert not re.fullmatch(RefConverter.regex, "abcdefghil")
