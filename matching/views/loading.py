"""How these pages get hold of their rows: whoever does not run the program gets a 404."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from matching.models import Run
from people.requests import PersonRequest


def managed_run(request: PersonRequest, ref: str, run: str) -> Run:
    runs = Run.objects.managed_by(request.user).with_what_followed()
    people = runs.select_related("program", "asked_by", "publication__by")
    found: Run = get_object_or_404(people, ref=run, program__ref=ref)
    return found


def managed_runs(request: PersonRequest, ref: str, *refs: str) -> list[Run]:
    """Several runs of one program, in the order asked for; a 404 where one is not to be had."""
    runs = Run.objects.managed_by(request.user).filter(program__ref=ref, ref__in=refs)
    found = {one.ref: one for one in runs.select_related("program", "asked_by", "publication")}
    if not found.keys() >= set(refs):
        raise Http404
    return [found[one] for one in refs]
