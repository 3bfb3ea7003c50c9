"""What applying a list would do: who comes in, who changes, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models.functions import Lower
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kit.csvs import nearest
from participants import skills
from participants.listing.reading import Entry, Fault, UnreadableError, entries_of
from participants.models import Participant
from people.models import Person
from programs.models import Program

MOST_GUESSES = 50  # each guess at a mistyped address is a query
_GONE = (Participant.State.DECLINED, Participant.State.WITHDRAWN)


@dataclass(frozen=True)
class Placed:
    """An entry with the person behind it, and the participant where there is one already."""

    entry: Entry
    person: Person
    participant: Participant | None = None


@dataclass
class Plan:
    """What a list would do. It can be applied where nothing is at fault."""

    faults: list[Fault] = field(default_factory=list)
    added: list[Placed] = field(default_factory=list)
    changed: list[Placed] = field(default_factory=list)
    same: list[Placed] = field(default_factory=list)
    left_alone: list[Placed] = field(default_factory=list)  # declined or withdrawn: as they are

    @property
    def rows(self) -> int:
        faulty = {fault.line for fault in self.faults}
        return len(faulty) + sum(map(len, (self.added, self.changed, self.same, self.left_alone)))

    @property
    def counts(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "added": len(self.added),
            "changed": len(self.changed),
            "same": len(self.same),
            "left_alone": len(self.left_alone),
        }

    @property
    def may_be_applied(self) -> bool:
        return not self.faults and bool(self.added or self.changed)


def check(program: Program, text: str, *, today: date) -> Plan:
    """Look at every row against people and roster.

    Three queries, and one for each guess at an unknown address (`MOST_GUESSES`).
    """
    try:
        entries, faults = entries_of(text, program)
    except UnreadableError as error:
        return Plan(faults=list(error.faults))
    plan = Plan(faults=faults)
    people = _people(entries)
    present = {
        (one.person_id, one.role): one
        for one in program.participants.prefetch_related("objectives__skill")
    }
    canonical = _canonical_names(entries)
    first_line: dict[tuple[str, str], int] = {}
    for entry in entries:
        line = first_line.setdefault((entry.email, entry.role), entry.line)
        person = people.get(entry.email)
        if person is None:
            plan.faults.append(_unknown(entry, guess=len(plan.faults) < MOST_GUESSES))
            continue
        fault = _fault(entry, person, line, today)
        if fault:
            plan.faults.append(fault)
            continue
        there = present.get((person.pk, entry.role))
        _sort_into(plan, Placed(entry, person, there), canonical)
    plan.faults.sort(key=lambda fault: fault.line)
    return plan


def _people(entries: Iterable[Entry]) -> dict[str, Person]:
    emails = {entry.email for entry in entries}
    found = (
        Person.objects.alias(key=Lower("email")).filter(key__in=emails).select_related("employment")
    )
    return {person.email.lower(): person for person in found}


def _fault(entry: Entry, person: Person, first_line: int, today: date) -> Fault | None:
    if first_line != entry.line:
        return Fault(
            entry.line,
            "email",
            _("%(email)s is in line %(line)s already, in the same role.")
            % {"email": entry.email, "line": first_line},
            _("Remove one of the two rows."),
        )
    employment = getattr(person, "employment", None)
    if employment and employment.left_on and employment.left_on <= today:
        return Fault(
            entry.line,
            "email",
            _("%(name)s left on %(day)s.")
            % {"name": person.name, "day": date_format(employment.left_on, "j F Y")},
            _("Remove the row."),
        )
    if not person.is_active:
        return Fault(
            entry.line,
            "email",
            _("%(name)s may not sign in.") % {"name": person.name},
            _("Remove the row, or ask an administrator to let the person in."),
        )
    return None


def _unknown(entry: Entry, *, guess: bool) -> Fault:
    like = _nearest_address(entry.email) if guess else ""
    return Fault(
        entry.line,
        "email",
        _("Nobody here has the address %(email)s.") % {"email": entry.email},
        _("Is it %(like)s?") % {"like": like}
        if like
        else _("Mend the address, or bring the person in with the HR import first."),
    )


def _nearest_address(email: str) -> str:
    alike = Person.objects.filter(email__istartswith=email[:3]).values_list("email", flat=True)
    return nearest(email, alike[:50])


def _canonical_names(entries: Iterable[Entry]) -> dict[str, str]:
    """Skill names as written, in lower case, to the name of the skill they mean."""
    known = skills.known(name for entry in entries for name, _level in entry.wanted)
    return {key: skill.name.lower() for key, skill in known.items()}


def _sort_into(plan: Plan, placed: Placed, canonical: dict[str, str]) -> None:
    there = placed.participant
    if there is None or there.state == Participant.State.DRAFT:
        plan.added.append(placed)
    elif there.state in _GONE:
        plan.left_alone.append(placed)
    elif _says_the_same(placed.entry, there, canonical):
        plan.same.append(placed)
    else:
        plan.changed.append(placed)


def _says_the_same(entry: Entry, there: Participant, canonical: dict[str, str]) -> bool:
    wanted = [canonical.get(name.lower(), name.lower()) for name, _level in entry.wanted]
    return (
        entry.capacity == there.capacity
        and entry.hours_per_month == there.hours_per_month
        and list(entry.languages) == there.languages
        and wanted == [one.skill.name.lower() for one in there.objectives.all()]
    )
