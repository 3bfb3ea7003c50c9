"""What belongs to notices is part of a program's set-up: copied with it, discarded with it."""

from __future__ import annotations

from datetime import time

import pytest

from notices.models import Announcement, Channel, Offset, Timing, Wording
from people.models import Person
from programs import removal, setup
from programs.models import Program
from tests import cast
from tests.cast import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(ada: Person) -> Program:
    """With a timing, a wording, a channel and an announcement of its own."""
    made = cast.program(ada, state="draft")
    Timing.objects.create(program=made, working_days="135", quiet_until=time(9))
    Offset.objects.create(program=made, kind="milestone_ahead", days=-10)
    Offset.objects.create(program=made, kind="check_in_due", days=None)
    Wording.objects.create(
        program=made, kind="end_today", title="Over", text="Thanks.", written_at=NOW
    )
    Channel.objects.create(program=made, app="slack", name="#m", address="https://x", added_at=NOW)
    Announcement.objects.create(
        program=made, title="Hello", text="…", standing="admitted", written_at=NOW
    )
    return made


def test_a_duplicate_keeps_timing_and_wording_but_no_channel(draft: Program, ada: Person) -> None:
    copy = setup.duplicate(draft, by=ada, at=NOW, name="Next round")
    timing = Timing.objects.get(program=copy)
    assert (timing.working_days, timing.quiet_until) == ("135", time(9))
    assert set(copy.offsets.values_list("kind", "days")) == {
        ("milestone_ahead", -10),
        ("check_in_due", None),
    }
    assert copy.wordings.get().text == "Thanks."
    assert not copy.channels.exists()
    assert not copy.announcements.exists()
    assert (Timing.objects.count(), Offset.objects.count(), Wording.objects.count()) == (2, 4, 2)


def test_a_draft_can_be_discarded_with_all_of_it(draft: Program, ada: Person) -> None:
    removal.remove(draft, by=ada, at=NOW)
    for model in (Timing, Offset, Wording, Channel, Announcement):
        assert not model._default_manager.exists()
