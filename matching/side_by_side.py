"""Two ways of matching side by side, as pages show them: figures, sentences, people by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from matching import explaining
from matching.comparing import Change, Comparison
from participants.models import Participant

NOTHING = "\N{EN DASH}"
MINUS = "\N{MINUS SIGN}"


# --- Figures and words ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Figure:
    """A line of the table: what it measures, both values, and how the second differs."""

    label: str
    first: str
    second: str
    difference: str = ""
    tone: str = "quiet"


def figures_of(one: Comparison, yardstick: str) -> list[Figure]:
    """The lines of the table, the one that comes first in the objective first.

    `yardstick` says by what both are scored: "both by the criteria tried".
    """
    first, second = one.first, one.second
    lines = [counted(_("Mentees placed"), first.placed, second.placed)]
    if one.is_by_one_yardstick:
        lines += [
            scored(
                _("Mean score, %(by)s") % {"by": yardstick},
                first.mean_by_second,
                second.mean_by_second,
            ),
            scored(
                _("Lowest score, %(by)s") % {"by": yardstick},
                first.lowest_by_second,
                second.lowest_by_second,
            ),
        ]
    lines += [
        _apart(_("Mean score, each by its own criteria"), first.mean, second.mean),
        _apart(_("Lowest score, each by its own criteria"), first.lowest, second.lowest),
    ]
    if one.wishing:
        lines.append(counted(_("Got one of their wishes"), first.wishes_met, second.wishes_met))
    return [*lines, _plain(_("Mentors taking part"), first.mentors, second.mentors)]


def counted(label: str, first: int, second: int) -> Figure:
    """People, of whom more is better."""
    return Figure(label, str(first), str(second), *_difference(second - first, 0))


def _plain(label: str, first: int, second: int) -> Figure:
    """More of it is neither better nor worse."""
    return Figure(label, str(first), str(second), _difference(second - first, 0)[0])


def scored(label: str, first: float | None, second: float | None) -> Figure:
    """Scores by the same settings, in points; None is shown as a dash and counts as 0."""
    gain = gain_between(first, second)
    return Figure(label, score_said(first), score_said(second), *_difference(gain, 1))


def gain_between(first: float | None, second: float | None) -> float:
    """What lies between two scores as they are shown, so that a reader's sum comes out."""
    return round(round(second or 0.0, 1) - round(first or 0.0, 1), 1)


def _apart(label: str, first: float | None, second: float | None) -> Figure:
    """Scores by different settings: their difference says nothing."""
    return Figure(label, score_said(first), score_said(second))


def score_said(score: float | None) -> str:
    """A score in points, to one digit."""
    return NOTHING if score is None else number_format(round(score, 1), 1).replace("-", MINUS)


def _difference(gain: float, digits: int) -> tuple[str, str]:
    gain = round(gain, digits)
    if not gain:
        return "", "quiet"
    sign, tone = ("+", "good") if gain > 0 else (MINUS, "bad")
    return f"{sign}{number_format(abs(gain), digits)}", tone


def in_words(one: Comparison) -> str:
    """What the second does otherwise, in a sentence or two."""
    if one.is_same:
        same = _("Nothing changes: everybody keeps the mentor they had.")
        if not one.second.mentees:
            same = _("Nobody was waiting for a mentor.")
        return " ".join([same, *_gone_in_words(one)])
    said = [_placed_in_words(one)]
    if one.moved:
        said.append(
            ngettext(
                "%(count)d mentee gets another mentor.",
                "%(count)d mentees get another mentor.",
                len(one.moved),
            )
            % {"count": len(one.moved)}
        )
    if one.no_longer_placed and one.newly_placed:
        said.append(
            ngettext(
                "%(count)d is newly placed.",
                "%(count)d are newly placed.",
                len(one.newly_placed),
            )
            % {"count": len(one.newly_placed)}
        )
    if one.no_longer_placed:
        said.append(
            ngettext(
                "%(count)d who was placed before is left out.",
                "%(count)d who were placed before are left out.",
                one.no_longer_placed,
            )
            % {"count": one.no_longer_placed}
        )
    return " ".join([*said, *_gone_in_words(one)])


def _gone_in_words(one: Comparison) -> list[str]:
    if not one.gone:
        return []
    text = ngettext(
        "%(count)d of those placed before was not waiting for a mentor, and is not counted.",
        "%(count)d of those placed before were not waiting for a mentor, and are not counted.",
        len(one.gone),
    )
    return [text % {"count": len(one.gone)}]


def _placed_in_words(one: Comparison) -> str:
    more = one.second.placed - one.first.placed
    about = {"placed": one.second.placed, "mentees": one.second.mentees, "more": abs(more)}
    if more > 0:
        return _("%(placed)d of %(mentees)d mentees are placed, %(more)d more.") % about
    if more < 0:
        return _("%(placed)d of %(mentees)d mentees are placed, %(more)d fewer.") % about
    return _("%(placed)d of %(mentees)d mentees are placed, as many as before.") % about


# --- Who is touched, by name ----------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    """A change as a page shows it: names for ids, and a sentence where somebody has nobody then."""

    mentee: Participant
    before: Participant | None
    after: Participant | None
    gain: float | None
    why: str = ""
    is_gone: bool = False  # was not there to be placed

    @property
    def shown_gain(self) -> str:
        return _difference(self.gain or 0.0, 1)[0] or number_format(0, 1)

    @property
    def tone(self) -> str:
        return _difference(self.gain or 0.0, 1)[1]


def people_in(changes: Collection[Change], *others: int | None) -> dict[int, Participant]:
    """Whom these changes are about, and others, by id. One query."""
    ids = {pk for one in changes for pk in (one.mentee, one.before, one.after)}
    people = Participant.objects.select_related("person")
    return people.in_bulk([pk for pk in {*ids, *others} if pk])


def rows_of(
    changes: Collection[Change], comparison: Comparison, people: Mapping[int, Participant]
) -> list[Row]:
    """These changes with the `people_in` them."""
    gone = {one.mentee for one in comparison.gone}
    return [
        Row(
            mentee=people[one.mentee],
            before=people.get(one.before or 0),
            after=people.get(one.after or 0),
            gain=one.gain,
            why=_why_gone(people[one.mentee], comparison)
            if one.mentee in gone
            else _why_left(one, comparison),
            is_gone=one.mentee in gone,
        )
        for one in changes
        if one.mentee in people
    ]


def _why_left(change: Change, comparison: Comparison) -> str:
    if change.mentee not in comparison.why_left:
        return ""
    reason, facts = comparison.why_left[change.mentee]
    return explaining.left_out_because(reason, facts)


def _why_gone(mentee: Participant, comparison: Comparison) -> str:
    if mentee.state != Participant.State.ADMITTED or not mentee.person.is_active:
        return _("Does not take part any more.")
    if mentee.pk in comparison.have_mentor:
        return _("Has a mentor by now.")
    return _("Was not waiting for a mentor.")
