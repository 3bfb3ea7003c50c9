"""Bad combinations of settings are named, each with its mend."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from pytest_django import Settings

from mentorship.mailing import provider_of

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
PRODUCTION = {
    "DEMO": "0",
    "DATABASE_URL": "postgres://u:p@localhost/none",
    "REDIS_URL": "redis://localhost:6379/0",
    "SECRET_KEY": "x1" * 30,
    "CONTENT_KEYS": "a-key",
    "EMAIL_URL": "submission://u:p@mail.example.com:587",
    "PUBLIC_URL": "https://mentoring.example.com",
    "ALLOWED_HOSTS": "mentoring.example.com",
    "COMPANY_NAME": "Example",
    "DJANGO_SETTINGS_MODULE": "mentorship.settings",
}


def check(**changed: str) -> str:
    """What `manage.py check` says of production with some variables changed, in its own process."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    said = subprocess.run(
        [sys.executable, str(MANAGE), "check"],
        env=kept | PRODUCTION | changed,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    return said.stdout + said.stderr


def test_production_is_content_with_all_that_it_needs() -> None:
    assert "no issues" in check()


@pytest.mark.parametrize(
    "url",
    [
        "postmark://?server_token=1",
        "mailgun://?api_key=1&sender_domain=example.com&api_url=https://api.eu.mailgun.net/v3",
        "brevo://?api_key=1",
        "mailersend://?api_token=1",
        "mailjet://?api_key=1&secret_key=2",
    ],
)
def test_a_provider_that_is_told_all_is_fine(url: str) -> None:
    assert "no issues" in check(EMAIL_URL=url, MAIL_EVENTS_SECRET="events:" + "x" * 20)


def test_a_provider_that_cannot_tell_of_bounces_is_a_warning_when_deploying(
    settings: Settings,
) -> None:
    settings.MAIL_PROVIDER = provider_of("postmark://?server_token=1")
    settings.ANYMAIL = {"POSTMARK_SERVER_TOKEN": "1"}
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    assert "mentorship.W003" in found
    settings.MAIL_EVENTS_SECRET = "events:" + "x" * 20
    found = {message.id for message in run_checks(include_deployment_checks=True)}
    assert "mentorship.W003" not in found


@pytest.mark.parametrize(
    ("variable", "value", "found"),
    [
        ("SECRET_KEY", "short", "mentorship.E001"),
        ("CONTENT_KEYS", "", "mentorship.E002"),
        ("REDIS_URL", "", "mentorship.E003"),
        ("EMAIL_URL", "carrier-pigeon://mail.example.com", "mentorship.E004"),
        ("EMAIL_URL", "postmark://", "Postmark and does not say its server_token"),
        ("EMAIL_URL", "mailgun://?api_key=1", "sender_domain"),
        ("EMAIL_URL", "brevo://?token=1", "mentorship.E005"),
        ("MAIL_EVENTS_SECRET", "a-long-word-without-a-colon", "mentorship.E006"),
        ("MAIL_EVENTS_SECRET", "events:short", "mentorship.E006"),
        ("METRICS_TOKEN", "short", "mentorship.E007"),
    ],
)
def test_what_is_missing_is_named_with_its_mend(variable: str, value: str, found: str) -> None:
    said = check(**{variable: value, "LOCAL_DIR": "/nonexistent" if not value else "/tmp"})
    assert found in said
    assert "HINT" in said


def test_a_demo_that_is_open_to_others_is_warned_of(settings: Settings) -> None:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["mentoring.example.com"]
    assert "mentorship.W002" in {message.id for message in run_checks()}


def test_no_mail_server_is_a_warning_when_deploying(settings: Settings) -> None:
    settings.MAIL_IS_KEPT = True
    found = run_checks(include_deployment_checks=True)
    assert "mentorship.W001" in {message.id for message in found}
