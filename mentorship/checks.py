"""Bad combinations of settings, each with an id and its mend. Run at every start."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004

from mentorship import mailing

SHORTEST_KEY = 50
SHORTEST_PASSWORD = 20
A_MAIL_SERVER = "submission://user:password@mail.example.com:587"


@register(Tags.security)
def check_production(**_: Any) -> list[CheckMessage]:
    return [] if settings.DEMO else list(_missing_in_production())


def _missing_in_production() -> Iterator[CheckMessage]:
    if not settings.SECRET_KEY or len(settings.SECRET_KEY) < SHORTEST_KEY:
        yield Error(
            "SECRET_KEY is missing or short.",
            hint=f"Set SECRET_KEY to a random text of {SHORTEST_KEY} characters or more.",
            id="mentorship.E001",
        )
    if not settings.CONTENT_KEYS:
        yield Error(
            "CONTENT_KEYS is missing: what pairs write could not be sealed.",
            hint="Set CONTENT_KEYS to a random text, keep it safe, and never lose it.",
            id="mentorship.E002",
        )
    if settings.EMBEDDED_DATABASE or settings.EMBEDDED_BROKER:
        yield Error(
            "The embedded servers are for the demo and for development.",
            hint="Set DATABASE_URL and REDIS_URL, or DEMO=1 if this is a demo.",
            id="mentorship.E003",
        )


@register(Tags.security, deploy=True)
def check_mail(**_: Any) -> list[CheckMessage]:
    if settings.DEMO or not settings.MAIL_IS_KEPT:
        return []
    return [
        Warning(
            "No mail server is set: notices and reset links would reach nobody.",
            hint=f"Set EMAIL_URL, for instance {A_MAIL_SERVER}",
            id="mentorship.W001",
        )
    ]


@register(Tags.security)
def check_mail_address(**_: Any) -> list[CheckMessage]:
    if settings.EMAIL_BACKEND:
        return []
    return [
        Error(
            "EMAIL_URL begins with a word that is not known.",
            hint=f"Write it as {A_MAIL_SERVER}, or smtp://…:465?ssl=True, or name a provider: "
            + ", ".join(one.scheme for one in mailing.PROVIDERS),
            id="mentorship.E004",
        )
    ]


@register(Tags.security)
def check_mail_provider(**_: Any) -> list[CheckMessage]:
    provider = settings.MAIL_PROVIDER
    if provider is None or not (lacking := mailing.missing(settings.ANYMAIL, provider)):
        return []
    return [
        Error(
            f"EMAIL_URL names {provider.name} and does not say its {' and '.join(lacking)}.",
            hint=f"Write it as {provider.example}",
            id="mentorship.E005",
        )
    ]


@register(Tags.security)
def check_mail_events(**_: Any) -> list[CheckMessage]:
    user, colon, password = settings.MAIL_EVENTS_SECRET.partition(":")
    if not settings.MAIL_EVENTS_SECRET or (user and colon and len(password) >= SHORTEST_PASSWORD):
        return []
    return [
        Error(
            "MAIL_EVENTS_SECRET is no name and password, or the password is short.",
            hint=f"Write it as events:…, with {SHORTEST_PASSWORD} random letters or more, and give "
            "the provider the address https://events:…@<your host>/mail-events/",
            id="mentorship.E006",
        )
    ]


@register(Tags.security)
def check_metrics(**_: Any) -> list[CheckMessage]:
    if not settings.METRICS_TOKEN or len(settings.METRICS_TOKEN) >= SHORTEST_PASSWORD:
        return []
    return [
        Error(
            "METRICS_TOKEN is short: it could be guessed.",
            hint=f"Set it to {SHORTEST_PASSWORD} random letters or more, or not at all.",
            id="mentorship.E007",
        )
    ]


@register(Tags.security, deploy=True)
def check_mail_that_comes_back(**_: Any) -> list[CheckMessage]:
    if settings.MAIL_PROVIDER is None or settings.MAIL_EVENTS_SECRET:
        return []
    return [
        Warning(
            f"{settings.MAIL_PROVIDER.name} cannot tell of mails that come back.",
            hint="Set MAIL_EVENTS_SECRET, and give the provider the address of /mail-events/",
            id="mentorship.W003",
        )
    ]


@register(Tags.security)
def check_demo_stays_at_home(**_: Any) -> list[CheckMessage]:
    if settings.DEMO and any(host not in AT_HOME for host in settings.ALLOWED_HOSTS):
        return [
            Warning(
                "The demo lets anybody sign in as anybody, and ALLOWED_HOSTS opens it to others.",
                hint="Set DEMO=0 for a real installation, or leave ALLOWED_HOSTS alone.",
                id="mentorship.W002",
            )
        ]
    return []


AT_HOME = frozenset({"127.0.0.1", "localhost", "[::1]"})
