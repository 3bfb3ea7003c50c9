"""What somebody wants to be mailed and how often, and how that stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef

from history.recording import record
from notices.catalogue import ALL, Group, Kind
from notices.models import MailBudget, Notice, Pace, Preference, Suppression
from notices.sending import bundling
from participants.models import Participant
from people.models import Person
from programs.models import Program, ProgramAdmin

BUDGET = "mails a week"  # among the names of what was changed


@dataclass(frozen=True)
class Choice:
    """One group, and how soon its mails reach somebody."""

    group: Group
    pace: Pace

    @property
    def kinds(self) -> list[Kind]:
        """Those that come as was chosen."""
        return [kind for kind in ALL if kind.group == self.group and not kind.must]

    @property
    def always(self) -> list[Kind]:
        """Those that come by mail at once whatever was chosen."""
        return musts(self.group)


@dataclass(frozen=True)
class Standing:
    """How mails reach somebody now."""

    choices: list[Choice]
    budget: int
    is_suppressed: bool  # mail to their address comes back
    waiting: int  # for a digest

    @property
    def paces(self) -> dict[str, int]:
        """How many groups come at each pace."""
        return dict(Counter(one.pace.value for one in self.choices))

    @property
    def only_pace(self) -> str:
        """The pace at which all come; "" where they differ."""
        return next(iter(self.paces)) if len(self.paces) == 1 else ""


def musts(group: Group) -> list[Kind]:
    return [kind for kind in ALL if kind.group == group and kind.must]


def groups_of(person: Person) -> list[Group]:
    """Of what somebody gets notices, as what they are. Anybody may apply to a program."""
    mine = Participant.objects.filter(person=OuterRef("pk"))
    takes_part, chooses, runs = (
        Person.objects.filter(pk=person.pk)
        .values_list(
            Exists(mine),
            Exists(mine.filter(program__way__in=Program.CHOOSING)),
            Exists(ProgramAdmin.objects.filter(person=OuterRef("pk"))),
        )
        .get()
    )
    concerns = {
        Group.APPLICATION: True,
        Group.CHOOSING: chooses,
        Group.PAIRING: takes_part,
        Group.MILESTONES: takes_part,
        Group.SESSIONS: takes_part,
        Group.ANNOUNCEMENTS: takes_part,
        Group.RUNNING: runs or person.may_start_programs,
        Group.REPORTS: person.is_hr,
    }
    return [group for group, concerned in concerns.items() if concerned]


def pace_of(person: Person, group: Group) -> Pace:
    row = Preference.objects.filter(person=person, group=group.value).first()
    return Pace(row.pace) if row else Pace.AT_ONCE


def budget_of(person: Person) -> int:
    """Mails a week at most: their own number, else the company's."""
    own = MailBudget.objects.filter(person=person).values_list("mails", flat=True).first()
    return settings.MAIL_BUDGET if own is None else own


def standing_of(person: Person) -> Standing:
    chosen = dict(Preference.objects.filter(person=person).values_list("group", "pace"))
    return Standing(
        choices=[
            Choice(group, Pace(chosen.get(group.value, Pace.AT_ONCE)))
            for group in groups_of(person)
        ],
        budget=budget_of(person),
        is_suppressed=Suppression.objects.filter(email__iexact=person.email).exists(),
        waiting=Notice.objects.filter(recipient=person, state=Notice.State.BUNDLED).count(),
    )


@transaction.atomic
def choose(
    person: Person, *, paces: Mapping[Group, Pace], mails: int | None = None, at: datetime
) -> list[str]:
    """Have mails of these groups come at these paces, and `mails` a week at most; what is not named
    stays. What waits for a digest is looked at anew. Answers the names of what changed.
    """
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # one page after the other
    changed = [group for group, pace in paces.items() if pace_of(person, group) != pace]
    for group in changed:
        Preference.objects.update_or_create(
            person=person, group=group.value, defaults={"pace": paces[group]}
        )
    names = [group.value for group in changed]
    if mails is not None and mails != budget_of(person):
        MailBudget.objects.update_or_create(person=person, defaults={"mails": mails})
        names.append(BUDGET)
    if names:
        record("preferences.changed", person, by=person, at=at, fields=names)
        bundling.ask_anew(person)
    return names
