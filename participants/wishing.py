"""Whom a participant would like to be paired with: up to five, in order.

History keeps that somebody wished and how many they named, never whom: those who run the program
read the names where they match, and nobody wished for learns of it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history.recording import record
from kit.refusals import Refused
from participants import ties
from participants.models import Bar, Objective, Participant, Wish
from programs.models import Program, Role

State = Participant.State
MOST = Wish.MOST


def closed_because(participant: Participant) -> str:
    """Why the participant's wishes cannot be changed, in words; empty where they can."""
    program = participant.program
    if participant.state == State.DRAFT:
        return _("Send your application first; then you can name people.")
    if participant.state not in (State.APPLIED, State.WAITLISTED, State.ADMITTED):
        return _("You do not take part in this program.")
    if program.state in (Program.State.DRAFT, Program.State.CLOSED):
        return _("This program is over.")
    if program.way == Program.Way.CHOSEN:
        return _("In this program people ask each other; nobody is matched by wishes.")
    if ties.held([participant.pk]):
        return _("You are matched, so nothing is changed here any more.")
    return ""


def candidates(participant: Participant) -> QuerySet[Participant]:
    """Whom the participant may name: of the other role, in this program, not barred by themselves.

    A mentee may name mentors who are admitted or have applied; a mentor only mentees who are
    admitted, since who applies to learn something is nobody's business before. Somebody who barred
    the participant is among them: that they are not would tell.
    """
    role, states = (
        (Role.MENTEE, [State.ADMITTED])
        if participant.is_mentor
        else (Role.MENTOR, [State.ADMITTED, State.APPLIED])
    )
    barred = Bar.objects.filter(by=participant.person_id, against=OuterRef("person"))
    return (
        Participant.objects.of(participant.program)
        .filter(role=role, state__in=states, person__is_active=True)
        .exclude(person=participant.person_id)
        .exclude(Exists(barred))
    )


def found(participant: Participant, words: str) -> QuerySet[Participant]:
    """Those who may be named and are not yet, and whom every one of `words` fits.

    By name, work, or topic; first who shares most topics with the participant.
    """
    rows = candidates(participant).exclude(wished_by__participant=participant)
    for word in words.split():
        topics = Objective.objects.filter(participant=OuterRef("pk"), skill__name__icontains=word)
        rows = rows.filter(
            Q(person__name__icontains=word)
            | Q(person__employment__job_title__icontains=word)
            | Q(person__employment__department__icontains=word)
            | Exists(topics)
        )
    mine = Objective.objects.filter(participant=participant).values("skill")
    shared = Count("objectives", filter=Q(objectives__skill__in=mine))
    return rows.annotate(shared=shared).order_by("-shared", "person__name", "id")


def of(participant: Participant) -> list[Any]:
    """The participant's wishes in order; `counts` of each says whether it still can be met."""
    there = candidates(participant).filter(pk=OuterRef("wished"))
    rows = participant.wishes.select_related("wished__person__employment")
    return list(rows.annotate(counts=Exists(there)).order_by("rank"))


@transaction.atomic
def add(participant: Participant, wished: Participant, *, at: datetime) -> Wish:
    """Name somebody, after all others. Raises `Refused`."""
    ranked = _changeable(participant)
    if not candidates(participant).filter(pk=wished.pk).exists():
        raise Refused(_("Only people who take part in this program can be named."))
    if any(one.wished_id == wished.pk for one in ranked):
        raise Refused(_("You have named %(name)s already.") % {"name": wished.person.name})
    if len(ranked) >= MOST:
        words = ngettext(
            "You have named %(most)d person, which is as many as you can.",
            "You have named %(most)d people, which is as many as you can."
            " Take one away before you name another.",
            MOST,
        )
        raise Refused(words % {"most": MOST})
    wish = Wish.objects.create(participant=participant, wished=wished, rank=len(ranked) + 1)
    _record(participant, len(ranked) + 1, at)
    return wish


@transaction.atomic
def remove(participant: Participant, wished: Participant, *, at: datetime) -> None:
    """Take a wish back; those behind it move up. Raises `Refused`."""
    ranked = _changeable(participant)
    left = [one for one in ranked if one.wished_id != wished.pk]
    if len(left) == len(ranked):
        return
    participant.wishes.filter(wished=wished).delete()
    _number(left)
    _record(participant, len(left), at)


@transaction.atomic
def move(participant: Participant, wished: Participant, *, up: bool, at: datetime) -> None:
    """Swap a wish with its neighbour; the first does not move up, nor the last down.

    Raises `Refused`.
    """
    ranked = _changeable(participant)
    here = next((n for n, one in enumerate(ranked) if one.wished_id == wished.pk), None)
    if here is None:
        return
    there = here - 1 if up else here + 1
    if not 0 <= there < len(ranked):
        return
    ranked[here], ranked[there] = ranked[there], ranked[here]
    _number(ranked)
    _record(participant, len(ranked), at)


def _changeable(participant: Participant) -> list[Wish]:
    """The wishes as they are, held against changes at the same instant. Raises `Refused`."""
    kept = Participant.objects.select_for_update(of=("self",)).select_related("program", "person")
    closed = closed_because(kept.get(pk=participant.pk))
    if closed:
        raise Refused(closed)
    return list(participant.wishes.order_by("rank"))


def _number(wishes: list[Wish]) -> None:
    for rank, wish in enumerate(wishes, start=1):
        if wish.rank != rank:
            wish.rank = rank
            wish.save(update_fields=["rank"])


def _record(participant: Participant, count: int, at: datetime) -> None:
    record(
        "participant.wished",
        participant,
        by=participant.person,
        at=at,
        program_id=participant.program_id,
        wishes=count,
    )
