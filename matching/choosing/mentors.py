"""What a mentee who chooses sees of the mentors: no more than they said themselves.

Who cannot be one's mentor is found nowhere, as if all their places were taken: it may be that one
of the two wants it so, and then even that there is some reason would tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matching import places
from matching.choosing import addressing
from matching.choosing.suggestions import places_free
from matching.explaining import Facts
from matching.prospects import beside_weights_now
from matching.scoring import Criteria
from matching.scoring.values import fit
from participants import languages
from participants.models import Objective, Participant


@dataclass(frozen=True)
class Around:
    """What a mentee finds: the places taken, and the mentors (by id) who cannot be theirs."""

    taken: places.Taken
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Shown:
    """A mentor with what they offer and why it would fit."""

    mentor: Participant
    topics: list[Objective]
    languages: str
    why: str  # in a sentence; empty where nothing is to be said


def who_can_be_asked(
    mentee: Participant, *, around: Around, skill: str = "", words: str = ""
) -> list[Participant]:
    """The mentors whom the mentee can ask, by name.

    With `skill` those who offer it, with `words` those who are called so.
    """
    found = Participant.objects.of(mentee.program).mentors().admitted()
    found = found.filter(person__is_active=True).exclude(person=mentee.person_id)
    if skill:
        found = found.filter(objectives__skill__name__iexact=skill)
    for word in words.split():
        found = found.filter(person__name__icontains=word)
    rows = found.select_related("person__employment").order_by("person__name", "pk")
    return [one for one in rows if can_be_asked(mentee, one, around=around)]


def can_be_asked(mentee: Participant, mentor: Participant, *, around: Around) -> bool:
    """Whether the mentor has a place left and nothing keeps the two apart."""
    is_apart = mentor.pk in around.apart or (mentee.pk, mentor.pk) in around.taken.ended
    return not is_apart and places_free(mentee.program, mentor, around.taken) > 0


def shown(mentee: Participant, mentors: Iterable[Participant]) -> list[Shown]:
    """With what each offers and what of it the mentee wants; two queries."""
    some = list(mentors)
    topics, criteria = topics_of([mentee, *some]), beside_weights_now(mentee.program)
    return [
        Shown(
            mentor=one,
            topics=topics[one.pk],
            languages=languages.names_of(one.languages),
            why=addressing.sentence(reasons(mentee, one, topics, criteria)),
        )
        for one in some
    ]


def topics_of(people: Iterable[Participant]) -> dict[int, list[Objective]]:
    """What each wants or offers, in their own order; one query."""
    found: dict[int, list[Objective]] = defaultdict(list)
    rows = Objective.objects.filter(participant__in=list(people)).select_related("skill")
    for one in rows.order_by("participant", "priority"):
        found[one.participant_id].append(one)
    return found


def reasons(
    mentee: Participant,
    mentor: Participant,
    topics: dict[int, list[Objective]],
    criteria: Criteria,
) -> list[Facts]:
    """What of the mentee's objectives the mentor covers, and the languages they share.

    By what counts as covering where the suggestions are made.
    """
    offered = {one.skill_id: one.level for one in topics[mentor.pk]}
    facts: list[Facts] = [
        {
            "kind": "covers",
            "skill": wanted.skill.name,
            "priority": wanted.priority,
            "level": offered[wanted.skill_id],
        }
        for wanted in topics[mentee.pk]
        if wanted.skill_id in offered and fit(offered[wanted.skill_id] - wanted.level, criteria)
    ]
    if common := sorted({*mentee.languages} & {*mentor.languages}):
        facts.append({"kind": "languages", "codes": common})
    return facts
