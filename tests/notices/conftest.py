from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture(autouse=True)
def _mail_is_kept(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"
    settings.MAIL_IS_KEPT = True
