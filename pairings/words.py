"""Small phrases about a pairing."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import Person


def rhythm_said(days: int) -> str:
    """ "every week", "every 2 weeks", "every 10 days"."""
    if days % 7 == 0:
        weeks = days // 7
        return ngettext("every week", "every %(n)s weeks", weeks) % {"n": weeks}
    return ngettext("every day", "every %(n)s days", days) % {"n": days}


def names_of(people: list[Person]) -> str:
    """ "Maria Lopez", "Maria Lopez and Ben Okafor"."""
    return joined([person.name for person in people])


def joined(names: list[str]) -> str:
    """ "Maria", "Maria and Finn", "Maria, Finn and Cleo"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
