from __future__ import annotations

import pytest

from participants import languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("English", "en"),
        (" turkish ", "tr"),
        ("Deutsch", "de"),
        ("pt", "pt"),
        ("Hindi", "hi"),
        ("Mandarin", "zh"),
    ],
)
def test_a_language_goes_by_its_code_its_english_and_its_own_name(text: str, code: str) -> None:
    assert languages.code_of(text) == code


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(languages.UnknownLanguage):
        languages.code_of("Klingon")


def test_names_are_for_people() -> None:
    assert languages.names_of(["en", "pt"]) == "English, Portuguese"
    assert ("de", "German") in languages.choices()
    assert "Brazilian Portuguese" not in dict(languages.choices()).values()
