"""From facts to sentences: why these two, and why somebody is left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.text import capfirst, get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from matching.models import Run
from participants.languages import name_of
from participants.models import Objective

Facts = Mapping[str, Any]

STEPS = {
    "": gettext_lazy("Waiting for a worker"),
    "reading": gettext_lazy("Reading who takes part"),
    "scoring": gettext_lazy("Scoring everybody with everybody"),
    "assigning": gettext_lazy("Finding the best way to place all"),
    "proving": gettext_lazy("Proving that no better way exists"),
    "explaining": gettext_lazy("Writing down the reasons"),
    "storing": gettext_lazy("Storing the proposals"),
}
RULES = {
    "oneself": gettext_lazy("nobody mentors themselves"),
    # Somebody's own and private word: no page says whose, nor that it is one.
    "barred": gettext_lazy("not possible"),
    "ended": gettext_lazy("their pairing here has ended"),
    "reporting_line": gettext_lazy("same reporting line"),
    "common_language": gettext_lazy("no common language"),
    "wanted_skill": gettext_lazy("none of the objectives covered"),
    "other_department": gettext_lazy("same department"),
    "same_department": gettext_lazy("different departments"),
    "least_levels": gettext_lazy("too few job levels above"),
    "most_levels": gettext_lazy("too many job levels above"),
    "least_overlap": gettext_lazy("too little common working time"),
    "met_before": gettext_lazy("paired in an earlier program"),
    "ruling": gettext_lazy("ruled out by hand"),
}
LEFT_OUT = {
    "all_taken": gettext_lazy("all possible mentors are full"),
    "no_group": gettext_lazy("too few for a group"),
    "no_mentors": gettext_lazy("no mentor with a free place"),
    "several_rules": gettext_lazy("several rules together leave nobody"),
    "not_possible": RULES["barred"],
    **{name: words for name, words in RULES.items() if name != "barred"},
    "ended": gettext_lazy("their pairings with all mentors have ended"),
    "reporting_line": gettext_lazy("all mentors are in their own reporting line"),
    "wanted_skill": gettext_lazy("nobody offers what they want to learn"),
    "other_department": gettext_lazy("all mentors are in their own department"),
    "same_department": gettext_lazy("no mentor is in their own department"),
    "least_levels": gettext_lazy("no mentor is enough job levels above"),
    "most_levels": gettext_lazy("all mentors are too many job levels above"),
    "least_overlap": gettext_lazy("too little working time in common with all mentors"),
    "met_before": gettext_lazy("they were paired with all mentors before"),
    "ruling": gettext_lazy("all mentors are ruled out by hand"),
}


def rule(name: str) -> str:
    """A hard rule in a few words."""
    return str(RULES.get(name, RULES["barred"]))


def rules_in_words(names: Iterable[str]) -> str:
    """Several hard rules: "same reporting line, no common language".

    Where others stand in the way too, what is just not possible is not told besides.
    """
    broken = list(names)
    told = [name for name in broken if name != "barred"] or broken
    return ", ".join(rule(name) for name in told)


# --- A proposal ---------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """One criterion's share in a score: its points, and the most it could have given."""

    label: str
    points: float
    most: float

    @property
    def shown(self) -> str:
        """ "31 of 35"."""
        rounded = {"points": int(self.points + 0.5), "most": int(self.most + 0.5)}
        return _("%(points)s of %(most)s") % rounded


def sentence(facts: Iterable[Facts]) -> str:
    """Facts in one line: "Covers Finance, the first priority, at level expert; …".

    Empty where none of them is known.
    """
    return capfirst("; ".join(told)) + "." if (told := phrases(facts)) else ""


def phrases(facts: Iterable[Facts]) -> list[str]:
    """A phrase for each fact; facts of a kind no longer known are passed by."""
    return [_PHRASES[fact["kind"]](fact) for fact in facts if fact["kind"] in _PHRASES]


def _covers(fact: Facts) -> str:
    about = {"skill": fact["skill"], "level": Objective.Level(fact["level"]).label}
    if fact["priority"] == 1:
        return _("covers %(skill)s, the first priority, at level %(level)s") % about
    if fact["priority"] == 2:
        return _("covers %(skill)s, the second priority, at level %(level)s") % about
    return _("covers %(skill)s at level %(level)s") % about


def _covers_nothing(fact: Facts) -> str:
    return _("covers none of the objectives")


def _wants_nothing(fact: Facts) -> str:
    return _("the mentee named no objectives")


def _level_gap(fact: Facts) -> str:
    levels = fact["levels"]
    if levels > 0:
        return _counted(ngettext("%d level above", "%d levels above", levels), levels)
    if levels < 0:
        return _counted(ngettext("%d level below", "%d levels below", -levels), -levels)
    return _("the same job level")


def _counted(text: str, count: int) -> str:
    return text % count


def _department(fact: Facts) -> str:
    return _("the same department") if fact["same"] else _("another department")


def _location(fact: Facts) -> str:
    return _("the same location") if fact["same"] else _("another location")


def _overlap(fact: Facts) -> str:
    if not fact["minutes"]:
        return _("no common working time")
    hours = number_format(round(fact["minutes"] / 60, 1))
    return _("%(hours)s h of common working time") % {"hours": hours.removesuffix(".0")}


def _hours(fact: Facts) -> str:
    if fact["given"] >= fact["hoped"]:
        return _("has the %(hoped)d h a month hoped for") % fact
    return _("has %(given)d of the %(hoped)d h a month hoped for") % fact


def _languages(fact: Facts) -> str:
    names = [name_of(code) for code in fact["codes"]]
    return _("both speak %(languages)s") % {"languages": get_text_list(names, _("and"))}


def _no_language(fact: Facts) -> str:
    return rule("common_language")


_WISHES = {
    "mentee": (
        gettext_lazy("the first wish of the mentee"),
        gettext_lazy("the second wish of the mentee"),
        gettext_lazy("the third wish of the mentee"),
        gettext_lazy("the fourth wish of the mentee"),
        gettext_lazy("the fifth wish of the mentee"),
    ),
    "mentor": (
        gettext_lazy("the first wish of the mentor"),
        gettext_lazy("the second wish of the mentor"),
        gettext_lazy("the third wish of the mentor"),
        gettext_lazy("the fourth wish of the mentor"),
        gettext_lazy("the fifth wish of the mentor"),
    ),
}


def _wish(fact: Facts) -> str:
    return str(_WISHES[fact["of"]][fact["rank"] - 1])


def _no_wish(fact: Facts) -> str:
    return _("none of the wishes of the mentee")


def _answers(fact: Facts) -> str:
    if not fact["both"]:
        return _("answered “%(question)s” differently") % fact
    both = get_text_list([f"“{answer}”" for answer in fact["both"]], _("and"))
    return _("both chose %(both)s for “%(question)s”") % {**fact, "both": both}


def _answers_scale(fact: Facts) -> str:
    if fact["mentee"] == fact["mentor"]:
        return _("both answered “%(question)s” with %(mentee)d of 5") % fact
    return _("answered “%(question)s” with %(mentor)d of 5, the mentee with %(mentee)d") % fact


def _met(fact: Facts) -> str:
    return _("paired in an earlier program")


def _despite(fact: Facts) -> str:
    return _("locked in spite of a rule: %(rules)s") % {"rules": rules_in_words(fact["rules"])}


_PHRASES: dict[str, Callable[[Facts], str]] = {
    "covers": _covers,
    "covers_nothing": _covers_nothing,
    "wants_nothing": _wants_nothing,
    "level_gap": _level_gap,
    "department": _department,
    "location": _location,
    "overlap": _overlap,
    "hours": _hours,
    "languages": _languages,
    "no_language": _no_language,
    "wish": _wish,
    "no_wish": _no_wish,
    "answers": _answers,
    "answers_scale": _answers_scale,
    "met": _met,
    "despite": _despite,
}


# --- Who is left out ------------------------------------------------------------------------------


def left_out_because(reason: str, facts: Facts) -> str:
    """Why a mentee has no mentor, in a sentence; `reason` is a key of `LEFT_OUT`."""
    if reason == "all_taken":
        count = facts.get("possible", 0)
        text = ngettext(
            "The %d mentor who could be theirs is full.",
            "The %d mentors who could be theirs are full.",
            count,
        )
        return _counted(text, count)
    if reason == "no_group" and "least" in facts:
        return _("Too few are left who could be in one group: it takes at least %(least)d.") % facts
    if reason == "several_rules":
        counts = [
            _("%(rule)s (%(count)d)") % {"rule": rule(name), "count": facts[name]}
            for name in (*RULES, "not_possible")
            if name in facts
        ]
        return _("Each mentor is kept apart by some rule: %(rules)s.") % {
            "rules": ", ".join(counts)
        }
    return capfirst(str(LEFT_OUT[reason])) + "."


def reasons_in_short(counts: Mapping[str, int]) -> str:
    """Why people are left out, the most frequent first: "no common language (2), …"."""
    if len(counts) == 1:
        return str(LEFT_OUT[next(iter(counts))])
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{LEFT_OUT[reason]} ({count})" for reason, count in ordered)


# --- A run --------------------------------------------------------------------------------


def proof_of(run: Run) -> str:
    """ "proven optimal", or how far from it the run may be; rounded up, as it is a bound."""
    gap = run.certificate.get("gap", 0.0)
    if gap == 0:
        return _("proven optimal")
    bound = Decimal(str(100 * gap)).quantize(Decimal("0.01"), ROUND_UP)
    return _("within %(percent)s %% of the best") % {"percent": number_format(bound, 2)}


def placed_in_words(run: Run) -> str:
    """ "118 of 120 mentees placed, proven optimal." """
    placed, mentees = run.figures["placed"], run.figures["mentees"]
    text = ngettext(
        "%(placed)d of %(mentees)d mentee placed, %(proof)s.",
        "%(placed)d of %(mentees)d mentees placed, %(proof)s.",
        mentees,
    )
    return text % {"placed": placed, "mentees": mentees, "proof": proof_of(run)}


def summary(run: Run) -> str:
    """What a finished run came to, in a sentence or two."""
    if not run.figures["mentees"]:
        return _("Nobody was waiting for a mentor when it ran.")
    counts = run.figures.get("left_out_because", {})
    if not counts:
        return placed_in_words(run)
    cannot = _("%(count)d cannot be: %(why)s.") % {
        "count": sum(counts.values()),
        "why": reasons_in_short(counts),
    }
    return f"{placed_in_words(run)} {cannot}"


def bottlenecks(run: Run) -> list[int]:
    """The mentors (participant ids) with whom one place more would place one mentee more.

    Read from the prices of the proof: a place there is worth a placed mentee.
    """
    prices = run.certificate.get("prices", {})
    return [int(mentor) for mentor, price in prices.items() if price[0] > 0]


def shortages(bottlenecks: Iterable[Facts]) -> list[str]:
    """What is short, a sentence each: `matching.bottlenecks.Bottleneck` as a run keeps them."""
    return [_shortage(one) for one in bottlenecks]


def _shortage(one: Facts) -> str:
    if one["seats"] == 1:
        return _("One more mentor for %(skill)s would place one more mentee.") % one
    text = ngettext(
        "One more mentor for %(skill)s, with %(seats)d places, would place %(more)d more mentee.",
        "One more mentor for %(skill)s, with %(seats)d places, would place %(more)d more mentees.",
        one["more"],
    )
    return text % one
