"""The real settings, on the servers that the test run starts (tests/servers.py)."""

import os
from pathlib import Path

os.environ.setdefault("LOCAL_DIR", str(Path(__file__).resolve().parent.parent / ".local/tests"))
os.environ.setdefault("SECRET_KEY", "for-tests-only-" + "x" * 50)
os.environ.setdefault("CONTENT_KEYS", "for-tests-only-content")
os.environ.setdefault("DEMO", "0")
os.environ.setdefault("SECURE_HTTPS", "0")
os.environ.setdefault("COMPANY_NAME", "Northwind Labs")

from mentorship.embedded import addresses
from mentorship.settings import *  # noqa: F403
from mentorship.settings import CACHES, SILENCED_SYSTEM_CHECKS, redis_url
from tests.same_day import live_there

live_there()

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed, not safety
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True

SILENCED_SYSTEM_CHECKS = [*SILENCED_SYSTEM_CHECKS, "mentorship.E003"]  # embedded, not a demo

# Each parallel worker keeps to broker numbers of its own, as it does to a database.
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CELERY_BROKER_URL = addresses.broker_url(addresses.beside(redis_url, 2 * _worker))
CACHES["default"]["LOCATION"] = addresses.beside(redis_url, 2 * _worker + 1)
