"""The addresses that mails point to, and all others."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path

from mentorship.urls import urlpatterns as all_addresses


def nothing(request: HttpRequest, ref: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    *all_addresses,
    path("pairings/<ref:ref>/", nothing, name="pairing"),
]
