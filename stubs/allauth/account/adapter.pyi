from typing import Any

from django.http import HttpRequest
from django.utils.functional import _StrOrPromise

class DefaultAccountAdapter:
    error_messages: dict[str, _StrOrPromise]
    def __init__(self, request: HttpRequest | None = None) -> None: ...
    def is_open_for_signup(self, request: HttpRequest) -> bool: ...
    def get_reset_password_from_key_url(self, key: str) -> str: ...
    def send_notification_mail(
        self,
        template_prefix: str,
        user: Any,  # a project's own model
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None: ...
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None: ...
