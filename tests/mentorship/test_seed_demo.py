"""The demo's company, in each stage: built through the functions that the pages call."""

from __future__ import annotations

from collections import Counter
from datetime import time, timedelta

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from history.models import Event
from kit.clock import now, today
from milestones.models import Milestone
from notices.models import Notice
from notices.timing import setting
from pairings.models import CheckIn, ExtensionRequest, Session
from pairings.rhythm import Standing
from participants.models import Answer, Bar, Participant, Wish
from people.models import Employment, Person
from programs.models import Program

MAIN, PAST, CHOSEN = "Growing together", "Leading together", "First hundred days"


@pytest.fixture
def demo(settings: Settings) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"


def seed(stage: str) -> Program:
    call_command("seed_demo", stage=stage, seed=1, verbosity=0)
    return Program.objects.get(name=MAIN)


def states_of(program: Program) -> Counter[str]:
    return Counter(program.participants.values_list("state", flat=True))


@pytest.mark.usefixtures("demo")
@pytest.mark.django_db(transaction=True)  # ten thousand changes in one transaction take minutes
class TestEachStage:
    def test_applying(self) -> None:
        main = seed("applying")
        assert main.state == Program.State.OPEN
        assert states_of(main)[Participant.State.APPLIED] > 10
        assert not main.pairings.exists()
        assert main.questions.count() == 3
        assert Answer.objects.filter(participant__program=main).count() > 20
        assert Wish.objects.filter(participant__program=main).count() > 5
        assert {one.participant.role for one in Wish.objects.all()} == {"mentee"}
        assert Program.objects.get(name="Upside down").places == 8

    def test_matching(self) -> None:
        main = seed("matching")
        assert states_of(main)[Participant.State.ADMITTED] > 80
        assert not main.runs.exists()
        wishes = Wish.objects.filter(participant__program=main)
        assert wishes.filter(participant__role="mentee").count() > 30
        assert wishes.filter(participant__role="mentor").count() > 5
        people = list(main.participants.admitted().values_list("person", flat=True))
        assert Bar.objects.among(people)

    def test_over(self) -> None:
        main = seed("over")
        assert main.state == Program.State.CLOSED
        assert not main.pairings.live().exists()
        assert main.pairings.filter(ending__kind="completed").count() > 40

    def test_running(self) -> None:
        main = seed("running")
        assert Employment.objects.count() == 300
        went = Person.objects.filter(participations__state="admitted", is_active=False)
        assert went.count() >= 5  # or HR would read that nobody who takes part ever leaves
        assert main.state == Program.State.RUNNING
        runs_it = main.admins.earliest("pk").person  # who alone learns of those who ask for help
        pairings = main.pairings.with_rhythm(on=today(), reader=runs_it)
        stand = Counter(one.standing for one in pairings)
        assert stand[Standing.ON_TRACK] > 30
        for some in (Standing.QUIET, Standing.HELP, Standing.ENDED):
            assert stand[some] > 0, some
        assert Milestone.objects.overdue(on=today()).filter(pairing__program=main).count() > 3
        assert Session.objects.planned().filter(starts_at__gt=now()).count() > 20
        said = Counter(CheckIn.objects.filter(pairing__program=main).values_list("answer"))
        assert said[("well",)] > said[("so_so",)] > said[("badly",)] > 0
        asked = Counter(
            ExtensionRequest.objects.filter(pairing__program=main).values_list("answer", flat=True)
        )
        assert asked == {"granted": 1, "": 1}
        assert Employment.objects.filter(left_on__lt=today()).count() > 20
        chosen = Program.objects.get(name=CHOSEN)
        assert chosen.suggestions.count() > 30
        answers = Counter(chosen.requests.values_list("answer", flat=True))
        assert (answers["accepted"], answers["declined"]) == (2, 1)
        assert answers[""] >= 3  # wait for an answer
        assert chosen.pairings.count() == 2
        sent = main.announcements.exclude(sent_at=None).get()
        told = Notice.objects.filter(kind="announcement", subject_id=sent.pk, state="sent")
        assert told.filter(way="mail").count() > 50
        assert Notice.objects.filter(kind="digest_daily", state="sent").count() > 3
        assert setting.of(main).hours.quiet_until == time(9)
        assert main.wordings.get().kind == "session_tomorrow"
        soon = told.filter(settled_at__lt=now() - timedelta(days=2))  # so nowhere always at night
        zones = set(soon.values_list("recipient__time_zone", flat=True))
        assert {"Australia/Sydney", "America/New_York", "Asia/Kolkata"} <= zones
        past = Program.objects.get(name=PAST)
        assert past.state == Program.State.CLOSED
        assert Session.objects.held().filter(pairing__program=past).count() > 50

    def test_nothing_lies_in_the_future_and_no_notice_failed(self) -> None:
        seed("applying")
        assert Event.objects.filter(at__gt=now() + timedelta(hours=4)).count() == 0
        assert set(Notice.objects.values_list("state", flat=True)) <= {"sent", "dropped", "planned"}


@pytest.mark.usefixtures("demo")
def test_it_leaves_a_company_that_is_there_alone(ada: Person) -> None:
    with pytest.raises(CommandError, match="needs an empty database"):
        call_command("seed_demo")
    call_command("seed_demo", if_empty=True)
    assert Person.objects.get() == ada


@pytest.mark.usefixtures("db")
def test_outside_of_a_demo_it_refuses() -> None:
    with pytest.raises(CommandError, match="not a demo"):
        call_command("seed_demo")
    assert not Person.objects.exists()


@pytest.mark.usefixtures("demo", "db")
def test_a_stage_that_does_not_exist_is_named(settings: Settings) -> None:
    settings.DEMO_STAGE = "dreaming"
    with pytest.raises(CommandError, match=r"'dreaming'; choose one of: applying"):
        call_command("seed_demo", stage="dreaming")
