"""A mentee asks a mentor: asking, taking back, declining, and what comes to nothing.

A request is of the two alone. History learns that there was one and what became of it, not what was
written, nor who asked whom. Accepting founds a pairing, which stands above: `mentorship.choosing`.

Whoever decides on requests of a program holds the program first (`programs.lifecycle.hold`), so
that of several at the same instant each sees what the one before has done.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from matching import places, pool
from matching.choosing.suggesting import is_possible
from matching.choosing.suggestions import places_free, refused_in
from matching.models import Request, Ruling
from matching.prospects import criteria_now
from participants.models import Bar, Participant
from people.models import Person
from programs import lifecycle
from programs.models import Program, Role

Answer = Request.Answer
Lapse = Request.Lapse
_ASKING = (Program.State.OPEN, Program.State.MATCHING, Program.State.RUNNING)


class NotChosenHere(Refused):
    """In this program, or in the state it is in, mentees do not ask mentors."""


class NotAMentee(Refused):
    """Who asks is not admitted as a mentee, or has a mentor already."""


class AlreadyAsking(Refused):
    """The mentee has an open request; one at a time."""


class NoPlaceLeft(Refused):
    """All places of the mentor who would accept are taken."""


class NotPossible(Refused):
    """The two cannot be a pair, or no place is left. Never says which: one may want it so."""


class AlreadyAnswered(Refused):
    """The request is not open any more."""


def lets_ask(program: Program) -> bool:
    """Whether mentees of this program ask mentors, as it stands now.

    Where they come in groups nobody does: a group is put together by matching.
    """
    is_of_groups = program.shape == Program.Shape.GROUPS
    return program.way in Program.CHOOSING and not is_of_groups and program.state in _ASKING


def programs_that_let_ask() -> QuerySet[Program]:
    """All programs of which `lets_ask` is true."""
    chosen = Program.objects.filter(way__in=Program.CHOOSING, state__in=_ASKING)
    return chosen.exclude(shape=Program.Shape.GROUPS)


def has_place(program: Program, mentor: Participant) -> bool:
    """Whether the mentor has a place left, as it is now."""
    return places_free(program, mentor, places.taken(program)) > 0


# --- The mentee -----------------------------------------------------------------------------------


@transaction.atomic
def ask(mentee: Participant, mentor: Participant, *, words: str, at: datetime) -> Request:
    """Ask `mentor`; `words` are for that mentor alone.

    Raises `NotChosenHere`, `NotAMentee`, `AlreadyAsking` or `NotPossible`, which comes last and is
    the same whatever its reason.
    """
    is_possible = can_be_paired(mentee, mentor, at=at)
    program = lifecycle.hold(mentee.program_id)
    if not lets_ask(program):
        raise NotChosenHere(_("Mentors are not asked in this program at the moment."))
    lapse_overtaken(program, at=at)
    taken = places.taken(program)
    _refuse_to_ask(mentee, taken)
    if not (is_possible and _has_room(program, mentor, taken)):
        raise NotPossible(
            _("%(name)s cannot be asked at the moment. Choose somebody else.")
            % {"name": mentor.person}
        )
    made = Request.objects.create(
        program=program, mentor=mentor, mentee=mentee, words=words, asked_at=at
    )
    record("request.asked", made, by=mentee.person, at=at, program_id=program.pk)
    return made


def can_be_paired(mentee: Participant, mentor: Participant, *, at: datetime) -> bool:
    """Whether no rule, ruling, bar or no keeps the two apart, as far as both wait and have a place.

    Reads the whole pool, so ask before anything is held.
    """
    program = mentee.program
    people = pool.read(program, on=at.date())
    if mentee.pk not in people.row_of or mentor.pk not in people.column_of:
        return True  # another refusal says so, with the program held
    rules, refused = criteria_now(program), refused_in(program)
    return is_possible(people, rules, mentee.pk, mentor.pk, refused=refused)


def are_kept_apart(mentee: Participant, mentor: Participant) -> bool:
    """Whether the two were ruled out or one bars the other: what can come up in an instant.

    Two queries, for whoever holds the program already and asked `can_be_paired` before.
    """
    people = (mentee.person_id, mentor.person_id)
    ruled = Ruling.objects.filter(kind=Ruling.Kind.FORBID, mentee=mentee, mentor=mentor)
    return ruled.exists() or Bar.objects.filter(by__in=people, against__in=people).exists()


def kept_apart_from(mentee: Participant) -> set[int]:
    """The mentors (ids) who declined, or are kept apart from the mentee by what an instant brings.

    One query. Suggestions know of it only when they are made anew; a place that is taken shows at
    once, and by what shows later a bar could be told from it.
    """
    me = mentee.person_id
    declined = Request.objects.filter(mentee=mentee, answer=Answer.DECLINED)
    ruled = Ruling.objects.filter(mentee=mentee, kind=Ruling.Kind.FORBID)
    found = Participant.objects.of(mentee.program).filter(
        Q(pk__in=declined.order_by().values("mentor"))
        | Q(pk__in=ruled.values("mentor"))
        | Q(person__in=Bar.objects.filter(against=me).values("by"))
        | Q(person__in=Bar.objects.filter(by=me).values("against"))
    )
    return set(found.values_list("pk", flat=True))


def _refuse_to_ask(mentee: Participant, taken: places.Taken) -> None:
    if mentee.role != Role.MENTEE or mentee.state != Participant.State.ADMITTED:
        raise NotAMentee(_("Only who is admitted can ask a mentor."))
    if mentee.pk in taken.placed:
        raise NotAMentee(_("You have a mentor in this program already."))
    if Request.objects.unanswered().filter(mentee=mentee).exists():
        raise AlreadyAsking(
            _("You are asking somebody already. Wait for the answer, or take that request back.")
        )


def _has_room(program: Program, mentor: Participant, taken: places.Taken) -> bool:
    takes_part = mentor.role == Role.MENTOR and mentor.state == Participant.State.ADMITTED
    return takes_part and places_free(program, mentor, taken) > 0


@transaction.atomic
def withdraw(request: Request, *, by: Person, at: datetime) -> None:
    """The mentee takes it back. Raises `AlreadyAnswered`."""
    _answer(request, Answer.WITHDRAWN, by=by, at=at)


def take_back(mentee: Person, mentor: Person, at: datetime) -> None:
    """The mentee would not be paired with the mentor any more: nobody is left to accept them.

    To the mentor, and in history, it is a request taken back like any other.
    """
    theirs = Request.objects.filter(mentee__person=mentee, mentor__person=mentor).open(now=at)
    for request in theirs.select_related("mentee__person", "mentor__person"):
        with suppress(AlreadyAnswered):
            withdraw(request, by=mentee, at=at)


# --- The mentor -----------------------------------------------------------------------------------


@transaction.atomic
def decline(request: Request, *, by: Person, at: datetime, reason: str) -> None:
    """The mentor says no; `reason` is for the mentee alone. Raises `AlreadyAnswered`."""
    _answer(request, Answer.DECLINED, by=by, at=at, reason=reason)


def accept(request: Request, *, by: Person, at: datetime) -> None:
    """The mentor says yes, in the transaction that founds the pairing.

    Raises `AlreadyAnswered`, also where its time is over.
    """
    _answer(request, Answer.ACCEPTED, by=by, at=at)


def _answer(
    request: Request, answer: str, *, by: Person | None, at: datetime, reason: str = ""
) -> None:
    """Of several answers at the same instant the first counts."""
    still = Request.objects.filter(pk=request.pk).open(now=at)
    if not still.update(answer=answer, answered_at=at, reason=reason):
        request.refresh_from_db()
        raise AlreadyAnswered(closed_in_words(request))
    request.refresh_from_db()
    record(f"request.{answer}", request, by=by, at=at, program_id=request.program_id)


def closed_in_words(request: Request) -> str:
    """Why a request cannot be answered any more, for either of the two."""
    names = {"mentor": request.mentor.person, "mentee": request.mentee.person}
    if request.answer == Answer.ACCEPTED:
        return _("%(mentor)s has accepted this request.") % names
    if request.answer == Answer.DECLINED:
        return _("%(mentor)s has declined this request.") % names
    if request.answer == Answer.WITHDRAWN:
        return _("%(mentee)s has taken this request back.") % names
    because: dict[str, str] = {
        Lapse.FULL: _("The request has lapsed: %(mentor)s has no place left."),
        Lapse.PLACED: _("The request has lapsed: %(mentee)s has a mentor by now."),
        Lapse.GONE: _("The request has lapsed: one of the two does not take part any more."),
        Lapse.OVER: _("The request has lapsed: nobody is asked in this program any more."),
    }
    late = _("The request has lapsed: it was not answered in time.")
    return because.get(request.lapsed_because, late) % names


# --- What comes to nothing ------------------------------------------------------------------------


def sweep(*, at: datetime) -> int:
    """Let lapse, in all programs, what cannot be answered any more; how many they were."""
    programs = Request.objects.unanswered().order_by().values_list("program", flat=True).distinct()
    count = 0
    for program in Program.objects.filter(pk__in=programs).order_by("pk"):
        with transaction.atomic():
            count += lapse_overtaken(lifecycle.hold(program.pk), at=at)
    return count


def lapse_overtaken(program: Program, *, at: datetime) -> int:
    """Let lapse what cannot be answered any more in a program that is held; how many they were."""
    waiting = list(
        Request.objects.of(program)
        .unanswered()
        .select_related("mentor__person", "mentee__person")
        .order_by("pk")
    )
    if not waiting:
        return 0
    taken = places.taken(program)
    found: dict[str, list[Request]] = defaultdict(list)
    for request in waiting:
        if why := _overtaken(request, program, taken, at=at):
            found[why].append(request)
    return sum(_lapse(requests, why, at=at) for why, requests in found.items())


def _overtaken(request: Request, program: Program, taken: places.Taken, *, at: datetime) -> str:
    both = (request.mentor, request.mentee)
    if not lets_ask(program):
        return Lapse.OVER
    if any(one.state != Participant.State.ADMITTED or not one.person.is_active for one in both):
        return Lapse.GONE
    if request.mentee_id in taken.placed:
        return Lapse.PLACED
    if not places_free(program, request.mentor, taken):
        return Lapse.FULL
    return "" if request.is_open(now=at) else Lapse.TIME


def _lapse(requests: Iterable[Request], because: str, *, at: datetime) -> int:
    count = 0
    for request in requests:
        still = Request.objects.filter(pk=request.pk).unanswered()
        if still.update(answer=Answer.LAPSED, answered_at=at, lapsed_because=because):
            record(
                "request.lapsed",
                request,
                by=None,
                at=at,
                program_id=request.program_id,
                because=because,
            )
            count += 1
    return count
