"""How is it going: one screen, three answers, a line for the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.forms import sent
from kit.refusals import Refused
from pairings import checking_in
from pairings.forms import CheckInForm
from pairings.models import CheckIn
from pairings.views.loading import back_to, own
from people.requests import PersonRequest

LATEST = 8  # check-ins of the pair that are shown below the form


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PAIR)
def check_in(request: PersonRequest, ref: str) -> HttpResponse:
    view = own(request, ref)
    said = list(view.pairing.checkins.select_related("person")[:LATEST])
    due_on = view.pairing.checkin_on
    mine = next((one for one in said if one.person == view.viewer and one.due_on == due_on), None)
    initial = {"answer": mine.answer, "comment": mine.comment} if mine else {}
    form = CheckInForm(sent(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            checking_in.answer(
                view.pairing, by=view.viewer, at=view.now, on=view.today, **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Saved. Thank you for saying how it goes."))
            if form.cleaned_data["answer"] == CheckIn.Answer.BADLY:
                return redirect("check-in", ref=ref)  # where help is offered
            return back_to(view.pairing)
    page = {"view": view, "pairing": view.pairing, "form": form, "mine": mine, "said": said}
    return render(request, "pairings/check_in.html", page)
