"""python -m tests.faults [--short] [--only ROW] [--json FILE]: break things, tell what came of it.

It ends with 1 where a promise of docs/reliability.md was not kept.
"""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.rows import ROWS
from tests.faults.scale import FULL, SHORT, Scale
from tests.faults.sink import Sink

if TYPE_CHECKING:
    from tests.faults.house import House
    from tests.faults.ledger import Finding

ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


def main() -> None:
    asked = argparse.ArgumentParser(prog="make faults", description="Break things on real servers.")
    asked.add_argument("--short", action="store_true", help="as much as CI does")
    asked.add_argument("--only", type=int, choices=range(1, len(ROWS) + 1), action="append")
    asked.add_argument("--json", type=Path, help="a file for the lines of JSON")
    options = asked.parse_args()
    scale = SHORT if options.short else FULL
    with Sink() as sink:
        _prepare(sink.port)
        found = list(_found(sink, scale, options.only or range(1, len(ROWS) + 1)))
        from tests.faults.telling import json_lines

        if options.json:
            options.json.write_text(json_lines(found))
    sys.exit(any(one.broken for one in found))


def _prepare(mail_port: int) -> None:
    """Django as production has it, on servers of our own and with our mail server."""
    os.environ |= {
        **dict.fromkeys(("DATABASE_URL", "REDIS_URL", "MAIL_PACE"), ""),
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "LOCAL_DIR": os.environ.get("FAULTS_DIR", str(ROOT / ".local/faults")),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
        "MAIL_BUDGET": "10000",  # few people get very many mails here
        "SECRET_KEY": "for-the-faults-only-" + "x" * 50,
        "CONTENT_KEYS": "for-the-faults-only-content",
        "DEBUG": "0",
        "DEMO": "0",
        "SECURE_HTTPS": "0",
        "COMPANY_NAME": "Northwind Labs",
        "LOG_LEVEL": "WARNING",
    }
    import django

    django.setup()


def _found(sink: Sink, scale: Scale, rows: Iterable[int]) -> Iterator[Finding]:
    from tests.bench.telling import machine
    from tests.faults.house import standing
    from tests.faults.telling import line

    _say(machine())
    with standing(sink) as house:
        for row in rows:
            began = time.monotonic()
            for one in _of_row(row, house, scale):
                _say(line(one))
                yield one
            _say(f"   ({time.monotonic() - began:.0f} s)")
    _say(machine())


def _of_row(row: int, house: House, scale: Scale) -> Iterator[Finding]:
    """Its findings; that it could not be carried out is one too, and the others go on."""
    from tests.faults.ledger import Finding

    fault = import_module(f"tests.faults.rows.{ROWS[row - 1]}")
    try:
        with _within(scale.patience):
            yield from fault.findings(house, scale)
    except Exception as error:
        log.exception("Row %s", row)
        why = f"{type(error).__name__}: {error}"
        yield Finding(row, ROWS[row - 1], {"stopped by": why}, {"can be carried out": False})


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Each row has an end: what hangs is a finding too."""

    def end(*_: object) -> None:
        raise TimeoutError(f"a row took more than {seconds} s")

    signal.signal(signal.SIGALRM, end)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
