"""EMAIL_URL, as the settings read it."""

from __future__ import annotations

import pytest
from django.utils.module_loading import import_string

from mentorship.mailing import PROVIDERS, Provider, keys_of, missing, provider_of


@pytest.mark.parametrize("provider", PROVIDERS, ids=lambda one: one.scheme)
def test_every_provider_is_one_that_anymail_knows(provider: Provider) -> None:
    keys = {f"{one}": "x" for one in provider.needed}
    assert import_string(provider.backend)(**keys).esp_name == provider.name
    assert import_string(provider.reader).esp_name == provider.name
    assert provider_of(provider.example) is provider
    assert missing(keys_of(provider.example, provider), provider) == []


@pytest.mark.parametrize(
    "url", ["", "submission://u:p@h:587", "smtp://h:25", "postmark", ":", "x:"]
)
def test_a_mail_server_is_no_provider(url: str) -> None:
    assert provider_of(url) is (PROVIDERS[0] if url == "postmark" else None)


def test_settings_are_named_as_anymail_does_and_may_hold_anything() -> None:
    url = "postmark://?server_token=a%26b%3Dc%2B&message_stream=notices"
    found = provider_of(url)
    assert found
    assert keys_of(url, found) == {
        "POSTMARK_SERVER_TOKEN": "a&b=c+",
        "POSTMARK_MESSAGE_STREAM": "notices",
    }


def test_what_is_missing_is_named() -> None:
    url = "mailjet://?api_key=1"
    found = provider_of(url)
    assert found
    assert missing(keys_of(url, found), found) == ["secret_key"]
