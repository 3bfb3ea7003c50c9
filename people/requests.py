from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from people.models import Person


class PersonRequest(HttpRequest):
    """The request of a view behind the sign-in, with what the middleware has added to it."""

    user: Person
    htmx: HtmxDetails
