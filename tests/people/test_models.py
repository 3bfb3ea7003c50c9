from __future__ import annotations

from history.models import Event
from people.models import Person
from tests.cast import NOW


def test_a_changed_setting_is_kept_and_recorded_by_its_name_alone(cleo: Person) -> None:
    changed = cleo.change(
        by=cleo, at=NOW, name="Cleo Martin", time_zone="Asia/Kolkata", language="en"
    )
    assert changed == ["time_zone"]
    cleo.refresh_from_db()
    assert cleo.time_zone == "Asia/Kolkata"
    event = Event.objects.about(cleo).get()
    assert (event.verb, event.facts) == ("person.changed", {"fields": ["time_zone"]})


def test_unchanged_settings_leave_no_trace(cleo: Person) -> None:
    assert not cleo.change(
        by=cleo, at=NOW, name=cleo.name, time_zone=cleo.time_zone, language=cleo.language
    )
    assert not Event.objects.exists()
