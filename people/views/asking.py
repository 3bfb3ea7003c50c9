"""Who is asking."""

from __future__ import annotations

from django.http import HttpRequest

from people.models import Person


def signed_in(request: HttpRequest) -> Person:
    """The person behind the request; every page here is for the signed in."""
    assert isinstance(request.user, Person)
    return request.user
