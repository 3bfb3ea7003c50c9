from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience
from kit.paging import page_of
from notices.models import Notice
from people.requests import PersonRequest


@require_safe
@audience(Audience.SIGNED_IN)
def inbox(request: PersonRequest) -> HttpResponse:
    page = page_of(request, Notice.objects.in_inbox(request.user))
    return render(request, "notices/inbox.html", {"page": page})
