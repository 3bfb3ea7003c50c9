"""Planner and sender are down for a week, while the company goes on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from django.test import override_settings

from notices.catalogue import KINDS
from notices.models import Notice
from notices.planning.planner import plan
from notices.sending.sender import send_due
from notices.sending.wishes import Rhythm
from pairings.models import Session
from participants import admission
from programs.models import Program
from tests import cast
from tests.faults.house import House
from tests.faults.ledger import Finding
from tests.faults.scale import Scale
from tests.faults.sink import Mail

ROW = 7
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
BUDGET = 7  # mails a week to each
DOWN_FROM, DOWN_UNTIL = 2, 9  # days of the story
QUIET_FROM, LAST = 13, 30  # nothing more happens; long enough for the last digest
SETTLED = {"sent", "superseded", "dropped"}

Key = tuple[str, int, object, int | None]


def findings(house: House, scale: Scale) -> Iterator[Finding]:
    """The same story twice: told without a break, and with a week in which nothing runs."""
    with override_settings(MAIL_BUDGET=BUDGET):
        with house.room(is_durable=False):
            _tell(scale, down=False)
            usual = set(_states())
        with house.room(is_durable=False):
            _tell(scale, down=True)
            yield _told(house, usual)


def _tell(scale: Scale, *, down: bool) -> None:
    program = cast.program(cast.person("Ada Keller", roles=("program_admin",)))
    for number in range(scale.pairs):
        _pair(number, program)
    for day in range(LAST):
        at = cast.NOW + day * DAY
        if day < QUIET_FROM:
            _go_on(program, day, at)
        if down and DOWN_FROM <= day < DOWN_UNTIL:
            continue
        for hour in scale.hours:
            moment = at.replace(hour=hour)
            plan(now=moment)
            send_due(now=moment)


def _pair(number: int, program: Program) -> None:
    mentor, mentee = (
        cast.participant(cast.person(f"{role.title()} No{number}"), program, role)
        for role in ("mentor", "mentee")
    )
    pairing = cast.pairing(mentor, mentee)
    for days in (1, 4, 6, 8):
        cast.milestone(pairing, due_on=cast.TODAY + (days + number) * DAY)
    for days in (4, 7, 11):
        starts_at = cast.NOW + days * DAY + number * HOUR
        Session.objects.create(
            pairing=pairing,
            starts_at=starts_at,
            minutes=60,
            how="video",
            planned_at=cast.NOW - 14 * DAY,
        )


def _go_on(program: Program, day: int, at: datetime) -> None:
    """What people do on that day, whether or not anything runs: somebody is admitted."""
    applies = cast.participant(
        cast.person(f"Applicant No{day}"), program, "mentee", state="applied"
    )
    admission.admit([applies], by=program.created_by, at=at)


def _states() -> dict[Key, tuple[str, str]]:
    return {
        (kind, subject, due_on, recipient): (state, why)
        for kind, subject, due_on, recipient, state, why in Notice.objects.exclude(
            kind__startswith="digest"
        ).values_list("kind", "subject_id", "due_on", "recipient_id", "state", "why")
    }


def _told(house: House, usual: set[Key]) -> Finding:
    """Each notice of the other story is in this one too, and settled; digests come as they come."""
    stands = _states()
    settled = Counter(stands[key] for key in usual if key in stands)
    mails = house.sink.mails
    lost = len(usual - set(stands))
    duplicates = len(mails) - len({mail.message_id for mail in mails})
    chosen, first_day = _most_of_choice_in_a_week(mails), _most_on_the_day_after(mails)
    figures = {
        "owed": len(usual),
        "lost": lost,
        "duplicates": duplicates,
        **{
            " ".join(word for word in dict.fromkeys(state) if word): settled[state]
            for state in sorted(settled)
        },
        "most mails to somebody on the day after": first_day,
        "most in a week": chosen,
    }
    promises = {
        "lost 0": lost == 0,
        "duplicates 0": duplicates == 0,
        "each sent, or shown with its reason": {state for state, _why in settled} <= SETTLED,
        "nobody gets more than their budget, but for what no digest brings in time": chosen
        <= BUDGET,
    }
    return Finding(ROW, "down for 7 days", figures, promises)


def _most_of_choice_in_a_week(mails: Sequence[Mail]) -> int:
    """Of those that the budget holds back: not what must come or cannot wait for a digest."""
    notices = {one.message_id: one for one in Notice.objects.select_related("recipient")}
    sent: dict[str, list[datetime]] = defaultdict(list)
    for mail in mails:
        notice = notices[mail.message_id]
        assert notice.recipient
        digest = Rhythm.DAILY.next(notice.recipient.time_zone, mail.dated)
        if not KINDS[notice.kind].must and digest.due_at < notice.expires_at:
            sent[mail.to].append(mail.dated)
    return max(
        sum(since <= at < since + 7 * DAY for at in dates)
        for dates in sent.values()
        for since in dates
    )


def _most_on_the_day_after(mails: Sequence[Mail]) -> int:
    day = (cast.NOW + DOWN_UNTIL * DAY).date()
    return max(Counter(mail.to for mail in mails if mail.dated.date() == day).values(), default=0)
