"""Publishing a run: the decision that its proposals shall be pairings.

It founds none (that is for the apps above, in the same transaction); it makes sure that one run of
a round is published, once, and that nothing in it has become untrue since.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import criteria, explaining, places, pool
from matching.models import Proposal, Publication, Request, Ruling, Run
from matching.places import Taken
from matching.reasons import broken_among
from matching.scoring import ALWAYS, Pool, Table
from participants.models import Bar, Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program

_TOLD_OTHERWISE = {*ALWAYS, "ruling"}  # what has an obstacle of its own


class NotPublishable(Refused):
    """The run is not done, or places nobody."""


class AlreadyPublished(Refused):
    """This run, or another one of the same round, was published before."""


class Stale(Refused):
    """Something in the run has become untrue; `obstacles` says what, a sentence each."""

    def __init__(self, obstacles: list[str]) -> None:
        super().__init__(" ".join(obstacles))
        self.obstacles = obstacles


@transaction.atomic
def publish(run: Run, *, by: Person | None, at: datetime) -> Publication:
    """Publish `run`. Of several at the same moment exactly one succeeds.

    Any finished run of the round may be published, while it still holds true. Raises
    `AlreadyPublished`, `NotPublishable` or `Stale`; then nothing changes. The program is held
    until the transaction ends: nobody rules on it, publishes or founds in it meanwhile.
    """
    lifecycle.hold(run.program_id)
    run = Run.objects.select_for_update(no_key=True, of=("self",)).get(pk=run.pk)
    _refuse(run)
    found = obstacles(run, on=timezone.localdate(at))
    if found:
        raise Stale(found)
    try:
        with transaction.atomic():
            publication = Publication.objects.create(
                run=run, program_id=run.program_id, round=run.round, by=by, at=at
            )
    except IntegrityError as error:  # another one, past this function
        raise _already(run) from error
    record(
        "run.published",
        run,
        by=by,
        at=at,
        program_id=run.program_id,
        round=run.round,
        placed=run.figures["placed"],
    )
    return publication


def _already(run: Run) -> AlreadyPublished:
    """Who was faster, and what to do now."""
    round_of = Publication.objects.filter(program_id=run.program_id, round=run.round)
    made = round_of.select_related("by").first()
    return AlreadyPublished(
        _("%(name)s has published this round already. Run again for those who are still waiting.")
        % {"name": (made and made.by) or _("Somebody")}
    )


def _refuse(run: Run) -> None:
    if Publication.objects.filter(program_id=run.program_id, round=run.round).exists():
        raise _already(run)
    if not run.is_done:
        raise NotPublishable(
            _("This run is “%(state)s”. Only a finished one can be published.")
            % {"state": run.get_state_display()}
        )
    if not run.figures["placed"]:
        raise NotPublishable(_("This run places nobody, so there is nothing to publish."))


def obstacles(run: Run, *, on: date) -> list[str]:
    """What has become untrue since the run, a sentence each; empty where it may be published."""
    taken = places.taken(run.program)
    return _obstacles(run, taken, pool.read(run.program, on=on, taken=taken))


def _obstacles(run: Run, taken: Taken, people: Pool) -> list[str]:
    proposals = list(run.proposals.select_related("mentor__person", "mentee__person"))
    return [
        *_not_admitted(proposals),
        *_placed_since(proposals, taken),
        *_full_since(run.program, proposals, taken),
        *_apart_since(proposals, taken),
        *_against_rules_since(run, proposals, people),
        *_ruled_since(run, proposals, taken),
    ]


def _not_admitted(proposals: list[Proposal]) -> list[str]:
    everybody = {one.pk: one for two in proposals for one in (two.mentor, two.mentee)}
    return [
        _("%(name)s is not admitted any more. Run again without them.") % {"name": one.person}
        for one in everybody.values()
        if one.state != Participant.State.ADMITTED or not one.person.is_active
    ]


def _placed_since(proposals: list[Proposal], taken: Taken) -> list[str]:
    return [
        _("%(name)s has a mentor by now. Run again.") % {"name": one.mentee.person}
        for one in proposals
        if one.mentee_id in taken.placed
    ]


def _full_since(program: Program, proposals: list[Proposal], taken: Taken) -> list[str]:
    """Who has fewer places now, or too few mentees for a group in this program."""
    of_mentor: dict[int, list[Proposal]] = {}
    for one in proposals:
        of_mentor.setdefault(one.mentor_id, []).append(one)
    found = []
    for pk, theirs in of_mentor.items():
        mentor = theirs[0].mentor
        free = program.seats_free(mentor.capacity, taken=taken.seats.get(pk, 0))
        if len(theirs) > free:
            text = _("%(name)s has fewer places free than this run uses. Run again.")
            found.append(text % {"name": mentor.person})
        elif _is_too_small(program, theirs):
            text = _("A group is of %(least)d or more by now, and that of %(name)s is smaller. ")
            about = {"least": program.group_from, "name": mentor.person}
            found.append(text % about + _("Run again."))
    return found


def _is_too_small(program: Program, group: list[Proposal]) -> bool:
    """Whether these are fewer than a group here; whom the admin put together may be."""
    is_group = program.shape == Program.Shape.GROUPS
    by_hand = all(one.is_locked for one in group)
    return is_group and len(group) < program.group_from and not by_hand


def _apart_since(proposals: list[Proposal], taken: Taken) -> list[str]:
    """Who cannot be a pair any more; the words are the same whatever the reason."""
    barred = _barred({one.person_id for two in proposals for one in (two.mentor, two.mentee)})
    return [
        _("%(mentee)s with %(mentor)s is not possible any more. Run again.")
        % {"mentee": one.mentee.person, "mentor": one.mentor.person}
        for one in proposals
        if (one.mentee_id, one.mentor_id) in taken.ended
        or frozenset((one.mentee.person_id, one.mentor.person_id)) in barred
    ]


def _barred(people: set[int]) -> set[frozenset[int]]:
    """Of these people, each two of whom one would not be paired with the other."""
    bars = Bar.objects.filter(by__in=people, against__in=people)
    return {frozenset(two) for two in bars.values_list("by", "against")}


def _against_rules_since(run: Run, proposals: list[Proposal], people: Pool) -> list[str]:
    """Who is kept apart by now by a rule the run went by, unless locked in spite of it."""
    pairs = frozenset((one.mentee_id, one.mentor_id) for one in proposals)
    broken = broken_among(Table(people, criteria.of(run)), pairs)
    return [
        _("%(mentee)s with %(mentor)s is against a rule by now: %(rules)s. Run again.")
        % {
            "mentee": one.mentee.person,
            "mentor": one.mentor.person,
            "rules": explaining.rules_in_words(rules),
        }
        for one in proposals
        if (rules := broken.get((one.mentee_id, one.mentor_id))) and not {*rules} & _TOLD_OTHERWISE
    ]


def _ruled_since(run: Run, proposals: list[Proposal], taken: Taken) -> list[str]:
    rulings = [
        one
        for one in Ruling.objects.filter(program=run.program_id)
        if (one.mentee_id, one.mentor_id) not in taken.ended
    ]
    forbidden = {(one.mentor_id, one.mentee_id) for one in rulings if one.kind == "forbid"}
    locked = {one.mentee_id: one.mentor_id for one in rulings if one.kind == "lock"}
    about = [
        one
        for one in proposals
        if (one.mentor_id, one.mentee_id) in forbidden
        or locked.get(one.mentee_id, one.mentor_id) != one.mentor_id
    ]
    return [
        _("You have ruled otherwise on %(mentee)s with %(mentor)s since. Run again.")
        % {"mentee": one.mentee.person, "mentor": one.mentor.person}
        for one in about
    ]


def _pairings(run: Run) -> int:
    """How many pairings the run becomes: one for each mentee, or one for each mentor's group."""
    if run.program.shape == Program.Shape.GROUPS:
        return run.proposals.values("mentor").distinct().count()
    return run.proposals.count()


def _asked(run: Run) -> int:
    """How many requests wait for an answer whose mentee gets a mentor by this run."""
    requests = Request.objects.of(run.program).unanswered()
    return requests.filter(mentee__in=run.proposals.values("mentee")).count()


def confirmation(run: Run, *, on: date) -> dict[str, Any]:
    """The context of `matching/publish.html`, the page that asks before publishing."""
    refusal = ""
    try:
        _refuse(run)
    except Refused as error:
        refusal = str(error)
    return {
        "run": run,
        "program": run.program,
        "standing": pool.standing(run.program),
        "pairings": _pairings(run),
        "placed": run.figures.get("placed", 0),
        "mentors": run.proposals.values("mentor").distinct().count(),
        "left_out": list(run.left_out.select_related("mentee__person")),
        "asked": _asked(run),
        "proof": explaining.proof_of(run),
        "refusal": refusal,
        **({"obstacles": [], "has_changed": False} if refusal else _since(run, on=on)),
    }


def _since(run: Run, *, on: date) -> dict[str, Any]:
    """What has become untrue since the run, and whether anything has changed at all."""
    taken = places.taken(run.program)
    people = pool.read(run.program, on=on, taken=taken)
    return {
        "obstacles": _obstacles(run, taken, people),
        "has_changed": pool.fingerprint(people) != run.fingerprint,
    }
