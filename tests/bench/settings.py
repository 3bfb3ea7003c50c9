"""The real settings, not those of a demo, on servers that the bench starts for itself."""

import os
from pathlib import Path

os.environ |= {
    **dict.fromkeys(("DATABASE_URL", "REDIS_URL", "EMAIL_URL"), ""),
    "DEBUG": "0",
    "LOCAL_DIR": str(Path(__file__).resolve().parents[2] / ".local/bench"),
    "SECRET_KEY": "for-the-bench-only-" + "x" * 50,
    "CONTENT_KEYS": "for-the-bench-only-content",
    "DEMO": "0",
    "SECURE_HTTPS": "0",
    "COMPANY_NAME": "Northwind Labs",
    "LOG_LEVEL": "ERROR",
}

from mentorship.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no walk through the static files for each client
