from __future__ import annotations

import pytest

from mentorship.embedded.addresses import beside, broker_url


@pytest.mark.parametrize(
    ("address", "beside_it"),
    [
        ("redis://host:6379/0", "redis://host:6379/1"),
        ("redis://:secret@host:6379/4", "redis://:secret@host:6379/5"),
        ("redis://host:6379", "redis://host:6379/1"),
        ("unix:///run/valkey.sock", "unix:///run/valkey.sock?db=1"),
        ("unix:///run/valkey.sock?db=4", "unix:///run/valkey.sock?db=5"),
    ],
)
def test_the_cache_stands_beside_the_broker_on_the_same_server(
    address: str, beside_it: str
) -> None:
    assert beside(address, 1) == beside_it


def test_celery_reads_a_unix_socket_in_words_of_its_own() -> None:
    assert broker_url("unix:///run/v.sock?db=4") == "redis+socket:///run/v.sock?virtual_host=4"
    assert broker_url("redis://host:6379/4") == "redis://host:6379/4"
