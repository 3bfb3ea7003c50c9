from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from kit.access import Audience, audience


def asking(*, is_hr: bool = False, is_administrator: bool = False) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = SimpleNamespace(is_hr=is_hr, is_administrator=is_administrator)  # type: ignore[assignment]
    return request


def view_for(*who: Audience) -> Any:
    @audience(*who)
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("in")

    return view


def test_a_page_of_a_role_is_not_found_by_others() -> None:
    assert view_for(Audience.HR)(asking(is_hr=True)).content == b"in"
    with pytest.raises(Http404):
        view_for(Audience.HR)(asking(is_administrator=True))


def test_one_of_several_roles_is_enough() -> None:
    view = view_for(Audience.HR, Audience.ADMINISTRATOR)
    assert view(asking(is_administrator=True)).content == b"in"
    with pytest.raises(Http404):
        view(asking())


def test_pages_about_an_object_leave_it_to_the_fetching() -> None:
    assert view_for(Audience.PROGRAM_ADMIN, Audience.HR)(asking()).content == b"in"


def test_only_pages_for_anyone_need_no_sign_in() -> None:
    assert view_for(Audience.ANYONE).login_required is False
    assert getattr(view_for(Audience.SIGNED_IN), "login_required", True) is True
