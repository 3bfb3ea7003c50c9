"""Small phrases about a pairing."""

from __future__ import annotations

from django.utils.translation import gettext as _

from people.models import Person


def names_of(people: list[Person]) -> str:
    """ "Maria Lopez", "Maria Lopez and Ben Okafor"."""
    return joined([person.name for person in people])


def joined(names: list[str]) -> str:
    """ "Maria", "Maria and Finn", "Maria, Finn and Cleo"."""
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
