from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _addresses(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.notices.addresses"
    settings.EMAIL_BACKEND = "notices.backends.KeepingBackend"
    settings.MAIL_IS_KEPT = True
