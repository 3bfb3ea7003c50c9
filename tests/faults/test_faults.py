"""All faults in their short form, on servers of their own; `make faults` breaks much more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.faults.rows import ROWS

pytestmark = pytest.mark.xdist_group("faults")

LONGEST = 1200  # seconds, on a machine with much else to do


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """What came of each fault; of a row that could not be carried out there is nothing."""
    lines = tmp_path_factory.mktemp("faults") / "told.jsonl"
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults", "--short", "--json", lines],
        cwd=settings.BASE_DIR,
        env=_environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert lines.exists(), done.stdout
    return [json.loads(line) for line in lines.read_text().splitlines()]


def _environment() -> dict[str, str]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    return known | {"FAULTS_DIR": str(Path(settings.LOCAL_DIR) / "faults")}


def test_each_promise_is_kept(told: list[dict[str, Any]]) -> None:
    """In one test, since it is one run: workers side by side would want the same servers."""
    carried_out = {one["row"] for one in told}
    assert carried_out == {*range(1, len(ROWS) + 1)}, "some could not be carried out"
    assert [one for one in told if one["broken"]] == []
    assert all(one["promises"] for one in told)
