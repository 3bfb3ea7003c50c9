"""Addresses from which mail came back."""

from __future__ import annotations

from django.contrib import messages
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.paging import page_of
from kit.returning import back_or_to
from notices.models import Suppression
from notices.sending.suppressing import lift
from people.models import Person
from people.requests import PersonRequest


@require_safe
@audience(Audience.ADMINISTRATOR)
def suppressions(request: PersonRequest) -> HttpResponse:
    """To whom no mail goes, since when, and what the mail server said."""
    page = page_of(request, Suppression.objects.order_by("-since_at", "-id"))
    addresses = [one.email.lower() for one in page]
    owners = Person.objects.annotate(lower=Lower("email")).filter(lower__in=addresses)
    people = {one.email.lower(): one for one in owners}
    rows = [(one, people.get(one.email.lower())) for one in page]
    return render(request, "notices/suppressions.html", {"page": page, "rows": rows})


@require_POST
@audience(Audience.ADMINISTRATOR)
def lifting(request: PersonRequest, pk: int) -> HttpResponse:
    """Mail goes there again: the mailbox has been mended."""
    found = get_object_or_404(Suppression, pk=pk)
    lift(found, by=request.user, at=now())
    messages.success(request, _("Mail goes to %(email)s again.") % {"email": found.email})
    return back_or_to(request, "suppressions")
