"""Those who run a program, and HR. Dates, counts and states; never a word of a pair."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import ngettext

from milestones.models import Milestone
from notices import figures
from notices.models import Notice
from notices.sense import Material, NoLongerNeeded, Reason, Sense, address, named, still
from notices.sense.pairs import days_until, people_of, today_of, with_pairing
from pairings.models import HelpRequest, Pairing, Session
from pairings.rhythm import Standing
from participants.models import Participant
from people.models import Person
from programs.models import Program

DAY, WEEK = timedelta(days=1), timedelta(days=7)


def _programs(now: datetime) -> QuerySet[Program]:
    return Program.objects.all()


def _of(found: Program, notice: Notice) -> Material:
    """The recipient runs the program, or the channel is its; it is not over."""
    if notice.recipient_id:
        still(found.admins.filter(person=notice.recipient_id).exists(), Reason.NOT_RECIPIENT)
    still(found.state != Program.State.CLOSED, Reason.ENDED)
    return {"program": found, "link": address("program", found.ref)}


def _ends(notice: Notice, found: Program, now: datetime) -> Material:
    material = _of(found, notice)
    count = Pairing.objects.filter(program=found, state="active", ends_on=notice.due_on).count()
    still(count, Reason.CHANGED)
    return material | {"count": count} | days_until(notice, now)


def _overdue(notice: Notice, found: Program, now: datetime) -> Material:
    """How many of the milestones of that day nobody has ticked off."""
    material = _of(found, notice)
    late = Milestone.objects.filter(
        pairing__program=found, pairing__state="active", done_at=None, due_on=notice.due_on
    ).count()
    still(late, Reason.DONE)
    link = {"link": address("program-pairings", found.ref)}
    return material | {"count": late} | days_until(notice, now) | link


def _week(notice: Notice, found: Program, now: datetime) -> Material:
    """What waits for those who run the program, and what happened: sentences, never none."""
    material = _of(found, notice)
    today = today_of(notice, now)
    waiting, happened = _what_waits(found, notice, today), _what_happened(found, now)
    still(waiting or happened, Reason.NOTHING)
    return material | {"waiting": waiting, "happened": happened, "count": len(waiting)}


def _asked_for_help(found: Program, notice: Notice) -> int:
    """How many pairs did of whom the reader may know, as of one request: see `_help`."""
    asked = HelpRequest.objects.open().filter(pairing=OuterRef("pk"))
    if notice.recipient:
        asked = asked.managed_by(notice.recipient)
    else:
        asked = asked.without_admins_in_the_pair()
    return Pairing.objects.of(found).live().filter(Exists(asked)).count()


def _what_waits(found: Program, notice: Notice, today: date) -> list[str]:
    rows = Pairing.objects.filter(program=found).with_rhythm(on=today, reader=notice.recipient)
    applied = Participant.objects.filter(program=found, state="applied").count()
    late = Milestone.objects.filter(
        pairing__program=found, pairing__state="active", done_at=None, due_on__lt=today
    ).count()
    counted: tuple[tuple[int, Callable[[int], str]], ...] = (
        (
            _asked_for_help(found, notice),
            lambda n: ngettext("%d pair asked for help.", "%d pairs asked for help.", n),
        ),
        (
            rows.in_standing(Standing.QUIET).count(),
            lambda n: ngettext("%d pair has gone quiet.", "%d pairs have gone quiet.", n),
        ),
        (
            rows.in_standing(Standing.NOT_AGREED).count(),
            lambda n: ngettext(
                "%d pair has not agreed on how they work yet.",
                "%d pairs have not agreed on how they work yet.",
                n,
            ),
        ),
        (
            applied,
            lambda n: ngettext(
                "%d application waits for your decision.",
                "%d applications wait for your decision.",
                n,
            ),
        ),
        (
            late,
            lambda n: ngettext("%d milestone is overdue.", "%d milestones are overdue.", n),
        ),
    )
    return [words(count) % count for count, words in counted if count]


def _what_happened(found: Program, now: datetime) -> list[str]:
    held = Session.objects.filter(
        pairing__program=found, state="held", starts_at__gt=now - WEEK, starts_at__lte=now
    ).count()
    if not held:
        return []
    said = ngettext(
        "In the last seven days %d session was held.",
        "In the last seven days %d sessions were held.",
        held,
    )
    return [said % held]


def _help_requests(now: datetime) -> QuerySet[HelpRequest]:
    return with_pairing(HelpRequest.objects.with_readers())


def _help(notice: Notice, asked: HelpRequest, now: datetime) -> Material:
    """To those who may read it. A channel hears nothing where one who runs the program is of the
    pair: they read it as well, and a request that no page shows them would be from their pair."""
    program = asked.pairing.program
    may_know = (
        notice.recipient_id in asked.readers if notice.recipient_id else not asked.involves_admin
    )
    still(may_know, Reason.NOT_RECIPIENT)
    still(program.state != Program.State.CLOSED, Reason.ENDED)
    still(asked.settled_at is None, Reason.DONE)
    names = named(people_of(asked.pairing))
    link = _where_to_read(asked, notice)
    return {"program": program, "names": names, "link": link, "stands_in": asked.stands_in}


def _where_to_read(asked: HelpRequest, notice: Notice) -> str:
    """In a channel the link names no pair: whoever is of it knows its address."""
    program = asked.pairing.program
    if not notice.recipient_id:
        return address("program-pairings", program.ref)
    if asked.stands_in:
        return address("help-requests")
    return address("program-pairing", program.ref, asked.pairing.ref)


def _hr(now: datetime) -> QuerySet[Person]:
    return Person.objects.active()


def _reports(notice: Notice, person: Person, now: datetime) -> Material:
    still(person.is_hr and person.pk == notice.recipient_id, Reason.NOT_RECIPIENT)
    sentences = figures.in_sentences(now=now)
    if not sentences:
        raise NoLongerNeeded(Reason.NOTHING)
    return {"sentences": sentences, "month": notice.due_on - DAY, "link": figures.page()}


ends = Sense(_programs, _ends)
milestones_overdue = Sense(_programs, _overdue)
week = Sense(_programs, _week)
help_request = Sense(_help_requests, _help)
reports = Sense(_hr, _reports)
