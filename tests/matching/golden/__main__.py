"""Write the golden file of explanations anew."""

from __future__ import annotations

import os

import django


def main() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from tests.matching.golden.telling import GOLDEN, told

    GOLDEN.write_text(told())


if __name__ == "__main__":
    main()
