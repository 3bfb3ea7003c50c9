from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from pytest_django import DjangoAssertNumQueries

from history.models import Event
from notices import announcing
from notices.announcing import NobodyThere, Outcome, Rewritten, SentAlready, audience, reach
from notices.models import Announcement, KeptMail, Notice, Preference, Timing
from notices.planning.planner import plan
from notices.sending.batch import Batch
from notices.sending.sender import send_due
from notices.sense import NoLongerNeeded
from pairings import lifecycle
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW, TODAY
from tests.notices.asking import at, owed, told

pytestmark = pytest.mark.django_db

TEXT = "Dear all,\n\nwe meet on Friday: https://example.com/kick-off <b>"


def draft(program: Program, by: Person, *, role: str = "", standing: str) -> Announcement:
    return announcing.write(
        program, by=by, at=NOW, title="Kick-off", text=TEXT, role=role, standing=standing
    )


@pytest.fixture
def crowd(program: Program, ada: Person, dan: Person) -> dict[str, Person]:
    """One of each standing; Dan's program has the same and must never be reached."""
    people: dict[str, Person] = {}

    def joins(name: str, role: str, where: Program = program, **kwargs: object) -> Participant:
        people[name] = cast.person(name.title())
        return cast.participant(people[name], where, role, **kwargs)  # type: ignore[arg-type]

    for state in ("applied", "waitlisted", "declined", "withdrawn", "draft"):
        joins(f"{state} mentee", "mentee", state=state)
    joins("applied mentor", "mentor", state="applied")
    joins("free mentor", "mentor")
    joins("free mentee", "mentee")
    lead = joins("lead", "mentor", capacity=3)
    cast.held_session(cast.pairing(lead, joins("met", "mentee")), days_ago=3)
    cast.pairing(lead, joins("quiet", "mentee"))
    quiet = Pairing.objects.get(mentees__mentee__person=people["quiet"])
    Pairing.objects.filter(pk=quiet.pk).update(activated_at=NOW - timedelta(days=40))
    Program.objects.filter(pk=program.pk).update(cadence_days=7)
    quiet.agreements.update(cadence_days=7)
    cast.pairing(lead, joins("new", "mentee"), state="proposed")
    over = cast.pairing(joins("was mentor", "mentor"), joins("was mentee", "mentee"))
    lifecycle.end(over, by=over.mentor.person, at=NOW, on=TODAY, kind="completed")
    gone = joins("gone", "mentee")
    Person.objects.filter(pk=gone.person_id).update(is_active=False)
    other = Program.objects.get(name="Another program")
    for state in ("applied", "admitted", "waitlisted"):
        joins(f"other {state}", "mentee", other, state=state)
    theirs = cast.participant(cast.person("Other Lead"), other, "mentor")
    cast.pairing(theirs, joins("other paired", "mentee", other), state="proposed")
    return people


ADMITTED = "free mentor, free mentee, lead, met, quiet, new, was mentor, was mentee"


@pytest.mark.parametrize(
    ("role", "standing", "names"),
    [
        ("", "admitted", ADMITTED),
        ("mentor", "admitted", "free mentor, lead, was mentor"),
        ("mentee", "admitted", "free mentee, met, quiet, new, was mentee"),
        ("", "applied", "applied mentee, applied mentor"),
        ("mentor", "applied", "applied mentor"),
        ("", "waitlisted", "waitlisted mentee"),
        ("", "paired", "lead, met, quiet, new"),
        ("mentee", "paired", "met, quiet, new"),
        ("", "unpaired", "free mentor, free mentee, was mentor, was mentee"),
        ("mentee", "unpaired", "free mentee, was mentee"),
        ("", "quiet", "lead, quiet"),
        ("mentee", "quiet", "quiet"),
        ("", "not_agreed", "lead, new"),
        ("mentor", "not_agreed", "lead"),
    ],
)
def test_an_audience_is_those_of_the_program_who_stand_so_and_nobody_else(
    crowd: dict[str, Person], program: Program, ada: Person, role: str, standing: str, names: str
) -> None:
    found = audience(draft(program, ada, role=role, standing=standing), on=TODAY)
    assert {person.name.lower() for person in found} == set(names.split(", "))
    assert found.count() == len(set(found))


def test_a_mentee_who_left_a_group_is_in_it_no_longer(
    program: Program, ada: Person, pairing: Pairing, cleo: Person
) -> None:
    paired = draft(program, ada, standing="paired")
    assert cleo in audience(paired, on=TODAY)
    pairing.mentees.update(left_on=TODAY)
    assert cleo not in audience(paired, on=TODAY)


def test_the_reach_counts_people_by_role_and_each_once(
    program: Program, ada: Person, pairing: Pairing, ben: Person, cleo: Person
) -> None:
    cast.participant(ben, program, "mentee")  # Ben is mentored, too
    found = reach(draft(program, ada, standing="admitted"), on=TODAY)
    assert (found.people, found.mentors, found.mentees, found.both) == (2, 1, 2, 1)
    assert found.names == ("Ben Okafor", "Cleo Martin")


def test_the_reach_names_a_few(program: Program, ada: Person) -> None:
    for number in range(9):
        cast.participant(cast.person(f"Person {number}"), program, "mentee")
    found = reach(draft(program, ada, standing="admitted"), on=TODAY)
    assert (found.people, len(found.names), found.others) == (9, 6, 3)


# --- Its life ------------------------------------------------------------------------------------


def test_it_is_sent_once(program: Program, ada: Person, pairing: Pairing) -> None:
    written = draft(program, ada, standing="paired")
    assert announcing.send(written, by=ada, at=NOW) == 2
    with pytest.raises(SentAlready):
        announcing.send(written, by=ada, at=NOW)
    written.refresh_from_db()
    assert (written.sent_at, written.sent_to) == (NOW, 2)
    event = Event.objects.get(verb="announcement.sent")
    assert (event.by_id, event.program_id, event.facts) == (ada.pk, program.pk, {"people": 2})


def test_an_empty_audience_is_refused(program: Program, ada: Person) -> None:
    written = draft(program, ada, standing="waitlisted")
    with pytest.raises(NobodyThere, match="Choose others"):
        announcing.send(written, by=ada, at=NOW)
    written.refresh_from_db()
    assert written.sent_at is None


def test_what_was_changed_since_it_was_looked_at_is_not_sent(
    program: Program, ada: Person, pairing: Pairing
) -> None:
    written = draft(program, ada, standing="paired")
    seen = written.version
    announcing.rewrite(written, by=ada, at=NOW + timedelta(minutes=1), title="Other")
    with pytest.raises(Rewritten):
        announcing.send(written, by=ada, at=NOW, seen=seen)
    written.refresh_from_db()
    assert announcing.send(written, by=ada, at=NOW, seen=written.version) == 2


def test_what_was_sent_can_be_neither_changed_nor_removed(
    program: Program, ada: Person, pairing: Pairing
) -> None:
    written = draft(program, ada, standing="paired")
    announcing.send(written, by=ada, at=NOW)
    with pytest.raises(SentAlready):
        announcing.rewrite(written, by=ada, at=NOW, title="Never")
    with pytest.raises(SentAlready):
        announcing.remove(written, by=ada, at=NOW)
    assert Announcement.objects.get().title == "Kick-off"


def test_a_draft_is_removed_and_that_it_was_there_is_recorded(
    program: Program, ada: Person
) -> None:
    announcing.remove(draft(program, ada, standing="paired"), by=ada, at=NOW)
    assert not Announcement.objects.exists()
    verbs = Event.objects.filter(verb__startswith="announcement").values_list("verb", flat=True)
    assert sorted(verbs) == ["announcement.removed", "announcement.written"]


# --- From the planner to the mail ----------------------------------------------------------------


def test_everybody_in_it_is_owed_one_and_gets_one_mail(
    program: Program, ada: Person, pairing: Pairing, ben: Person, cleo: Person, dan: Person
) -> None:
    cast.participant(ben, program, "mentee")
    announcing.send(draft(program, ada, standing="admitted"), by=ada, at=NOW)
    plan(now=NOW)
    plan(now=NOW + timedelta(minutes=1))
    assert told("announcement") == {ben, cleo}
    assert len(owed("announcement")) == 2
    send_due(now=NOW)
    mails = KeptMail.objects.filter(subject="Kick-off")
    assert sorted(mail.to for mail in mails) == sorted([ben.email, cleo.email])


def test_its_text_is_plain_and_only_addresses_become_links(
    program: Program, ada: Person, pairing: Pairing
) -> None:
    announcing.send(draft(program, ada, role="mentor", standing="paired"), by=ada, at=NOW)
    plan(now=NOW)
    send_due(now=NOW)
    mail = KeptMail.objects.get(subject="Kick-off")
    assert '<a href="https://example.com/kick-off"' in mail.html
    assert "&lt;b&gt;" in mail.html
    assert "<b>" not in mail.html
    assert "https://example.com/kick-off <b>" in mail.text
    assert "Ada Keller, for Rising leaders" in mail.text


def test_a_script_written_as_an_address_is_no_link(
    program: Program, ada: Person, pairing: Pairing
) -> None:
    written = draft(program, ada, role="mentor", standing="paired")
    evil = 'javascript:alert(1) https://x.example/"onclick="alert(1)'
    announcing.rewrite(written, by=ada, at=NOW, text=evil)
    announcing.send(written, by=ada, at=NOW)
    plan(now=NOW)
    send_due(now=NOW)
    html = KeptMail.objects.get(subject="Kick-off").html
    assert 'href="javascript' not in html
    assert '"onclick="' not in html


def test_who_withdrew_meanwhile_does_not_get_it(
    program: Program, ada: Person, pairing: Pairing, mentee: Participant, cleo: Person
) -> None:
    announcing.send(draft(program, ada, standing="admitted"), by=ada, at=NOW)
    plan(now=NOW)
    Participant.objects.filter(pk=mentee.pk).update(state="withdrawn")
    send_due(now=NOW)
    notice = Notice.objects.get(kind="announcement", recipient=cleo)
    assert (notice.state, notice.why) == ("dropped", "not_recipient")


@pytest.mark.parametrize("many", [1, 3])
def test_it_is_asked_once_who_of_many_readers_is_still_there(
    program: Program,
    ada: Person,
    dan: Person,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    people = [cast.person(f"Reader {number}") for number in range(many + 1)]
    *staying, leaving = [cast.participant(one, program, "mentee") for one in people]
    announcing.send(draft(program, ada, role="mentee", standing="admitted"), by=ada, at=NOW)
    plan(now=NOW)
    leaving.state = "withdrawn"
    leaving.save()
    cast.participant(leaving.person, Program.objects.get(name="Another program"), "mentee")
    notices = list(Notice.objects.filter(kind="announcement").select_related("recipient"))
    with django_assert_num_queries(4):
        batch, told = Batch(notices, NOW), set()
        for notice in notices:
            with suppress(NoLongerNeeded):
                assert batch.words(notice, NOW).title == "Kick-off"
                told.add(notice.recipient_id)
    assert len(notices) == many + 1
    assert told == {one.person_id for one in staying}


@pytest.mark.parametrize(("pace", "way"), [("off", "inbox"), ("weekly", ""), ("at_once", "mail")])
def test_it_comes_as_its_reader_wants_announcements(
    program: Program, ada: Person, pairing: Pairing, cleo: Person, pace: str, way: str
) -> None:
    Preference.objects.create(person=cleo, group="announcements", pace=pace)
    announcing.send(draft(program, ada, role="mentee", standing="paired"), by=ada, at=NOW)
    plan(now=NOW)
    send_due(now=NOW)
    notice = Notice.objects.get(kind="announcement", recipient=cleo)
    assert (notice.way, notice.state) == (way, "bundled" if pace == "weekly" else "sent")
    assert notice.title == "Kick-off"


def test_nobody_gets_it_at_night(
    program: Program, ada: Person, pairing: Pairing, cleo: Person
) -> None:
    Timing.objects.create(program=program, quiet_from="18:00", quiet_until="07:00")
    late = at("2026-11-02T18:30")  # half past seven in the evening in Berlin
    announcing.send(draft(program, ada, role="mentee", standing="paired"), by=ada, at=late)
    plan(now=late)
    assert {one.due_at for one in owed("announcement")} == {at("2026-11-03T06:00")}
    send_due(now=late)
    assert not KeptMail.objects.filter(subject="Kick-off").exists()


def test_what_became_of_it_is_counted_not_named(
    program: Program, ada: Person, mentor: Participant
) -> None:
    people = [cast.person(name) for name in ("Finn", "Gail", "Ines", "Jon")]
    for person in people:
        cast.participant(person, program, "mentee")
    Preference.objects.create(person=people[0], group="announcements", pace="off")
    Preference.objects.create(person=people[1], group="announcements", pace="daily")
    written = draft(program, ada, standing="admitted")
    announcing.send(written, by=ada, at=NOW)
    written.refresh_from_db()
    empty = Outcome(mailed=0, in_digest=0, in_inbox=0, waiting=5, failed=0, not_needed=0)
    assert announcing.outcome(written) == empty
    plan(now=NOW)
    assert announcing.outcome(written) == empty
    Notice.objects.filter(recipient=people[2]).update(state="failed", settled_at=NOW)
    send_due(now=NOW)
    assert announcing.outcome(written) == Outcome(
        mailed=2, in_digest=1, in_inbox=1, waiting=0, failed=1, not_needed=0
    )


def test_it_reaches_those_it_was_sent_to_wherever_they_stand_when_it_is_planned(
    program: Program, ada: Person
) -> None:
    for name in ("Nia New", "Noa New"):
        cast.participant(cast.person(name), program, "mentee", state="applied")
    sent = draft(program, ada, standing="applied")
    assert announcing.send(sent, by=ada, at=NOW) == 2
    program.participants.update(state="admitted", decided_at=NOW)
    cast.participant(cast.person("Late Comer"), program, "mentee", state="applied")
    plan(now=NOW + timedelta(minutes=1))
    assert {one.name for one in told("announcement")} == {"Nia New", "Noa New"}
    assert announcing.outcome(sent).waiting == 2


def test_who_comes_after_it_was_sent_does_not_get_it(
    program: Program, ada: Person, mentor: Participant
) -> None:
    assert announcing.send(draft(program, ada, standing="admitted"), by=ada, at=NOW) == 1
    cast.participant(cast.person("Late Comer"), program, "mentee")
    plan(now=NOW + timedelta(minutes=1))
    assert told("announcement") == {mentor.person}


def test_one_sent_before_its_readers_were_kept_still_reaches_its_audience(
    program: Program, ada: Person, mentor: Participant
) -> None:
    announcing.send(draft(program, ada, standing="admitted"), by=ada, at=NOW)
    Announcement.objects.update(audience=None)
    plan(now=NOW)
    assert told("announcement") == {mentor.person}
