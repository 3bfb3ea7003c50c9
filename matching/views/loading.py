"""How these pages get hold of their rows: whoever does not run the program gets a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme

from matching.models import Run
from people.requests import PersonRequest


def managed_run(request: PersonRequest, ref: str, run: str) -> Run:
    runs = Run.objects.managed_by(request.user).with_what_followed()
    people = runs.select_related("program", "asked_by", "publication__by")
    found: Run = get_object_or_404(people, ref=run, program__ref=ref)
    return found


def way_back(request: PersonRequest, default: str) -> str:
    """The page of ours that the form names in `next`, or `default`."""
    wished = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wished, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wished if ours else default
