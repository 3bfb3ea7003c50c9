"""The server's time for each page of the loop, against the same person's bare page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from history.models import Event
from kit.clock import now
from mentorship.demo.cast import demo_cast
from mentorship.demo.company import Company
from notices.catalogue import KINDS
from notices.models import Notice
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests.bench import crowds
from tests.bench.measuring import Measure, in_turn

PEOPLE = 1470
NOTICES = 10_000
EVENTS = 50_000
TIMES = 21


@dataclass(frozen=True)
class Page:
    name: str
    path: str
    seen_by: Person


def measure() -> Iterator[Measure]:
    """Needs the database of the demo; fills it up first."""
    for page in _pages():
        yield _measured(page)


def _measured(page: Page) -> Measure:
    client = Client(headers={"host": "localhost"})
    client.force_login(page.seen_by, backend=settings.AUTHENTICATION_BACKENDS[0])

    def ask(path: str) -> None:
        answer = client.get(path)
        assert answer.status_code == 200, f"{path} answered {answer.status_code}"

    runs, floor = in_turn(lambda: ask(page.path), lambda: ask("/bare/"), times=TIMES)
    with CaptureQueriesContext(connection) as asked:
        ask(page.path)
    return Measure(
        "pages",
        page.name,
        runs,
        floor,
        "bare signed-in page",
        {"queries": len(asked.captured_queries)},
    )


def _pages() -> Iterator[Page]:
    cast = {str(member.part): member.person for member in demo_cast()}
    ada, mentor, mentee = cast["Program admin"], cast["Mentor"], cast["Mentee"]
    hana, olga = cast["HR"], cast["Administrator"]
    company = Company(olga, hana, ada, wishes={}, records={}, moved=timedelta(0))
    people = crowds.hire(PEOPLE - Person.objects.filter(employment__isnull=False).count(), by=olga)
    small = crowds.program(company, "Of 128", mentors=people[:64], mentees=people[64:128])
    large = crowds.program(
        company, "Of 180", mentors=people[128:188], mentees=people[188:308], seats=2
    )
    run = crowds.run_of(large, company)
    assert run.figures["placed"] == 120
    _fill_outbox(people)
    _fill_audit(people)
    place = Participant.objects.filter(person=mentee, places__left_on=None).latest("pk")
    pairing = place.places.get(left_on=None).pairing
    open_program = Program.objects.in_state("open").latest("pk")

    yield Page("home", reverse("home"), mentee)
    yield Page("pairing", reverse("pairing", args=[pairing.ref]), mentee)
    yield Page("log a session", reverse("log-session", args=[pairing.ref]), mentor)
    yield Page("program", reverse("program", args=[place.program.ref]), mentee)
    yield Page("apply", reverse("apply", args=[open_program.ref, "mentee"]), people[400])
    yield Page("roster, 128 people", reverse("roster", args=[small.ref]), ada)
    yield Page(
        "matching run, 120 proposals", reverse("matching-run", args=[large.ref, run.ref]), ada
    )
    yield Page(
        "pairings of a program", reverse("program-pairings", args=[pairing.program.ref]), ada
    )
    yield Page("desk", reverse("desk"), ada)
    yield Page("reports", reverse("reports"), hana)
    for name in ("meeting", "staying", "growing", "fairness"):
        yield Page(f"report: {name}", reverse(f"report-{name}"), hana)
    yield Page("directory, 1,470 people", reverse("directory"), olga)
    yield Page("outbox, 10,000 notices", reverse("outbox"), olga)
    yield Page("heartbeat", reverse("heartbeat"), olga)
    yield Page("inbox", reverse("inbox"), mentee)
    yield Page("preferences", reverse("preferences"), mentee)
    for name in ("program-timing", "mail-calendar", "program-wordings", "announcements"):
        title = name.removeprefix("program-").replace("-", " ")
        yield Page(title, reverse(name, args=[pairing.program.ref]), ada)
    yield Page("audit, 50,000 events", reverse("audit"), olga)
    yield Page("search", f"{reverse('search')}?q=robin", ada)


def _fill_outbox(people: list[Person]) -> None:
    at = now()
    kinds = list(KINDS.values())
    Notice.objects.bulk_create(
        (
            Notice(
                kind=kinds[number % len(kinds)].name,
                subject_kind="pairings.pairing",
                subject_id=number,
                due_on=at.date(),
                recipient=people[number % len(people)],
                due_at=at - timedelta(minutes=number),
                expires_at=at + timedelta(days=3),
                state=Notice.State.SENT if number % 4 else Notice.State.PLANNED,
                settled_at=at if number % 4 else None,
                planned_at=at,
                message_id=f"<bench.{number}@example.com>",
            )
            for number in range(NOTICES - Notice.objects.count())
        ),
        batch_size=1000,
    )


def _fill_audit(people: list[Person]) -> None:
    at = now()
    Event.objects.bulk_create(
        (
            Event(
                verb="person.changed",
                subject_kind="people.person",
                subject_id=people[number % len(people)].pk,
                by_id=people[number % 7].pk,
                at=at - timedelta(minutes=number),
                facts={"fields": ["department"]},
            )
            for number in range(EVENTS - Event.objects.count())
        ),
        batch_size=5000,
    )
