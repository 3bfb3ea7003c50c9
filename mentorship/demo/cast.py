"""Who can be tried with one click in the demo: one person for each part, chosen by what they do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pairings.models import Pairing
from people.models import Person, RoleGrant
from programs.models import Program, ProgramAdmin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Member:
    part: StrOrPromise
    person: Person


def demo_cast() -> list[Member]:
    """Each part once: who runs the newest running program, a pair in it, HR, an administrator.

    Parts that nobody plays are left out.
    """
    program = _newest_program()
    cast: list[Member] = []
    if program is not None:
        cast += _admin(program) + _pair(program)
    for role, part in (
        (RoleGrant.Role.HR, _("HR")),
        (RoleGrant.Role.ADMINISTRATOR, _("Administrator")),
    ):
        taken = [member.person.pk for member in cast]
        free = Person.objects.active().with_role(role).exclude(pk__in=taken)
        cast += [Member(part, person) for person in free.order_by("pk")[:1]]
    return cast


def _newest_program() -> Program | None:
    """The newest that runs; where none does, the newest that there is."""
    newest = Program.objects.order_by("-created_at", "-pk")
    return newest.in_state("running").first() or newest.first()


def _admin(program: Program) -> list[Member]:
    admins = ProgramAdmin.objects.filter(program=program, person__is_active=True)
    first = admins.select_related("person").order_by("appointed_at", "pk")[:1]
    return [Member(_("Program admin"), admin.person) for admin in first]


def _pair(program: Program) -> list[Member]:
    """Mentor and mentee of the oldest active pairing of which both may sign in."""
    pairings = (
        Pairing.objects.of(program)
        .filter(state=Pairing.State.ACTIVE, mentor__person__is_active=True)
        .filter(mentees__left_on=None, mentees__mentee__person__is_active=True)
    )
    pairing = pairings.with_people().order_by("founded_at", "pk").first()
    if pairing is None:
        return []
    seat = next(seat for seat in pairing.mentees.all() if seat.left_on is None)
    return [
        Member(_("Mentor"), pairing.mentor.person),
        Member(_("Mentee"), seat.mentee.person),
    ]
