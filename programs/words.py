"""A program's shape, way and places in the words of those who take part."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programs.models import Program


def shape_said(program: Program) -> str:
    """What a pairing looks like here."""
    terms = {"mentor": program.mentor_term, "mentee": program.mentee_term}
    if program.shape == Program.Shape.PAIRS:
        return _("One to one: each %(mentor)s has one %(mentee)s") % terms
    if program.shape == Program.Shape.SEVERAL:
        return _("One to one; a %(mentor)s may have more than one %(mentee)s") % terms
    sizes = {"least": program.group_from, "most": program.group_to}
    if program.group_from == program.group_to:
        return _("Small groups: a %(mentor)s with %(most)s") % (terms | sizes)
    return _("Small groups: a %(mentor)s with %(least)s to %(most)s") % (terms | sizes)


def way_said(program: Program) -> str:
    """How they find each other here."""
    terms = {"mentor": program.mentor_term}
    if program.way == Program.Way.CHOSEN:
        return _("You choose your %(mentor)s yourself, who accepts or declines") % terms
    if program.way == Program.Way.BOTH:
        return _("You may ask a %(mentor)s yourself; the rest are matched") % terms
    return _("Those who run it match everybody at once")


def places_said(program: Program) -> str:
    """How many there is room for, and what decides where more apply; empty without a limit."""
    if program.places is None:
        return ""
    said = ngettext("%(places)s place.", "%(places)s places.", program.places)
    first = _("If more apply, lots decide; who was turned away by an earlier draw goes first")
    equal = _("If more apply, lots decide; everybody has the same chance")
    rule = first if program.turned_away_first else equal
    return f"{said % {'places': program.places}} {rule}"
