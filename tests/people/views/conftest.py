from __future__ import annotations

import pytest
from pytest_django.fixtures import Settings


@pytest.fixture
def no_mail_server(settings: Settings) -> None:
    """Mail goes to a port of this machine where nobody listens."""
    settings.EMAIL_BACKEND = "notices.sending.backends.SMTPBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
