"""Fetching what a page is about; what is not the viewer's does not exist."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from participants.models import Participant
from people.requests import PersonRequest


def own_application(request: PersonRequest, ref: str) -> Participant:
    """The application, if it is the viewer's own."""
    mine = Participant.objects.filter(person=request.user).exclude(program__state="draft")
    return get_object_or_404(mine.select_related("program", "person"), ref=ref)
