"""Who a page is for. Every view carries a marker; a test walks all URLs and fails on one without.

Role pages are refused here; pages about an object are refused by the fetching (`visible_to`,
`managed_by`), and the marker says for whom that fetching is meant. A stranger gets 404.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

View = Callable[..., HttpResponseBase]


class Audience(StrEnum):
    ANYONE = "anyone"  # signed in or not
    SIGNED_IN = "signed in"
    PAIR = "the pair"  # fetched through Pairing.objects.visible_to
    PARTICIPANT = "the participant"  # fetched through Participant.objects.visible_to
    PROGRAM_ADMIN = "program admin"  # fetched through Program.objects.managed_by
    HR = "HR"
    ADMINISTRATOR = "administrator"


_ROLE_TESTS: dict[Audience, str] = {
    Audience.HR: "is_hr",
    Audience.ADMINISTRATOR: "is_administrator",
}


def audience(*who: Audience) -> Callable[[View], View]:
    """Mark a view as meant for `who`; where all of them are roles, refuse everybody else."""

    def mark(view: View) -> View:
        tests = [_ROLE_TESTS.get(one) for one in who]

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if all(tests) and not any(getattr(request.user, str(test)) for test in tests):
                raise Http404
            return view(request, *args, **kwargs)

        guarded.audience = who  # type: ignore[attr-defined]
        if Audience.ANYONE in who:
            return login_not_required(guarded)
        return guarded

    return mark
