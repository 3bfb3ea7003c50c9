"""Giving and taking roles. One administrator who may sign in always remains."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from history.recording import record
from kit.refusals import Refused
from people.models import Person, RoleGrant

Role = RoleGrant.Role


class LastAdministrator(Refused):
    """Nobody would be left who can give roles."""

    def __str__(self) -> str:
        return _("This is the last administrator. Make somebody else administrator first.")


class ClosedAccount(Refused):
    """Roles are for people who may sign in."""

    def __str__(self) -> str:
        return _("This account is closed: it can have no role.")


def grant(person: Person, role: str, *, by: Person | None, at: datetime) -> bool:
    """Give the role. False where the person had it already. Raises `ClosedAccount`."""
    if not person.is_active:
        raise ClosedAccount
    with transaction.atomic():
        _granted, is_new = RoleGrant.objects.get_or_create(
            person=person, role=Role(role), defaults={"granted_at": at, "granted_by": by}
        )
        if is_new:
            record("role.granted", person, by=by, at=at, role=role)
    person.forget_roles()
    return is_new


@transaction.atomic
def revoke(person: Person, role: str, *, by: Person | None, at: datetime) -> bool:
    """Take the role. False where the person did not have it. Raises `LastAdministrator`."""
    if Role(role) == Role.ADMINISTRATOR and not administrators_without({person.pk}):
        raise LastAdministrator
    gone, _by_model = RoleGrant.objects.filter(person=person, role=role).delete()
    if gone:
        record("role.revoked", person, by=by, at=at, role=role)
    person.forget_roles()
    return bool(gone)


def administrators_without(going: set[int]) -> int:
    """How many administrators who may sign in would be left without the people `going`.

    Locks all administrators' grants, so that two who take each other's role wait in line.
    """
    grants = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role=Role.ADMINISTRATOR, person__is_active=True
    )
    return sum(grant.person_id not in going for grant in grants.order_by("pk"))
