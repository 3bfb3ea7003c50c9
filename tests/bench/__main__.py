"""python -m tests.bench [--only PART] [--json FILE]: measure, and tell it as a table.

Slowness is no error: it ends with 0 wherever everything could be measured.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

PARTS = ("seed", "pages", "matching", "notices", "import")


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench", description="Measure how fast it is.")
    asked.add_argument("--only", choices=PARTS)
    asked.add_argument("--json", type=Path, help="a file for the lines of JSON")
    options = asked.parse_args()

    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()
    from django.conf import settings

    from mentorship.embedded import servers
    from tests.bench import databases, parts, telling

    measures = []
    _say(telling.machine())
    with servers.running(settings.LOCAL_DIR):
        databases.make_empty()
        for part in [options.only] if options.only else PARTS:
            _say(f"\n{part} …")
            found = parts.measured(part)
            measures += found
            _say(telling.table(found))
    _say(f"\n{telling.machine()}")
    lines = telling.json_lines(measures)
    if options.json:
        options.json.write_text(f"{lines}\n")
    else:
        _say(f"\n{lines}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
