"""The company of the demo, as its files stand in the project."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from history.models import Event
from people.models import Employment, Person
from people.reporting_line import chain_above
from tests.people.hr_files import applied, checked

FOLDER = Path(settings.BASE_DIR) / "mentorship" / "demo"


def test_a_whole_company_arrives_and_the_same_files_again_change_nothing(olga: Person) -> None:
    people = (FOLDER / "people.csv").read_bytes()
    events = (FOLDER / "employment_events.csv").read_bytes()
    one = applied(people, events, by=olga)
    assert one.counts["added"] == one.counts["rows"] == Employment.objects.count() > 200
    above = chain_above(list(Employment.objects.values_list("pk", flat=True)))
    assert all(own not in managers for own, managers in above.items())
    before = Event.objects.count()
    again = checked(people, events, by=olga)
    assert (again.counts["unchanged"], again.would_change) == (one.counts["rows"], False)
    assert Event.objects.count() == before
