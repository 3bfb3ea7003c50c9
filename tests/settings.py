"""The real settings, on the servers and the database that the test run starts."""

import os

os.environ.setdefault("SECRET_KEY", "for-tests-only-" + "x" * 50)
os.environ.setdefault("CONTENT_KEYS", "for-tests-only-content")
os.environ.setdefault("DEMO", "0")
os.environ.setdefault("SECURE_HTTPS", "0")
os.environ.setdefault("COMPANY_NAME", "Northwind Labs")

from mentorship.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed, not safety
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
