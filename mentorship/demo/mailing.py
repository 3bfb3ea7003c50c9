"""How the demo's program writes to its people, and how some of them want to be written to."""

from __future__ import annotations

from datetime import datetime, time

from mentorship.demo import words
from notices import announcing, preferring, rewording
from notices.catalogue import KINDS, Group
from notices.models import Announcement, Pace
from notices.timing import setting
from notices.timing.hours import Hours
from pairings.models import Pairing
from people.models import Person
from programs.models import Program


def set_up(program: Program, *, by: Person, at: datetime) -> None:
    """Hours and days of its own, and one kind of notice in its own words."""
    hours = Hours(quiet_until=time(9), quiet_from=time(18))
    setting.change(program, by=by, at=at, hours=hours, offsets={"milestone_ahead": -10})
    kind, title, text = words.OWN_WORDING
    rewording.write(program, KINDS[kind], title=title, text=text, by=by, at=at)


def announce(program: Program, *, by: Person, at: datetime) -> None:
    """One mail to everybody in a pairing; and to mentors a draft that waits to be sent."""
    everybody, mentors = Announcement.Role.ALL, Announcement.Role.MENTOR
    paired = Announcement.Standing.PAIRED
    title, text = words.ANNOUNCEMENT
    written = announcing.write(
        program, by=by, at=at, title=title, text=text, role=everybody, standing=paired
    )
    announcing.send(written, by=by, at=at)
    title, text = words.ANNOUNCEMENT_DRAFT
    announcing.write(program, by=by, at=at, title=title, text=text, role=mentors, standing=paired)


def choose_digests(program: Program, *, at: datetime) -> None:
    """Of the oldest pairings, the mentors want one mail a day of what keeps a pair moving."""
    daily = dict.fromkeys((Group.SESSIONS, Group.MILESTONES, Group.ANNOUNCEMENTS), Pace.DAILY)
    for pairing in Pairing.objects.of(program).order_by("founded_at", "pk")[:5]:
        preferring.choose(pairing.people()[0], paces=daily, at=at)
