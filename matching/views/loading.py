"""How these pages get hold of their rows: whoever does not run the program gets a 404."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from matching.models import Run
from people.requests import PersonRequest


def managed_run(request: PersonRequest, ref: str, run: str) -> Run:
    runs = Run.objects.managed_by(request.user).with_what_followed()
    people = runs.select_related("program", "asked_by", "publication__by")
    found: Run = get_object_or_404(people, ref=run, program__ref=ref)
    return found
