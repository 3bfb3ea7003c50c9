"""Each kind's mail: both forms say the same, in the recipient's time, and nothing a pair wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from html import unescape

import pytest
from django.core.mail import EmailMultiAlternatives

from goals.models import Goal
from matching.models import Request
from notices.catalogue import ALL, KINDS
from notices.models import Announcement, Notice
from notices.sense import NoLongerNeeded
from notices.writing.mails import mail as letter
from notices.writing.words import compose, reading
from pairings import agreeing, extending, help, lifecycle, sessions  # noqa: A004
from pairings.founding import found_one
from pairings.models import AgendaItem, HelpRequest, Note, Pairing, Session
from participants.models import Draw, Lot, Participant
from people.models import Person, RoleGrant
from programs.models import Expectations, Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at

pytestmark = pytest.mark.django_db

SECRET = "Zyzzyva"  # stands in everything that a pair writes


@pytest.fixture
def written(pairing: Pairing, cleo: Person) -> Pairing:
    """Ben and Cleo's pairing, in which all that a pair writes holds SECRET."""
    Person.objects.filter(pk=cleo.pk).update(name="Cleo <b>M&M</b> O'Neil")
    AgendaItem.objects.create(pairing=pairing, text=SECRET, position=1, added_at=NOW)
    met = cast.held_session(pairing, days_ago=27)
    Note.objects.create(session=met, author=cleo, text=SECRET, written_at=NOW)
    Goal.objects.create(
        pairing=pairing, owner=cleo, text=SECRET, reached_when=SECRET, written_at=NOW
    )
    agreeing.write(pairing, by=cleo, at=NOW, confidentiality=SECRET, ending=SECRET, cadence_days=14)
    help.ask(pairing, by=cleo, at=NOW, message=SECRET)
    return Pairing.objects.get(pk=pairing.pk)


Subject = Callable[[Pairing], tuple[int, date]]


def _milestone(days: int) -> Subject:
    return lambda pairing: (
        cast.milestone(
            pairing, due_on=TODAY + timedelta(days=days), title="Half-time & <review>"
        ).pk,
        TODAY + timedelta(days=days),
    )


def _end(days: int) -> Subject:
    def ending(pairing: Pairing) -> tuple[int, date]:
        ends_on = TODAY + timedelta(days=days)
        Pairing.objects.filter(pk=pairing.pk).update(ends_on=ends_on)
        return pairing.pk, ends_on

    return ending


def _program(days: int) -> Subject:
    def ending(pairing: Pairing) -> tuple[int, date]:
        return pairing.program_id, _end(days)(pairing)[1]

    return ending


def _proposed(pairing: Pairing) -> tuple[int, date]:
    Pairing.objects.filter(pk=pairing.pk).update(state="proposed")
    return pairing.pk, TODAY


def _session(pairing: Pairing) -> tuple[int, date]:
    planned = sessions.plan(
        pairing,
        by=pairing.mentor.person,
        at=NOW,
        starts_at=NOW + timedelta(days=1),
        minutes=60,
        how="video",
        place=SECRET,
    )
    return planned.pk, TODAY + timedelta(days=1)


def _application(state: str) -> Subject:
    def decided(pairing: Pairing) -> tuple[int, date]:
        Participant.objects.filter(pk=pairing.mentor_id).update(
            state=state, statement=SECRET, decision_reason="Too many & too <few>"
        )
        return pairing.mentor_id, TODAY

    return decided


def _expectations(pairing: Pairing) -> tuple[int, date]:
    pairing.program.expectations.filter(role="mentor").update(replaced_at=NOW)
    written = Expectations.objects.create(
        program=pairing.program, role="mentor", version=2, text="More.", written_at=NOW
    )
    return written.pk, TODAY


def _request(ben_as: str, answer: str = "", **more: str) -> Subject:
    """Ben asks, or is asked, in another program."""

    def requested(pairing: Pairing) -> tuple[int, date]:
        ben, cleo = pairing.mentor.person, pairing.mentees.get().mentee.person
        chosen = cast.program(cast.person("Eve Other"), name="Where <mentees> & mentors choose")
        Program.objects.filter(pk=chosen.pk).update(way="chosen")
        other = "mentee" if ben_as == "mentor" else "mentor"
        two = {
            role: cast.participant(one, chosen, role)
            for one, role in ((ben, ben_as), (cleo, other))
        }
        at = NOW if answer else None
        made = Request.objects.create(
            program=chosen,
            **two,
            words=SECRET,
            reason=SECRET,
            asked_at=NOW - timedelta(days=2),
            answer=answer,
            answered_at=at,
            **more,
        )
        if answer == "accepted":
            found_one(two["mentor"], [two["mentee"]], by=cleo, at=NOW)
        return made.pk, TODAY

    return requested


def _chooses(pairing: Pairing) -> tuple[int, date]:
    request = Request.objects.get(pk=_request("mentee")(pairing)[0])
    request.delete()
    return request.mentee_id, TODAY


def _extension(answer: str = "") -> Subject:
    """Cleo asks Ben; or Ben has asked, and Cleo said no."""

    def asked(pairing: Pairing) -> tuple[int, date]:
        ben, cleo = pairing.mentor.person, pairing.mentees.get().mentee.person
        to_on = pairing.ends_on + timedelta(days=30)
        made = extending.ask(pairing, by=ben if answer else cleo, at=NOW, to_on=to_on)
        if answer:
            extending.decline(made, by=cleo, at=NOW)
        return made.pk, TODAY

    return asked


def _paused(pairing: Pairing) -> tuple[int, date]:
    cleo = pairing.mentees.get().mentee.person
    lifecycle.pause(pairing, by=cleo, at=NOW, on=TODAY, until_on=TODAY + timedelta(days=20))
    return pairing.pk, TODAY


def _ended(pairing: Pairing) -> tuple[int, date]:
    cleo = pairing.mentees.get().mentee.person
    lifecycle.end(pairing, by=cleo, at=NOW, on=TODAY, kind="no_time")
    return pairing.pk, TODAY


def _session_of_yesterday(pairing: Pairing) -> tuple[int, date]:
    pk, _on = _session(pairing)
    Session.objects.filter(pk=pk).update(starts_at=NOW - timedelta(days=1))
    return pk, TODAY - timedelta(days=1)


def _session_without_agenda(pairing: Pairing) -> tuple[int, date]:
    pairing.agenda.all().delete()
    return _session(pairing)


def _reports(pairing: Pairing) -> tuple[int, date]:
    ben = pairing.mentor.person
    RoleGrant.objects.create(person=ben, role="hr", granted_at=NOW)
    return ben.pk, TODAY.replace(day=1)


def _announcement(pairing: Pairing) -> tuple[int, date]:
    made = Announcement.objects.create(
        program=pairing.program,
        title="A talk on <Tuesday> & cake",
        text="Everybody is welcome.\n\nBring & share.",
        standing="admitted",
        written_at=NOW,
        sent_at=NOW,
    )
    return made.pk, TODAY


def _digest(kind: str) -> Subject:
    def digest(pairing: Pairing) -> tuple[int, date]:
        ben = pairing.mentor.person
        carrying = _notice(kind, ben.pk, TODAY, ben)
        for one in ("carrying", "carried"):
            made = carrying if one == "carrying" else _notice("milestone_ahead", 1, TODAY, ben)
            made.due_at = made.expires_at = made.planned_at = NOW
            made.message_id = f"<{one}@example.com>"
            if one == "carried":
                made.state, made.digest = "bundled", carrying
                made.title, made.link = "“A & <b>” is due in 7 days", "http://localhost:8000/x/"
            made.save()
        return ben.pk, TODAY

    return digest


SAMPLES: dict[str, Subject] = {
    "application_received": _application("applied"),
    "application_admitted": _application("admitted"),
    "application_waitlisted": _application("waitlisted"),
    "application_declined": _application("declined"),
    "expectations_changed": _expectations,
    "suggestions_ready": _chooses,
    "request_received": _request("mentor"),
    "request_waiting": _request("mentor"),
    "request_accepted": _request("mentee", "accepted"),
    "request_declined": _request("mentee", "declined"),
    "request_lapsed": _request("mentee", "lapsed", lapsed_because="full"),
    "match_published": _proposed,
    "agreement_waiting": lambda pairing: (pairing.agreements.latest("version").pk, TODAY),
    "agreement_overdue": _proposed,
    "pair_quiet": lambda pairing: (pairing.pk, TODAY),
    "session_tomorrow": _session,
    "milestone_ahead": _milestone(7),
    "milestone_today": _milestone(0),
    "milestone_overdue": _milestone(-3),
    "end_ahead": _end(30),
    "end_near": _end(7),
    "end_today": _end(0),
    "ends_ahead": _program(30),
    "ends_near": _program(7),
    "ends_today": _program(0),
    "program_week": lambda pairing: (pairing.program_id, TODAY),
    "milestones_overdue": lambda pairing: (pairing.program_id, _milestone(-10)(pairing)[1]),
    "ends_past": _program(-7),
    "end_past": _end(-7),
    "extension_asked": _extension(),
    "extension_declined": _extension("declined"),
    "extension_granted": lambda pairing: (pairing.pk, TODAY),
    "pairing_paused": _paused,
    "pairing_ended": _ended,
    "session_past": _session_of_yesterday,
    "agenda_empty": _session_without_agenda,
    "check_in_due": lambda pairing: (pairing.pk, TODAY),
    "reports_month": _reports,
    "announcement": _announcement,
    "digest_daily": _digest("digest_daily"),
    "digest_weekly": _digest("digest_weekly"),
    "help_asked": lambda pairing: (HelpRequest.objects.get(pairing=pairing).pk, TODAY),
}
FOR_ADMINS = {
    *("ends_ahead", "ends_near", "ends_today", "ends_past"),
    *("program_week", "milestones_overdue", "help_asked"),
}


def _mail(kind: str, pairing: Pairing, to: Person) -> EmailMultiAlternatives:
    subject_id, due_on = SAMPLES[kind](pairing)
    if kind.startswith("digest"):
        return _written(Notice.objects.get(kind=kind), NOW)
    now = NOW + timedelta(days=5) if "quiet" in kind else NOW
    return _written(_notice(kind, subject_id, due_on, to), now)


def _written(notice: Notice, now: datetime) -> EmailMultiAlternatives:
    kind = KINDS[notice.kind]
    words = compose(notice, kind, now=now)
    with reading(notice.recipient):
        return letter(notice, kind, words, now=now)


def _notice(kind: str, subject_id: int, due_on: date, to: Person) -> Notice:
    return Notice(
        kind=kind,
        subject_kind=KINDS[kind].subject_kind,
        subject_id=subject_id,
        due_on=due_on,
        recipient=to,
        message_id="<one@example.com>",
    )


def _words(html: str) -> list[str]:
    """What somebody reads of an HTML mail."""
    body = html.partition("<body>")[2]
    return unescape(re.sub(r"<[^>]+>", " ", body)).split()


def test_every_kind_has_a_sample() -> None:
    assert set(SAMPLES) == {kind.name for kind in ALL}


@pytest.mark.parametrize("kind", list(SAMPLES))
def test_both_forms_say_the_same_and_nothing_that_a_pair_wrote(
    kind: str, written: Pairing, ada: Person, ben: Person
) -> None:
    to = ada if kind in FOR_ADMINS else ben
    mail = _mail(kind, written, to)
    html = str(mail.alternatives[0][0])
    everything = f"{mail.subject}{mail.body}{html}"
    assert SECRET not in everything
    assert "{{" not in everything
    assert "{%" not in everything
    assert mail.subject
    assert "\n" not in mail.subject
    assert not re.search(r"&\w+;|&#\d", f"{mail.subject}{mail.body}")  # text is not escaped
    assert "<b>" not in html
    links = re.findall(r"http\S+", str(mail.body))
    assert all(f'href="{link}"' in html for link in links)
    without_links = re.sub(r":?\s*http\S+", "", str(mail.body))
    said = set(re.sub(r"^--$|^- ", "", without_links, flags=re.MULTILINE).split())
    assert said <= set(_words(html)), said - set(_words(html))


def test_a_decision_comes_with_its_reason(written: Pairing, ben: Person) -> None:
    mail = _mail("application_declined", written, ben)
    assert "Too many & too <few>" in mail.body
    assert "Too many &amp; too &lt;few&gt;" in str(mail.alternatives[0][0])


@pytest.mark.parametrize(
    ("kind", "is_won", "told"),
    [
        ("application_admitted", True, True),
        ("application_waitlisted", False, True),
        ("application_admitted", False, False),  # moved up by hand, later
        ("application_waitlisted", True, False),
    ],
)
def test_what_lots_decided_is_told_as_such(
    written: Pairing, ada: Person, ben: Person, kind: str, is_won: bool, told: bool
) -> None:
    subject_id, due_on = SAMPLES[kind](written)
    draw = Draw.objects.create(
        program=written.program, seed="0" * 32, places=40, by=ada, at=at("2026-10-20T23:30")
    )
    Lot.objects.create(draw=draw, participant_id=subject_id, position=12, is_won=is_won)
    mail = _written(_notice(kind, subject_id, due_on, ben), NOW)
    words = "Lots were drawn on 21 October 2026: you were number 12 of 12 for 40 places."
    assert (words in mail.body) == told
    assert (words in str(mail.alternatives[0][0])) == told


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Europe/Berlin", "10:00"),
        ("Asia/Kolkata", "14:30"),
        ("America/St_Johns", "05:30"),
        ("Asia/Kathmandu", "14:45"),
    ],
)
def test_a_session_is_told_in_the_recipients_time(
    written: Pairing, ben: Person, zone: str, told: str
) -> None:
    ben.time_zone = zone
    mail = _mail("session_tomorrow", written, ben)
    assert told in mail.subject
    assert f"{told} ({zone} time)" in mail.body


def test_the_days_are_counted_from_the_day_it_is_sent(written: Pairing, ben: Person) -> None:
    subject_id, due_on = SAMPLES["milestone_ahead"](written)
    notice = _notice("milestone_ahead", subject_id, due_on, ben)

    def subject(now: datetime) -> str:
        return compose(notice, KINDS["milestone_ahead"], now=now).title

    assert "in 7 days" in subject(NOW)
    assert "in 5 days" in subject(NOW + timedelta(days=2))
    assert "tomorrow" in subject(NOW + timedelta(days=6))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("agreement_waiting", "done"), ("match_published", "not_recipient")],
)
def test_a_mail_is_not_written_to_whom_it_does_not_concern(
    written: Pairing, cleo: Person, dan: Person, kind: str, reason: str
) -> None:
    to = cleo if kind == "agreement_waiting" else dan
    with pytest.raises(NoLongerNeeded) as given_up:
        _mail(kind, written, to)
    assert given_up.value.reason == reason


def test_an_admin_who_was_dismissed_gets_nothing(
    written: Pairing, program: Program, ada: Person
) -> None:
    program.admins.all().delete()
    with pytest.raises(NoLongerNeeded):
        _mail("help_asked", written, ada)


def test_a_settled_call_for_help_is_no_news(written: Pairing, ada: Person) -> None:
    HelpRequest.objects.update(settled_at=at("2026-11-02T08:00"))
    with pytest.raises(NoLongerNeeded):
        _mail("help_asked", written, ada)
