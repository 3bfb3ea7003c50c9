from __future__ import annotations

from django.http import HttpRequest

from people.models import Person


def signed_in(request: HttpRequest) -> Person:
    """Who asks. The page is for people who are signed in."""
    assert isinstance(request.user, Person)
    return request.user
