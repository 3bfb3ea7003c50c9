from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from kit.access import Audience, audience
from kit.clock import now
from kit.paging import page_of
from kit.refs import ref_in
from kit.returning import back_or_to
from notices import inbox as letters
from notices.models import Notice
from notices.queries import NoticeQuerySet
from people.requests import PersonRequest
from programs.models import Program


class Filters(forms.Form):
    """What the inbox is narrowed to; lives in the address. Nonsense narrows nothing."""

    show = forms.ChoiceField(
        label=_("Show"), choices=[("", _("all")), ("new", _("what is new"))], required=False
    )
    program = forms.ChoiceField(label=_("Program"), required=False)

    def __init__(self, asked: Mapping[str, Any], programs: Sequence[Program]) -> None:
        super().__init__(asked)
        self._ids = {one.ref: one.pk for one in programs}
        named = [(one.ref, one.name) for one in programs]
        self.fields["program"] = forms.ChoiceField(
            label=_("Program"), choices=[("", _("all")), *named], required=False
        )

    def narrowed(self, notices: NoticeQuerySet) -> NoticeQuerySet:
        self.is_valid()
        if self.cleaned_data.get("show"):
            notices = notices.unread()
        if ref := self.cleaned_data.get("program"):
            notices = notices.filter(program_id=self._ids[ref])
        return notices


@require_safe
@audience(Audience.SIGNED_IN)
def inbox(request: PersonRequest) -> HttpResponse:
    mine = Notice.objects.in_inbox(request.user)
    programs = letters.programs_in(request.user)
    filters = Filters(request.GET, programs)
    page = page_of(request, filters.narrowed(mine).select_related("digest"))
    context = {
        "page": page,
        "entries": letters.entries(page, programs),
        "filters": filters if programs else None,
        "unread": mine.unread().count(),
        "newest": mine.values_list("ref", flat=True).first() or "",
    }
    return render(request, "notices/inbox.html", context)


@require_safe
@audience(Audience.SIGNED_IN)
def count(request: PersonRequest) -> HttpResponse:
    """What the bell in the bar says, asked every minute."""
    unread = Notice.objects.in_inbox(request.user).unread().count()
    return render(request, "notices/_unread.html", {"unread": unread})


@require_safe
@audience(Audience.SIGNED_IN)
def news(request: PersonRequest) -> HttpResponse:
    """What has come while somebody looks at their inbox, asked every minute."""
    come = letters.newer(request.user, than=ref_in(request.GET, "than"))
    return render(request, "notices/_news.html", {"come": come})


@require_POST
@audience(Audience.SIGNED_IN)
def reading(request: PersonRequest) -> HttpResponse:
    """All is read that was there when the page was shown."""
    letters.read_all(request.user, until=ref_in(request.POST, "until"), at=now())
    return back_or_to(request, "inbox")


@require_POST
@audience(Audience.SIGNED_IN)
def reading_one(request: PersonRequest, ref: str) -> HttpResponse:
    """One is read; where its own button was pressed, on to what it speaks of."""
    notice = get_object_or_404(Notice.objects.in_inbox(request.user), ref=ref)
    letters.read(notice, at=now())
    path = letters.own_path(notice.link)
    return redirect(path) if "open" in request.POST and path else back_or_to(request, "inbox")
