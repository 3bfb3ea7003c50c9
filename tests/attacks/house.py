"""One program full of everything, with words of the pair that nobody else may ever read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver

from goals import acting, setting
from goals.models import Action, Goal
from kit import clock
from matching import rulings, runs
from matching.choosing import requests, suggestions
from matching.models import Request, Ruling, Run
from milestones import timeline
from milestones.models import Milestone
from notices.models import Announcement, Channel, KeptMail, Notice, Suppression
from pairings import agenda, agreeing, checking_in, extending, sessions
from pairings import help as helping
from pairings.founding import found_one
from pairings.models import AgendaItem, ExtensionRequest, HelpRequest, Pairing, Session
from participants import admission, barring, wishing
from participants.models import Draw, Lot, Participant, ParticipantList
from people.directory import stages
from people.models import DirectoryImport, Person
from programs.models import Program
from tests import cast

OF_THE_PAIR = "zebra"  # begins every word that Ben and Cleo share
OF_BEN = "okapi-private"  # a note for Ben alone
OF_CLEO = "lynx-private"  # a note for Cleo alone
OF_THE_GROUP = "ibex-group"  # written after Gus left it
TO_ADMINS = "quagga-help"  # Cleo's words to those who run the program
BARRED = "Yak Barred"  # a colleague in no program, whom Cleo would rather not be paired with
ASKING = "zebu-asking"  # with which Finn asks Mia to be his mentor
TO_STAND_INS = "quokka-help"  # where nobody runs the program any more
OF_THE_CHANNEL = "kudu-webhook"  # in the address of a channel: whoever has it can write there
OF_A_DRAFT = "oryx-draft"  # of an announcement that Ada has not sent
DECLINING = "gaur-declining"  # with which Mia has declined Uma


@dataclass
class House:
    people: dict[str, Person] = field(default_factory=dict)
    program: Program = field(init=False)
    draft: Program = field(init=False)
    pairing: Pairing = field(init=False)
    ended: Pairing = field(init=False)
    group: Pairing = field(init=False)
    item: AgendaItem = field(init=False)
    planned: Session = field(init=False)
    held: Session = field(init=False)
    goal: Goal = field(init=False)
    action: Action = field(init=False)
    milestone: Milestone = field(init=False)
    help: HelpRequest = field(init=False)
    unheard: HelpRequest = field(init=False)
    extension: ExtensionRequest = field(init=False)
    run: Run = field(init=False)
    ruling: Ruling = field(init=False)
    request: Request = field(init=False)
    batch: str = ""
    applicant: Participant = field(init=False)
    wished: Participant = field(init=False)
    draw: Draw = field(init=False)
    list: ParticipantList = field(init=False)
    directory: DirectoryImport = field(init=False)
    notice: Notice = field(init=False)
    mail: KeptMail = field(init=False)
    suppression: Suppression = field(init=False)
    told: Notice = field(init=False)
    channel: Channel = field(init=False)
    announcement: Announcement = field(init=False)

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def built() -> House:
    house = House()
    _people(house)
    _programs(house)
    _pairings(house)
    _words(house)
    _matching(house)
    _wishes(house)
    _choosing(house)
    _lottery(house)
    _office(house)
    _inbox(house)
    return house


def _people(house: House) -> None:
    for name in ("ben", "cleo", "dan", "finn", "gus", "kim", "mia", "ned", "uma", "una", "zoe"):
        house.people[name] = cast.person(f"{name.title()} Person")
    for name, role in (
        *(("ada", "program_admin"), ("eve", "program_admin")),
        *(("hana", "hr"), ("olga", "administrator")),
    ):
        house.people[name] = cast.person(f"{name.title()} Person", roles=(role,))
    for person in house.people.values():
        record = cast.employment(person, gender="gnu-gender")
        record.annual_salary = 765_432_109
        record.save()


def _programs(house: House) -> None:
    house.program = cast.program(house["ada"])
    house.draft = cast.program(house["ada"], name="Not yet open", state="draft")
    other = cast.program(house["eve"], name="Another program")
    dan = cast.participant(house["dan"], other, "mentor")
    cast.pairing(dan, cast.participant(house["zoe"], other, "mentee"))


def _pairings(house: House) -> None:
    ben = cast.participant(house["ben"], house.program, "mentor", capacity=3)
    cleo, finn = (
        cast.participant(house[name], house.program, "mentee") for name in ("cleo", "finn")
    )
    house.ended = cast.pairing(ben, finn, state="ended")
    house.pairing = cast.pairing(ben, cleo)
    mia = cast.participant(house["mia"], house.program, "mentor", capacity=3)
    mentees = [cast.participant(house[name], house.program, "mentee") for name in ("gus", "kim")]
    founded_at = cast.NOW - timedelta(days=28)
    house.group = found_one(mia, mentees, by=house["ada"], at=founded_at)
    for name in ("mia", "gus", "kim"):
        agreeing.accept(house.group.agreements.get(), by=house[name], at=founded_at)
    house.group.mentees.filter(mentee=mentees[0]).update(left_on=cast.TODAY - timedelta(days=7))


def _words(house: House) -> None:
    pairing, ben, cleo, at = house.pairing, house["ben"], house["cleo"], cast.NOW
    house.item = agenda.add(pairing, by=ben, at=at, text="zebra-agenda")
    talked = agenda.add(pairing, by=ben, at=at, text="zebra-discussed")
    house.held = sessions.log(
        pairing,
        by=ben,
        at=at,
        starts_at=at - timedelta(days=3),
        minutes=60,
        how="video",
        discussed=[talked],
        note="zebra-note",
    )
    sessions.add_note(house.held, by=ben, at=at, text=OF_BEN, is_shared=False)
    sessions.add_note(house.held, by=cleo, at=at, text=OF_CLEO, is_shared=False)
    house.planned = sessions.plan(
        pairing,
        by=ben,
        at=clock.now(),
        starts_at=clock.now() + timedelta(days=2),
        minutes=60,
        how="video",
        place="zebra-place",
    )
    written = agreeing.write(
        pairing, by=ben, at=at, confidentiality="zebra-confidential", ending="zebra-ending"
    )
    agreeing.accept(written, by=cleo, at=at)
    house.goal = setting.write(
        pairing, owner=cleo, by=cleo, at=at, text="zebra-goal", reached_when="zebra-reached"
    )
    setting.progress(house.goal, by=cleo, at=at, to=40, note="zebra-progress")
    house.action = acting.write(house.goal, owner=ben, by=cleo, at=at, text="zebra-action")
    house.milestone = timeline.lay_out([pairing])[0]
    house.help = helping.ask(pairing, by=cleo, at=at, message=TO_ADMINS)
    house.unheard = _unheard()
    house.extension = extending.ask(
        pairing, by=cleo, at=at, to_on=pairing.ends_on + timedelta(days=30)
    )
    _check_ins(house)
    agenda.add(house.group, by=house["mia"], at=at, text=OF_THE_GROUP)


def _unheard() -> HelpRequest:
    """A request in a program that nobody runs any more."""
    gone = cast.person("Lia Person")
    program = cast.program(gone, name="A program without anybody")
    gone.is_active = False
    gone.save()
    rex, sol = cast.person("Rex Person"), cast.person("Sol Person")
    pairing = cast.pairing(
        cast.participant(rex, program, "mentor"), cast.participant(sol, program, "mentee")
    )
    return helping.ask(pairing, by=sol, at=cast.NOW, message=TO_STAND_INS)


def _check_ins(house: House) -> None:
    """Both have answered the round that is open now, each with a line for the other."""
    house.program.checkin_weeks = 1
    house.program.save(update_fields=["checkin_weeks"])
    house.pairing.refresh_from_db()
    for name, answer in (("ben", "so_so"), ("cleo", "badly")):
        checking_in.answer(
            house.pairing,
            by=house[name],
            at=clock.now(),
            on=clock.today(),
            answer=answer,
            comment=f"zebra-checkin of {name}",
        )


def _matching(house: House) -> None:
    ned = cast.participant(house["ned"], house.program, "mentor")
    uma = cast.participant(house["uma"], house.program, "mentee")
    house.run = runs.ask(house.program, by=house["ada"], at=cast.NOW)
    runs.carry_out(house.run, clock=clock.now)
    house.run.refresh_from_db()
    assert house.run.proposals.exists(), house.run.state
    house.ruling = rulings.forbid(ned, uma, by=house["ada"], at=cast.NOW)
    house.applicant = cast.participant(house["una"], house.program, "mentee", state="applied")
    house.batch = admission.waitlist([house.applicant], by=house["ada"], at=clock.now()).batch


def _wishes(house: House) -> None:
    house.wished = Participant.objects.get(person=house["ned"])
    wishing.add(house.applicant, house.wished, at=cast.NOW)
    house.people["yak"] = cast.person(BARRED)
    for name in ("yak", "ned"):
        barring.bar(house["cleo"], house[name], at=cast.NOW)


def _choosing(house: House) -> None:
    program, at = house.program, clock.now()
    program.way = Program.Way.BOTH
    program.save(update_fields=["way"])
    mia, finn, uma = (
        program.participants.select_related("program", "person").get(person=house[name])
        for name in ("mia", "finn", "uma")
    )
    suggestions.renew(program, at=at)
    declined = requests.ask(uma, mia, words="zebu-declined", at=at)
    requests.decline(declined, by=house["mia"], at=at, reason=DECLINING)
    house.request = requests.ask(finn, mia, words=ASKING, at=at)


def _lottery(house: House) -> None:
    house.draw = Draw.objects.create(
        program=house.program, seed="0" * 32, places=0, by=house["ada"], at=cast.NOW
    )
    Lot.objects.create(draw=house.draw, participant=house.applicant, position=1, is_won=False)


def _office(house: House) -> None:
    house.list = ParticipantList.objects.create(
        program=house.program,
        filename="list.csv",
        text="email,role\n",
        uploaded_by=house["ada"],
        uploaded_at=cast.NOW,
    )
    house.directory = stages.receive(
        SimpleUploadedFile("people.csv", b"employee_number,email\n"),
        None,
        by=house["olga"],
        at=cast.NOW,
    )
    house.notice = Notice.objects.create(
        kind="match_published",
        subject_kind="pairings.pairing",
        subject_id=house.pairing.pk,
        due_on=cast.TODAY,
        recipient=house["ben"],
        due_at=cast.NOW,
        expires_at=cast.NOW + timedelta(days=3),
        state="failed",
        planned_at=cast.NOW,
        settled_at=cast.NOW,
        message_id="<attacked@example.com>",
        why="550 nobody",
    )
    house.suppression = Suppression.objects.create(
        email="ben.person@example.com", why="550 nobody", since_at=cast.NOW
    )
    house.mail = KeptMail.objects.create(
        message_id="<attacked@example.com>",
        to="ben.person@example.com",
        subject="You will mentor Cleo",
        text="As the mail says.",
        html="<p>As the mail says.</p>",
        at=cast.NOW,
    )
    house.channel = Channel.objects.create(
        program=house.program,
        app="slack",
        name="#mentoring",
        address=f"http://127.0.0.1:9/{OF_THE_CHANNEL}",
        added_by=house["ada"],
        added_at=cast.NOW,
    )
    house.announcement = Announcement.objects.create(
        program=house.program,
        title="Something to come",
        text=f"{OF_A_DRAFT}: nobody has been told of it.",
        standing="paired",
        written_by=house["ada"],
        written_at=cast.NOW,
    )


def _inbox(house: House) -> None:
    """Ben has been told something, and has not read it."""
    house.told = Notice.objects.create(
        kind="session_past",
        subject_kind="pairings.session",
        subject_id=house.held.pk,
        due_on=cast.TODAY,
        recipient=house["ben"],
        program_id=house.program.pk,
        due_at=cast.NOW,
        expires_at=cast.NOW + timedelta(days=3),
        state="sent",
        way="mail",
        planned_at=cast.NOW,
        settled_at=cast.NOW,
        message_id="<told@example.com>",
        title="How did it go?",
        text="You met on Friday.",
        label="Log the session",
        link="http://localhost:8000/",
        written_at=cast.NOW,
    )


def patterns(of: URLResolver | None = None) -> Iterator[URLPattern]:
    for one in (of or get_resolver()).url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens to the database in here is taken back."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)
        transaction.savepoint_commit(point)
