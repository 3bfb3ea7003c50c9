"""How the readers of some notices want to hear of them: read at once, asked one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum

from django.conf import settings
from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from kit.zones import zone_called
from notices.catalogue import Kind
from notices.catalogue.telling import DAILY, WEEKLY
from notices.models import MailBudget, Notice, Pace, Preference, Suppression
from notices.timing.hours import DAY, Hours
from people.models import Person

WEEK = timedelta(days=7)
DIGEST_HOURS = Hours(quiet_until=time(9))  # an hour after the day's own notices are due
Reason = Notice.Reason


@dataclass(frozen=True)
class ByMail:
    """A mail of its own, now."""


@dataclass(frozen=True)
class InDigest:
    kind: Kind
    on: date
    due_at: datetime


@dataclass(frozen=True)
class InboxOnly:
    why: str


Wish = ByMail | InDigest | InboxOnly


class Rhythm(Enum):
    """The two digests, and on which day the next one comes."""

    DAILY = DAILY
    WEEKLY = WEEKLY

    def next(self, zone: str, at: datetime) -> InDigest:
        """The first digest after `at`."""
        today = at.astimezone(zone_called(zone)).date()
        if self is Rhythm.WEEKLY:
            today -= today.weekday() * DAY
        step = 7 if self is Rhythm.WEEKLY else 1
        for day in (today + n * step * DAY for n in range(9)):
            on = DIGEST_HOURS.working_from(day)
            if (due_at := DIGEST_HOURS.morning(on, zone)) > at:
                return InDigest(self.value, on, due_at)
        raise AssertionError("a digest comes within nine days or weeks")


class Wishes:
    """Of the recipients of these notices, which have been claimed; five queries."""

    def __init__(self, notices: Collection[Notice], *, now: datetime) -> None:
        people = {one.recipient.pk: one.recipient for one in notices if one.recipient}
        self._paces = {
            (person, group): Pace(pace)
            for person, group, pace in Preference.objects.filter(person__in=people).values_list(
                "person", "group", "pace"
            )
        }
        own = MailBudget.objects.filter(person__in=people).values_list("person", "mails")
        self._budgets = dict(own)
        addresses = [person.email.lower() for person in people.values()]
        suppressed = Suppression.objects.annotate(lower=Lower("email")).filter(lower__in=addresses)
        self._suppressed = set(suppressed.values_list("lower", flat=True))
        self._mailed = _mailed(people, now=now)
        self._digests: dict[int, set[tuple[str, date]]] = defaultdict(set)  # still to come
        for reader, kind, on, state in _coming(people, notices):
            if state == Notice.State.CLAIMED:
                self._mailed[reader] += 1
            else:
                self._digests[reader].add((kind, on))

    def of(self, notice: Notice, kind: Kind, at: datetime) -> Wish:
        """How this one is to reach its reader."""
        person = notice.recipient
        if person is None:
            return ByMail()
        if person.email.lower() in self._suppressed:
            return InboxOnly(Reason.SUPPRESSED)
        if kind.must:
            return ByMail()
        pace = self._paces.get((person.pk, kind.group.value), Pace.AT_ONCE)
        if pace == Pace.OFF:
            return InboxOnly(Reason.UNWANTED)
        if pace == Pace.AT_ONCE:
            return self._within_budget(notice, person, at)
        rhythm = Rhythm.DAILY if pace == Pace.DAILY else Rhythm.WEEKLY
        digest = rhythm.next(person.time_zone, at)
        in_time = digest.due_at < notice.expires_at
        return digest if in_time else InboxOnly(Reason.NO_DIGEST)

    def _within_budget(self, notice: Notice, person: Person, at: datetime) -> Wish:
        """A mail, as long as the week has room for it and the digests that are to come; then the
        next digest that is in time, since the reader did not choose to miss anything."""
        budget = self._budgets.get(person.pk, settings.MAIL_BUDGET)
        if self._mailed[person.pk] + len(self._digests[person.pk]) < budget:
            return ByMail()
        for rhythm in (Rhythm.WEEKLY, Rhythm.DAILY):
            digest = rhythm.next(person.time_zone, at)
            if digest.due_at < notice.expires_at:
                return digest
        return ByMail()

    def count(self, notice: Notice) -> None:
        """A mail has gone to its recipient."""
        self._mailed[notice.recipient_id or 0] += 1

    def bundled(self, notice: Notice, digest: InDigest) -> None:
        """It waits for this one, which will be a mail."""
        self._digests[notice.recipient_id or 0].add((digest.kind.name, digest.on))

    def suppress(self, email: str) -> None:
        self._suppressed.add(email.lower())


def _mailed(people: Iterable[int], *, now: datetime) -> Counter[int]:
    """How many mails each got in the last seven days."""
    rows = Notice.objects.filter(
        recipient__in=people, state="sent", way="mail", settled_at__gt=now - WEEK
    )
    found = rows.order_by().values_list("recipient").annotate(many=Count("pk"))
    return Counter({person: many for person, many in found if person})


def _coming(
    people: Iterable[int], notices: Iterable[Notice]
) -> QuerySet[Notice, tuple[int, str, date, str]]:
    """What is with other senders at this moment, and the digests that are owed: they count as
    mails.

    Whoever claims later sees what the other has claimed, so that no two of them go over a budget
    together; at worst one that had its place waits for a digest. Each half has its own index.
    """
    told = Notice.objects.order_by().values_list("recipient", "kind", "due_on", "state")
    claimed = told.filter(recipient__in=people, state="claimed")
    digests = told.filter(
        kind__in=[rhythm.value.name for rhythm in Rhythm],
        subject_kind=Person._meta.label_lower,
        subject_id__in=people,
        state="planned",
    )
    return claimed.exclude(pk__in=[one.pk for one in notices]).union(digests, all=True)
