"""`python -m mentorship.healthcheck web|beat`: exit 0 when that process does its work.

The web server is asked for its health page, on the inside, as the proxy would ask. Beat counts as
well when a planner's round has been finished in the last three minutes.
"""

from __future__ import annotations

import os
import sys
import urllib.request
from datetime import timedelta
from urllib.error import HTTPError

import django

OLDEST_ROUND = timedelta(minutes=3)


def web_answers() -> bool:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    request = urllib.request.Request("http://127.0.0.1:8000/health/", headers={"Host": host})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except HTTPError as error:
        return error.code == 503  # it answers; that the notices are late is not its fault


def beat_beats() -> bool:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentorship.settings")
    django.setup()
    from kit.clock import now
    from notices.models import Round

    return Round.objects.filter(
        worker=Round.Worker.PLANNER, finished_at__gt=now() - OLDEST_ROUND
    ).exists()


if __name__ == "__main__":
    checks = {"web": web_answers, "beat": beat_beats}
    sys.exit(0 if checks[sys.argv[1]]() else 1)
