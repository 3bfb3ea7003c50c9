from __future__ import annotations

from datetime import date, time

import pytest
from pytest_django.fixtures import Settings

from notices.timing.hours import Hours, Timing
from notices.timing.simulating import Course, Design, Mail, Reader, Step, mails
from people.models import Person
from tests.notices.timing.playing import Play, differences

PLAN = (Step(0, "both"), Step(1, "both"), Step(4, "mentee"), Step(13, "both"), Step(26, "mentor"))
USUAL = Design(
    starts_on=date(2026, 11, 2),
    ends_on=date(2027, 5, 3),
    cadence_days=14,
    checkin_weeks=4,
    plan=PLAN,
    mentees=2,
)
# Starts and ends on a weekend; everything moved, some switched off; writes on Tue, Thu, Sat.
OWN = Design(
    starts_on=date(2027, 1, 3),
    ends_on=date(2027, 5, 1),
    cadence_days=7,
    checkin_weeks=3,
    plan=(*PLAN[:4], Step(8, "mentor"), Step(8, "mentee")),
    timing=Timing(
        Hours(working_days="246", quiet_from=time(17), quiet_until=time(10, 30)),
        {
            "agreement_overdue": 2,
            "session_tomorrow": -3,
            "agenda_empty": -1,
            "session_past": 3,
            "milestone_ahead": -1,
            "milestone_overdue": 1,
            "check_in_due": 3,
            "program_week": 4,
            "end_near": None,
            "ends_ahead": -45,
            "ends_past": 10,
            "pair_quiet": 4,
        },
    ),
)
GROUP = Design(
    starts_on=date(2026, 11, 4),
    ends_on=date(2027, 2, 10),
    cadence_days=21,
    checkin_weeks=0,
    plan=PLAN[:3],
    timing=Timing(
        offsets={"agreement_overdue": None, "session_past": None, "milestone_today": None}
    ),
    mentees=3,
    is_in_groups=True,
)


@pytest.mark.django_db
@pytest.mark.parametrize("course", Course)
@pytest.mark.parametrize("design", [USUAL, OWN, GROUP], ids=["usual", "own timing", "groups"])
def test_what_is_reckoned_is_what_planner_and_sender_really_do(
    design: Design, course: Course, ada: Person, settings: Settings
) -> None:
    """Day by day through a whole program: the same mails on the same days, none more or less."""
    settings.MAIL_BUDGET = 1000
    play = Play(design, course, run_by=ada)
    play.run(also_weekends=design is USUAL and course is Course.WELL)
    people = {
        Reader.MENTEE: play.mentees[0].person,
        Reader.MENTOR: play.mentor.person,
        Reader.ADMIN: ada,
    }
    for reader, person in people.items():
        real, reckoned = play.got(person), mails(design, reader, course)
        assert len(real) >= 3
        assert reckoned == real, (reader, differences(reckoned, real))


def test_the_usual_half_year_of_a_mentee_is_known_by_heart() -> None:
    found = mails(USUAL, Reader.MENTEE, Course.WELL)
    assert found[0] == Mail(date(2026, 11, 2), "match_published")
    assert found[-1] == Mail(date(2027, 5, 3), "pairing_ended")
