from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.forms import BoundField
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import sent
from notices.catalogue import Group
from notices.models import Pace
from notices.preferring import Choice, Standing, choose, standing_of
from notices.sending.wishes import Rhythm
from people.models import Person, RoleGrant
from people.requests import PersonRequest

_RANGE = gettext_lazy("Give a number from 1 to 100.")


class PreferencesForm(forms.Form):
    """A pace for each group that concerns somebody, and their budget."""

    def __init__(self, data: QueryDict | None, standing: Standing) -> None:
        super().__init__(data)
        self._choices = standing.choices
        for one in standing.choices:
            self.fields[one.group.value] = forms.ChoiceField(
                label=one.group.in_words,
                choices=Pace.choices,
                initial=one.pace.value,
                widget=forms.RadioSelect,
            )
        self.fields["mails"] = forms.IntegerField(
            label=gettext_lazy("Mails a week at most"),
            min_value=1,
            max_value=100,
            initial=standing.budget,
            help_text=gettext(
                "Once a week has had so many, digests counted, the rest waits for the weekly "
                "digest; what cannot wait so long, for one daily digest a day. What must come, "
                "or would be too late even then, still comes. Usual here: %d."
            )
            % settings.MAIL_BUDGET,
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _RANGE),
        )

    def rows(self) -> Iterator[tuple[Choice, BoundField]]:
        for one in self._choices:
            yield one, self[one.group.value]

    @property
    def paces(self) -> dict[Group, Pace]:
        return {one.group: Pace(self.cleaned_data[one.group.value]) for one in self._choices}


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.SIGNED_IN)
def preferences(request: PersonRequest) -> HttpResponse:
    me, at = request.user, now()
    standing = standing_of(me)
    form = PreferencesForm(sent(request), standing)
    if form.is_bound and form.is_valid():
        changed = choose(me, paces=form.paces, mails=form.cleaned_data["mails"], at=at)
        messages.success(request, gettext("Saved.") if changed else gettext("Nothing changed."))
        return redirect("preferences")
    context = {
        "form": form,
        "standing": standing,
        "daily_at": Rhythm.DAILY.next(me.time_zone, at).due_at,
        "weekly_at": Rhythm.WEEKLY.next(me.time_zone, at).due_at,
        "administrators": _administrators()[:3],
    }
    status = 422 if form.errors else 200
    return render(request, "notices/preferences.html", context, status=status)


def _administrators() -> QuerySet[Person]:
    """Whom to ask; read only where somebody has to."""
    return Person.objects.active().with_role(RoleGrant.Role.ADMINISTRATOR).order_by("name", "pk")
