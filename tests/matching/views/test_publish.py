"""The page that asks before publishing; its address and deed belong to an app above."""

from __future__ import annotations

from django.template.loader import render_to_string

from matching import publication, rulings
from matching.choosing import requests
from matching.models import Run
from people.models import Person
from programs.models import Program
from tests import cast
from tests.matching.conftest import finished, taking_part


def page(run: Run) -> str:
    return render_to_string("matching/publish.html", publication.confirmation(run, on=cast.TODAY))


def test_it_says_what_will_happen_and_to_whom(pool: Program, ada: Person) -> None:
    cast.participant(cast.person("Gil Alone"), pool, "mentee", languages=("pt",))
    said = page(finished(pool, by=ada))
    assert "<strong>2</strong> mentees get a mentor, proven optimal." in said
    assert "Gil Alone" in said
    assert "Publish and tell everybody" in said


def test_it_does_not_offer_what_would_be_refused(
    done: Run, ada: Person, ben: Person, cleo: Person
) -> None:
    rulings.forbid(taking_part(ben), taking_part(cleo), by=ada, at=cast.NOW)
    said = page(done)
    assert "You have ruled otherwise on Cleo Martin with Ben Okafor since." in said
    assert "Publish and tell everybody" not in said


def test_it_tells_of_people_admitted_since(done: Run, pool: Program) -> None:
    cast.participant(cast.person("Late Comer"), pool, "mentee")
    said = page(done)
    assert "Something has changed since this run" in said
    assert "Publish and tell everybody" in said


def test_it_says_that_pairings_under_way_stay_as_they_are(pool: Program, ada: Person) -> None:
    mentor = cast.participant(cast.person("Old Hand"), pool, "mentor")
    cast.pairing(mentor, cast.participant(cast.person("Long There"), pool, "mentee"))
    assert "1; the pairing stays as it is" in page(finished(pool, by=ada))


def test_it_says_that_requests_still_waiting_lapse(
    pool: Program, ada: Person, ben: Person, cleo: Person
) -> None:
    pool.way = Program.Way.BOTH
    pool.save()
    assert "Requests that wait" not in page(finished(pool, by=ada))
    requests.ask(taking_part(cleo), taking_part(ben), words="zebu-words", at=cast.NOW)
    said = page(finished(pool, by=ada))
    assert "1; it lapses, and the mentee gets the mentor proposed here" in said
    assert "zebu-words" not in said


def test_in_a_program_of_groups_it_counts_groups(pool: Program, ada: Person) -> None:
    run = finished(pool, by=ada)
    first = run.proposals.earliest("pk")
    run.proposals.update(is_locked=True, mentor=first.mentor)
    Program.objects.filter(pk=pool.pk).update(shape="groups")
    assert publication.confirmation(Run.objects.get(pk=run.pk), on=cast.TODAY)["pairings"] == 1
