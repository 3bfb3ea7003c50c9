"""A worker process that sends: `python -m tests.bench.sending DATABASE PORT MOMENT LIMIT`.

It says "ready", waits for a line, sends up to LIMIT notices, and says how many.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime, timedelta


def main() -> None:
    database, port, moment, limit = sys.argv[1:]
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()
    from django.db import connection
    from django.test import override_settings

    from notices.sending.sender import send_due

    connection.settings_dict["NAME"] = database
    at = datetime.fromisoformat(moment)
    with override_settings(**mail_server(int(port))):
        send_due(now=at, limit=50)  # templates are read, connections made
        _say("ready")
        sys.stdin.readline()
        sent = 0
        while sent < int(limit) and (more := send_due(now=at, limit=int(limit) - sent)):
            sent += more
            at += timedelta(seconds=1)
        _say(str(sent))


def mail_server(port: int) -> dict[str, object]:
    return {
        "EMAIL_BACKEND": "notices.sending.backends.SMTPBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_USE_TLS": False,
        "EMAIL_USE_SSL": False,
        "EMAIL_HOST_USER": "",
        "EMAIL_HOST_PASSWORD": "",
        "MAIL_BUDGET": 1_000_000,
    }


def _say(word: str) -> None:
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
