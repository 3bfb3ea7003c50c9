from __future__ import annotations

import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kit.forms import LineField
from people.directory.reading import MAX_BYTES
from people.models import Employment, Person, RoleGrant

MEGABYTE = 2**20


def zones() -> list[tuple[str, str]]:
    """Time zones people live in, as "Europe/Berlin" and so read."""
    named = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone)
    kept = [zone for zone in named if not zone.startswith(("Etc/", "posix", "right", "SystemV"))]
    return [(zone, zone.replace("_", " ")) for zone in ["UTC", *kept]]


class ImportForm(forms.Form):
    """The HR files: one of them, or both together."""

    people = forms.FileField(
        label=gettext_lazy("People"),
        required=False,
        help_text=gettext_lazy("people.csv: one row for each employee."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    events = forms.FileField(
        label=gettext_lazy("Employment events"),
        required=False,
        help_text=gettext_lazy("employment_events.csv: promotions, pay changes, transfers."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean_people(self) -> Any:
        return self._not_too_large("people")

    def clean_events(self) -> Any:
        return self._not_too_large("events")

    def _not_too_large(self, name: str) -> Any:
        file = self.cleaned_data[name]
        if file and file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("%(name)s has %(size)s MB; at most %(most)s MB can be read. Split the file.")
                % {
                    "name": file.name,
                    "size": f"{file.size / MEGABYTE:.1f}",
                    "most": MAX_BYTES // MEGABYTE,
                }
            )
        return file

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not (cleaned.get("people") or cleaned.get("events")):
            raise forms.ValidationError(_("Choose at least one file."))
        return cleaned


class DirectoryFilter(forms.Form):
    """Who is shown; what is not understood is left out."""

    class State:
        EMPLOYED, LEFT, NO_RECORD, ALL = "", "left", "no-record", "all"

    q = LineField(label=gettext_lazy("Name, e-mail or number"), required=False, max_length=100)
    department = forms.ChoiceField(label=gettext_lazy("Department"), required=False)
    location = forms.ChoiceField(label=gettext_lazy("Location"), required=False)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[
            (State.EMPLOYED, gettext_lazy("Employed")),
            (State.LEFT, gettext_lazy("Left")),
            (State.NO_RECORD, gettext_lazy("Not in the HR file")),
            (State.ALL, gettext_lazy("Everyone")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, every in (("department", _("All departments")), ("location", _("All places"))):
            known = Employment.objects.order_by(name).values_list(name, flat=True).distinct()
            choices = [("", every), *((one, one) for one in known if one)]
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self, name: str) -> str:
        self.is_valid()
        return str(self.cleaned_data.get(name, ""))


class InvitationForm(forms.Form):
    name = LineField(label=gettext_lazy("Name"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=RoleGrant.Role.choices)


class SettingsForm(forms.Form):
    name = LineField(
        label=gettext_lazy("Name"),
        max_length=150,
        help_text=gettext_lazy("As others see it here."),
    )
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zones,
        help_text=gettext_lazy("All times are shown in it, and reminders come by its calendar."),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    @classmethod
    def of(cls, person: Person) -> SettingsForm:
        fields = ("name", "time_zone", "language")
        return cls(initial={field: getattr(person, field) for field in fields})
