"""The whole loop in a real browser, with a real worker: from a program's purpose to HR's report.

Five more pairs stand beside Ben and Cleo, since figures of fewer are hidden. Every page on the way
is looked at: axe finds nothing in light and dark, and nothing is wider than a phone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from kit.clock import now
from matching.models import Run
from milestones.models import Milestone
from notices.models import KeptMail, Notice
from notices.planning import planner
from notices.sending import sender
from pairings import agreeing, sessions
from pairings.models import AgendaItem, Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.browser.conftest import OpenPage
from tests.browser.looking import assert_good
from tests.browser.walking import press
from tests.conftest import SignIn
from tests.worker import running_worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

OTHERS = 5


def go(page: Page, address: str) -> None:
    page.goto(address)
    assert_good(page)


def test_from_purpose_to_report(
    open_page: OpenPage, tmp_path: Path, ada: Person, ben: Person, cleo: Person, hana: Person,
    olga: Person, as_person: SignIn, settings: Settings,
) -> None:  # fmt: skip
    settings.EMAIL_BACKEND = "notices.sending.backends.KeepingBackend"  # as in the demo
    with running_worker(tmp_path / "worker.log"):
        program = ada_opens_a_program(open_page(ada))
        apply(open_page(ben), program, "mentor")
        apply(open_page(cleo), program, "mentee")
        others_apply(program)
        ada_admits_everybody(open_page(ada), program)
        ada_matches_and_publishes(open_page(ada), program)
    pairing = Pairing.objects.get(mentees__mentee__person=cleo)
    ben_or_another = pairing.mentor.person
    for person in (ben_or_another, cleo):
        accept(open_page(person), pairing)
    expect_state(pairing, "active")
    others_agree_and_meet(pairing)
    before = sessions_seen_by_hr(open_page(hana))
    cleo_prepares_and_logs(open_page(cleo), pairing)
    cleo_sets_a_goal(open_page(cleo), pairing)
    time_passes(pairing)
    olga_reads_the_outbox(open_page(olga), pairing, cleo)
    assert sessions_seen_by_hr(open_page(hana)) == before + 1
    hr_finds_no_pair(as_person, hana, pairing)


def ada_opens_a_program(page: Page) -> Program:
    go(page, "/desk/")
    go(page, "/programs/new/")
    page.get_by_label("Leadership development").check()
    page.get_by_label("Name").fill("Rising leaders")
    page.get_by_label("The pairs start on").fill(now().date().isoformat())
    press(page, "Make the draft")
    program = Program.objects.get(name="Rising leaders")
    for step in ("basics", "dates", "goals", "plan", "resources", "guidelines", "admins"):
        go(page, f"/programs/{program.ref}/setup/{step}/")
    go(page, f"/programs/{program.ref}/setup/")
    press(page, "Open the program")
    expect(page.get_by_text("open for applications").first).to_be_visible()
    program.refresh_from_db()
    assert program.state == Program.State.OPEN
    return program


def apply(page: Page, program: Program, role: str) -> None:
    go(page, "/")
    go(page, f"/programs/{program.ref}/")
    go(page, f"/programs/{program.ref}/apply/{role}/")
    page.get_by_label("Skill or topic 1").fill("Finance")
    press(page, "Next")
    assert_good(page)
    page.get_by_label("What I hope for").fill("An honest conversation partner.")
    page.get_by_role("checkbox", name="English", exact=True).check()
    press(page, "Next")
    assert_good(page)
    page.get_by_label(re.compile("I have read")).check()
    press(page, "Send")
    expect(page.get_by_role("heading", level=1)).to_contain_text(program.name)
    assert_good(page)
    assert Participant.objects.get(program=program, role=role).state == "applied"


def others_apply(program: Program) -> None:
    for number in range(OTHERS):
        mentor = cast.person(f"Mentor {number}")
        cast.participant(mentor, program, "mentor", state="applied")
        cast.participant(cast.person(f"Mentee {number}"), program, "mentee", state="applied")


def ada_admits_everybody(page: Page, program: Program) -> None:
    go(page, f"/programs/{program.ref}/roster/")
    page.get_by_label(re.compile(r"^All \d+ people")).check()
    press(page, "Admit")
    assert_good(page)
    assert program.participants.filter(state="admitted").count() == 2 * OTHERS + 2


def ada_matches_and_publishes(page: Page, program: Program) -> None:
    go(page, f"/programs/{program.ref}/matching/")
    press(page, "Run the matching")
    wait_for(lambda: Run.objects.filter(state="done").exists(), "the run to be done", seconds=60)
    run = Run.objects.get()
    go(page, f"/programs/{program.ref}/matching/{run.ref}/")
    expect(page.get_by_text("proven optimal").first).to_be_visible()
    go(page, f"/programs/{program.ref}/matching/{run.ref}/publish/")
    press(page, "Publish and tell everybody")
    assert_good(page)
    assert Pairing.objects.count() == OTHERS + 1


def accept(page: Page, pairing: Pairing) -> None:
    go(page, "/")
    go(page, f"/pairings/{pairing.ref}/agreement/")
    press(page, "I accept")
    assert_good(page)


def expect_state(pairing: Pairing, state: str) -> None:
    pairing.refresh_from_db()
    assert pairing.state == state


def others_agree_and_meet(than: Pairing) -> None:
    """Through the same functions as the pages, since the pages are shown with the first pair."""
    for pairing in Pairing.objects.exclude(pk=than.pk):
        agreement = pairing.agreements.get()
        for person in pairing.people():
            agreeing.accept(agreement, by=person, at=now())
        sessions.log(
            pairing,
            by=pairing.mentor.person,
            at=now(),
            starts_at=now() - timedelta(minutes=5),
            minutes=60,
            how="video",
        )


def cleo_prepares_and_logs(page: Page, pairing: Pairing) -> None:
    go(page, f"/pairings/{pairing.ref}/")
    for text in ("How you became a lead", "Feedback I do not agree with"):
        page.get_by_placeholder("Add something to talk about").fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_text(text, exact=True)).to_be_visible()
    go(page, f"/pairings/{pairing.ref}/log/")
    page.get_by_role("radio", name="45 min").check()
    for text in ("How you became a lead", "Feedback I do not agree with"):
        page.get_by_role("checkbox", name=text).check()
    page.get_by_label("A line to remember").fill("Speak first in one meeting")
    press(page, "Save")
    assert_good(page)
    held = pairing.sessions.get()
    assert (held.state, held.minutes, held.notes.get().text) == (
        "held",
        45,
        "Speak first in one meeting",
    )
    assert AgendaItem.objects.filter(session=held, state="discussed").count() == 2


def cleo_sets_a_goal(page: Page, pairing: Pairing) -> None:
    go(page, f"/pairings/{pairing.ref}/goals/new/")
    page.get_by_label("What do you want to reach?").fill("Lead a review on my own")
    press(page, "Set this goal")
    expect(page.get_by_role("link", name="Lead a review on my own")).to_be_visible()
    goal = pairing.goals.get()
    go(page, f"/goals/{goal.ref}/")
    page.get_by_label("Per cent").fill("20")
    press(page, "Save progress")
    expect(page.get_by_text("You are 20 % of the way")).to_be_visible()


def time_passes(pairing: Pairing) -> None:
    """The clock is passed in: a week before a milestone, then thirty days before the end."""
    milestone = Milestone.objects.filter(
        pairing=pairing, responsible="both", due_on__gt=now().date() + timedelta(days=8)
    ).first()
    assert milestone
    for day in (milestone.due_on - timedelta(days=7), pairing.ends_on - timedelta(days=30)):
        moment = datetime.combine(day, time(12), UTC)
        for _round in range(3):
            planner.plan(now=moment)
        while sender.send_due(now=moment):
            pass
    for kind, subject in (("milestone_ahead", milestone), ("end_ahead", pairing)):
        sent = Notice.objects.filter(kind=kind, subject_id=subject.pk, state="sent")
        told = sorted(sent.values_list("recipient__name", flat=True))
        assert told == sorted(person.name for person in pairing.people()), kind
        for notice in sent:
            assert KeptMail.objects.filter(message_id=notice.message_id).count() == 1


def olga_reads_the_outbox(page: Page, pairing: Pairing, cleo: Person) -> None:
    go(page, "/outbox/")
    notice = Notice.objects.get(kind="end_ahead", subject_id=pairing.pk, recipient=cleo)
    go(page, f"/outbox/{notice.ref}/")
    expect(page.get_by_text("sent", exact=False).first).to_be_visible()
    mails = " ".join(KeptMail.objects.values_list("text", flat=True))
    for secret in ("How you became a lead", "Speak first", "Lead a review"):
        assert secret not in mails


def sessions_seen_by_hr(page: Page) -> int:
    """How many sessions HR reads in the table of months, the last row of which is this month."""
    go(page, "/reports/")
    for question in ("staying", "growing", "fairness"):
        go(page, f"/reports/{question}/")
    go(page, "/reports/meeting/")
    table = page.get_by_role("table").filter(has_text="Sessions").first
    names = [name.strip() for name in table.locator("thead th").all_inner_texts()]
    last = table.locator("tbody tr").last.locator("th, td").all_inner_texts()
    (column,) = [number for number, name in enumerate(names) if name.lower() == "sessions"]
    return int(last[column].strip())


def hr_finds_no_pair(as_person: SignIn, hana: Person, pairing: Pairing) -> None:
    client = as_person(hana)
    for address in ("", "agreement/", "log/", "sessions/", "goals/new/"):
        assert client.get(f"/pairings/{pairing.ref}/{address}").status_code == 404
