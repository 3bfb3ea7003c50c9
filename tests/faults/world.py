"""A program full of pairs, where it is noon now: whom the faults owe something."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.test import Client

from kit.clock import now
from kit.zones import zone_called
from milestones.models import Milestone
from notices.models import Notice, Timing
from notices.planning.planner import plan
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.bench import crowds
from tests.faults.ledger import Owed
from tests.worker import wait_for


@dataclass(frozen=True)
class World:
    program: Program
    admin: Person
    zone: str
    pairings: list[Pairing]

    def owe(self, pairings: Iterable[Pairing]) -> list[Owed]:
        """Let a milestone of each of these fall due for its reminder: two are owed for each."""
        day = now().astimezone(zone_called(self.zone)).date() + timedelta(days=6)
        made = Milestone.objects.bulk_create(
            Milestone(pairing=one, title="Half-time review", responsible="both", due_on=day)
            for one in pairings
        )
        return [Owed("milestone_ahead", one.pk, to) for one in made for to in both(one.pairing)]

    def fall_due(self, pairings: Iterable[Pairing]) -> list[Owed]:
        """`owe`, and wait until it is planned, whoever does it: one planner works at a time."""
        owed = self.owe(pairings)
        milestones = {one.subject_id for one in owed}
        planned = Notice.objects.filter(kind="milestone_ahead", subject_id__in=milestones)
        wait_for(lambda: plan(now=now()) or planned.count() == len(owed), "the planner")
        assert planned.count() == len(owed)
        return owed

    def applicants(self, number: int) -> list[Participant]:
        return [
            cast.participant(one, self.program, "mentee", state="applied")
            for one in people(number, zone=self.zone, prefix="applicant")
        ]

    def browser(self) -> Client:
        """Of the one who runs the program, signed in."""
        client = Client(headers={"host": "localhost"})
        client.force_login(
            self.admin, backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        return client


def company(*, pairs: int) -> World:
    """Where it is noon, every day is worked on, and nobody has been written to yet."""
    staff = crowds.staff()
    zone = noon_zone(now())
    some = people(2 * pairs, zone=zone)
    program = crowds.program(staff, "Large", mentors=some[:pairs], mentees=some[pairs:])
    crowds.pairs_with_milestones(program, each=0, in_days=0)
    Timing.objects.create(program=program, working_days="1234567")
    Person.objects.update(time_zone=zone)
    pairings = Pairing.objects.with_people().order_by("pk")
    return World(program, staff.program_admin, zone, list(pairings))


def people(number: int, *, zone: str, prefix: str = "person") -> list[Person]:
    return Person.objects.bulk_create(
        Person(email=f"{prefix}{n}@example.com", name=f"{prefix.title()} No{n}", time_zone=zone)
        for n in range(number)
    )


def both(pairing: Pairing) -> list[str]:
    """The addresses of a pair."""
    mentees = (place.mentee for place in pairing.mentees.all())
    return [one.person.email for one in (pairing.mentor, *mentees)]


def noon_zone(at: datetime) -> str:
    """One where it is between twelve and one: nobody has quiet hours during the suite."""
    ahead = 12 - at.hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "UTC"


def is_settled() -> bool:
    """Whether nothing that is due waits or is being sent."""
    waiting = Notice.objects.filter(Q(state="planned", due_at__lte=now()) | Q(state="claimed"))
    return not waiting.exists()


def wait_until_settled(*, seconds: float = 60) -> None:
    wait_for(is_settled, "all that is due to be settled", seconds=seconds)


def leases_run_out() -> int:
    """Stands for the two minutes of waiting until a dead sender's claim is over."""
    return Notice.objects.filter(state="claimed").update(claimed_until=now() - timedelta(seconds=1))


def retries_fall_due() -> int:
    """Stands for the waiting until what was put off is to be tried again."""
    at = now()
    return Notice.objects.filter(state="planned", due_at__gt=at).update(due_at=at)
