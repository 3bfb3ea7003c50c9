"""What a kind of notice is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from notices.sense import Sense

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

DAY = timedelta(days=1)


class Group(StrEnum):
    """What belongs together for somebody who chooses what to get."""

    APPLICATION = "application"
    CHOOSING = "choosing"
    PAIRING = "pairing"
    MILESTONES = "milestones"
    SESSIONS = "sessions"
    ANNOUNCEMENTS = "announcements"
    RUNNING = "running"  # of those who run programs
    REPORTS = "reports"  # of HR
    DIGESTS = "digests"  # what carries the others; nobody chooses among them

    @property
    def in_words(self) -> Words:
        """To whoever gets it."""
        return _GROUPS[self]

    @property
    def heading(self) -> Words:
        """To whoever looks after what others get."""
        return _HEADINGS.get(self, self.in_words)


_GROUPS: dict[Group, Words] = {
    Group.APPLICATION: _("Applications and expectations"),
    Group.CHOOSING: _("Choosing a mentor, being asked"),
    Group.PAIRING: _("Your pairing: match, agreement, end"),
    Group.MILESTONES: _("Milestones"),
    Group.SESSIONS: _("Sessions and check-ins"),
    Group.ANNOUNCEMENTS: _("Announcements of a program"),
    Group.RUNNING: _("Programs you run"),
    Group.REPORTS: _("Reports"),
    Group.DIGESTS: _("Digests"),
}
_HEADINGS: dict[Group, Words] = {
    Group.PAIRING: _("Pairings: match, agreement, end"),
    Group.ANNOUNCEMENTS: _("Announcements"),
    Group.RUNNING: _("To those who run the program"),
    Group.REPORTS: _("Reports to HR"),
}


class To(StrEnum):
    """Who gets it."""

    APPLICANT = "applicant"
    ASKED = "asked"  # the mentor of a request
    ASKING = "asking"  # the mentee of a request
    PAIR = "pair"
    NEWLY_PAIRED = "newly paired"  # those to whom their match is news
    PAIR_THAT_WAS = "pair that was"  # those who were there until the end
    OTHER_SIDE = "other side"  # of the pair, from the one who did it
    RESPONSIBLE = "responsible"  # of the pair
    MENTEES = "mentees"
    NOT_AGREED = "not agreed"  # of the pair
    PROGRAM_ADMINS = "program admins"  # and the program's channels
    AUDIENCE = "audience"  # of an announcement
    UNAWARE = "unaware"  # participants who have not acknowledged the newest expectations
    HR = "HR"
    ONESELF = "oneself"

    @property
    def in_words(self) -> Words:
        return _TO[self]


_TO: dict[To, Words] = {
    To.APPLICANT: _("who applied"),
    To.ASKED: _("the mentor who is asked"),
    To.ASKING: _("who asked"),
    To.PAIR: _("both of the pair"),
    To.NEWLY_PAIRED: _("both of the new pair"),
    To.PAIR_THAT_WAS: _("both of the pair that was"),
    To.OTHER_SIDE: _("the other of the pair"),
    To.RESPONSIBLE: _("who is responsible for the milestone"),
    To.MENTEES: _("the mentees of the pair"),
    To.NOT_AGREED: _("who of the pair has not agreed"),
    To.PROGRAM_ADMINS: _("those who run the program, and its channels"),
    To.AUDIENCE: _("the audience of the announcement"),
    To.UNAWARE: _("participants who have not read the newest expectations"),
    To.HR: _("HR"),
    To.ONESELF: _("who chose digests, or had more mails than wanted"),
}


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind:
    """One kind of notice. Two sorts: a *dated* kind is due on the recipient's own morning,
    `offset_days` from the date it speaks of; a kind with `verbs` as soon as one of these happened.

    Kinds with the same `steps` are one reminder told in steps: only the newest that is due is sent.
    """

    name: str
    title: Words  # as lists show it
    purpose: Words  # what it is for
    because: Words  # why somebody gets it: the last line of the mail
    group: Group
    to: To
    about: type[Model]
    late_after: timedelta  # counted from when it was due
    sense: Sense
    offset_days: int | None = None  # from the date it speaks of; None: due at once
    verbs: tuple[str, ...] = ()
    steps: str = ""
    says: tuple[str, ...] = ()  # variables of a program's own words; see writing/wording.py
    template: str = ""  # where another kind's words serve
    spares_doer: bool = False  # whoever did it knows it
    must: bool = False  # comes by mail, at once, whatever somebody chose; never bundled
    may_move: bool = True  # whether a program may set other days, or do without it

    @property
    def subject_kind(self) -> str:
        return self.about._meta.label_lower

    @property
    def words(self) -> str:
        """The path of its template."""
        return f"notices/words/{self.template or self.name}.txt"

    @property
    def is_dated(self) -> bool:
        return not self.verbs

    @property
    def is_digest(self) -> bool:
        return self.group == Group.DIGESTS

    @property
    def is_of_a_program(self) -> bool:
        """Whether it speaks of one program, which may time it."""
        return self.group not in (Group.DIGESTS, Group.REPORTS)

    @property
    def may_be_worded(self) -> bool:
        """Whether a program may put it in words of its own."""
        return self.group not in (Group.DIGESTS, Group.ANNOUNCEMENTS, Group.REPORTS)

    @property
    def goes_to_channels(self) -> bool:
        return self.to == To.PROGRAM_ADMINS


def grouped(kinds: Iterable[Kind]) -> list[tuple[Group, list[Kind]]]:
    """Each group of which there are some, with them, for a page that lists them."""
    by_group: dict[Group, list[Kind]] = {group: [] for group in Group}
    for kind in kinds:
        by_group[kind.group].append(kind)
    return [(group, some) for group, some in by_group.items() if some]
