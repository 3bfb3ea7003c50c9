from __future__ import annotations

import inspect
import re

import pytest
from django.conf import settings
from pytest_django import DjangoAssertNumQueries

from mentorship import desk
from pairings import (
    help,  # noqa: A004
    lifecycle,
)
from pairings.models import Pairing
from participants.models import Participant
from people.models import Person
from programs.models import Program
from tests import cast
from tests.cast import NOW
from tests.conftest import SignIn


def test_with_nothing_to_decide_it_says_so(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    page = as_person(ada).get("/desk/").content.decode()
    assert "Nothing needs you today" in page


def test_applications_help_and_quiet_pairs_are_named_most_pressing_first(
    pairing: Pairing, ada: Person, cleo: Person, as_person: SignIn
) -> None:
    cast.participant(cast.person("Nia New"), pairing.program, "mentee", state="applied")
    help.ask(pairing, by=cleo, at=NOW, message="We never find a date")
    page = as_person(ada).get("/desk/").content.decode()
    assert "<strong>2 things</strong> need you today" in page
    assert page.index("One pair asked for help.") < page.index("One application waits for you.")
    assert "We never find a date" not in page


def test_each_need_leads_to_the_people_it_speaks_of(
    pairing: Pairing, ada: Person, cleo: Person, as_person: SignIn
) -> None:
    cast.participant(cast.person("Nia New"), pairing.program, "mentee", state="applied")
    help.ask(pairing, by=cleo, at=NOW, message="")
    page = as_person(ada).get("/desk/").content.decode()
    assert f"/programs/{pairing.program.ref}/pairings/?standing=help" in page
    assert f"/programs/{pairing.program.ref}/roster/?state=applied" in page


def test_who_lost_their_mentor_is_counted_until_they_have_another(
    pairing: Pairing, mentee: Participant, ada: Person, as_person: SignIn
) -> None:
    lifecycle.end(pairing, by=ada, at=NOW, on=NOW.date(), kind="no_time")
    page = as_person(ada).get("/desk/").content.decode()
    assert "One mentee has no mentor since the pairing ended." in page
    assert f"/programs/{pairing.program.ref}/pairings/?standing=ended" in page
    cast.pairing(cast.participant(cast.person("Finn Moser"), pairing.program, "mentor"), mentee)
    assert "has no mentor" not in as_person(ada).get("/desk/").content.decode()


def test_who_reached_what_they_wanted_needs_no_other_mentor(
    pairing: Pairing, ada: Person, as_person: SignIn
) -> None:
    lifecycle.end(pairing, by=ada, at=NOW, on=NOW.date(), kind="goals_reached")
    assert "has no mentor" not in as_person(ada).get("/desk/").content.decode()


def test_every_need_has_an_icon_that_we_ship() -> None:
    """They are named in Python, where no test of templates finds them."""
    named = re.findall(r'"([a-z-]+)",\s*\d\b', inspect.getsource(desk))
    assert {"lifebuoy", "puzzle", "users"} <= set(named)
    shipped = (settings.BASE_DIR / "scripts/icons.txt").read_text().split()
    assert set(named) <= set(shipped)


def test_before_anybody_is_matched_it_counts_people_only(
    program: Program, ada: Person, as_person: SignIn
) -> None:
    cast.participant(cast.person("Nia New"), program, "mentee")
    page = as_person(ada).get("/desk/").content.decode()
    assert "Nobody is matched yet." in page
    assert "have met" not in page


def test_who_never_ran_anything_starts_with_a_template(as_person: SignIn, db: None) -> None:
    newcomer = cast.person("Nia New", roles=("program_admin",))
    page = as_person(newcomer).get("/desk/").content.decode()
    assert "Start with a purpose" in page


def test_the_desk_is_for_program_admins(
    program: Program, ben: Person, dan: Person, hana: Person, as_person: SignIn
) -> None:
    for stranger in (ben, dan, hana):
        assert as_person(stranger).get("/desk/").status_code == 404


def test_it_only_reads(program: Program, ada: Person, as_person: SignIn) -> None:
    assert as_person(ada).post("/desk/").status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_it_costs_the_same_with_many_programs_and_pairs(
    ada: Person, as_person: SignIn, django_assert_num_queries: DjangoAssertNumQueries, many: int
) -> None:
    for number in range(many):
        program = cast.program(ada, name=f"Program {number}")
        for pair in range(many):
            mentor = cast.participant(cast.person(f"Ben {number} {pair}"), program, "mentor")
            mentee = cast.participant(cast.person(f"Cleo {number} {pair}"), program, "mentee")
            help.ask(cast.pairing(mentor, mentee), by=mentee.person, at=NOW)
    client = as_person(ada)
    with django_assert_num_queries(9):
        client.get("/desk/")
