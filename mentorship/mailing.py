"""EMAIL_URL, read: a mail server of one's own, or a provider that is asked over HTTPS.

postmark://?server_token=… names the provider and, as anymail calls them, its settings.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Provider:
    """A provider of mail, and what it must be told."""

    scheme: str  # of EMAIL_URL, and the name of its module in anymail
    name: str  # as anymail's classes spell it
    needed: tuple[str, ...]  # settings without which it takes no mail
    headers: tuple[tuple[str, str], ...] = ()  # without which it would change our mails

    @property
    def backend(self) -> str:
        return f"anymail.backends.{self.scheme}.EmailBackend"

    @property
    def reader(self) -> str:
        """What reads its reports."""
        return f"anymail.webhooks.{self.scheme}.{self.name}TrackingWebhookView"

    @property
    def example(self) -> str:
        return f"{self.scheme}://?" + "&".join(f"{one}=…" for one in self.needed)


PROVIDERS = (
    Provider(
        "postmark", "Postmark", ("server_token",), headers=(("X-PM-KeepID", "true"),)
    ),  # else it puts a Message-ID of its own
    Provider("mailgun", "Mailgun", ("api_key", "sender_domain")),
    Provider("brevo", "Brevo", ("api_key",)),
    Provider("mailersend", "MailerSend", ("api_token",)),
    Provider("mailjet", "Mailjet", ("api_key", "secret_key")),
)


def provider_of(url: str) -> Provider | None:
    """Whom EMAIL_URL names; None for a mail server, and for what cannot be read."""
    scheme = url.partition(":")[0].lower()
    return next((one for one in PROVIDERS if one.scheme == scheme), None)


def keys_of(url: str, provider: Provider) -> dict[str, str]:
    """What EMAIL_URL tells the provider, by the names of anymail's settings."""
    return {
        f"{provider.scheme}_{name}".upper(): value for name, value in parse_qsl(urlsplit(url).query)
    }


def missing(keys: Collection[str], provider: Provider) -> list[str]:
    """What the provider must be told, and is not."""
    return [one for one in provider.needed if f"{provider.scheme}_{one}".upper() not in keys]
