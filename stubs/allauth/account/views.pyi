from collections.abc import Callable

from django.http import HttpResponseBase

login: Callable[..., HttpResponseBase]
logout: Callable[..., HttpResponseBase]
account_inactive: Callable[..., HttpResponseBase]
reauthenticate: Callable[..., HttpResponseBase]
password_change: Callable[..., HttpResponseBase]
password_set: Callable[..., HttpResponseBase]
password_reset: Callable[..., HttpResponseBase]
password_reset_done: Callable[..., HttpResponseBase]
password_reset_from_key: Callable[..., HttpResponseBase]
password_reset_from_key_done: Callable[..., HttpResponseBase]
