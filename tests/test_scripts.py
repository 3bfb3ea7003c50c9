"""The scripts behind make: what is missing is named in one line, with what mends it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A folder with the scripts and nothing else."""
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    return tmp_path


def run(script: Path, **changed: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["/bin/sh", str(script)],
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/")} | changed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def a_program(folder: Path, name: str, body: str) -> Path:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{body}\n")
    program.chmod(0o755)
    return program


def test_a_python_that_is_too_old_is_named_with_what_to_install(checkout: Path) -> None:
    old = a_program(checkout, "python-old", "exit 1")
    said = run(checkout / "scripts/make_venv.sh", PYTHON=str(old))
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "apt-get install python3 python3-venv" in said.stderr


def test_a_python_without_venv_is_named_with_what_to_install(checkout: Path) -> None:
    bare = a_program(checkout, "python-bare", 'case "$2" in *ensurepip*) exit 1;; esac')
    said = run(checkout / "scripts/make_venv.sh", PYTHON=str(bare))
    assert said.returncode == 1
    assert said.stderr.strip() == (
        "Python's venv module is missing. On Debian: apt-get install python3-venv"
    )


def test_a_missing_browser_is_named_with_what_to_install(checkout: Path) -> None:
    tools = checkout / "bin"
    tools.mkdir()
    a_program(tools, "id", "echo 1000")
    said = run(checkout / "scripts/find_chromium.sh", PATH=str(tools), CHROMIUM="")
    assert said.returncode == 1
    assert said.stderr.count("\n") == 1
    assert "apt-get install chromium" in said.stderr


def test_a_browser_that_is_named_is_taken(checkout: Path) -> None:
    browser = a_program(checkout, "my-browser", "exit 0")
    said = run(checkout / "scripts/find_chromium.sh", CHROMIUM=str(browser))
    assert said.stdout.strip() == str(browser)
