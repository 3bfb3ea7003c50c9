"""The real settings, not those of a demo, on servers that the suite starts for itself.

What differs is set by the suite's environment (`tests/faults/house.py`), as it would be anywhere.
"""

import os

from mentorship.settings import *  # noqa: F403
from mentorship.settings import BASE_DIR, CELERY_BEAT_SCHEDULE, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # speed, not safety
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # no walk through the static files

if _templates := os.environ.get("FAULTS_TEMPLATES"):
    TEMPLATES = [TEMPLATES[0] | {"DIRS": [_templates, BASE_DIR / "templates"]}]
if _seconds := os.environ.get("FAULTS_BEAT"):
    for _entry in CELERY_BEAT_SCHEDULE.values():
        _entry["schedule"] = float(_seconds)
