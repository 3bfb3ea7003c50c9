"""The rooms of the house and who has a key: what stands in the bar above every page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from notices.models import Notice
from participants.models import Participant
from people.models import Person, RoleGrant
from programs.models import ProgramAdmin

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class Keys:
    """What opens rooms for somebody, and how much is new in their inbox."""

    participant: bool
    program_admin: bool
    hr: bool
    administrator: bool
    unread: int = 0


@dataclass(frozen=True)
class Room:
    url_name: str
    icon: str
    label: StrOrPromise
    opens_for: Callable[[Keys], bool]
    under: tuple[str, ...] = ()  # addresses that are part of this room as well


@dataclass(frozen=True)
class Door:
    """A room in the bar of one page."""

    href: str
    icon: str
    label: str | Promise
    here: bool
    exactly: bool
    count: int = 0  # of what is new behind it


@dataclass(frozen=True)
class Bar:
    rooms: list[Door]
    inbox: Door  # seen at any width, where the rooms may be behind a menu


ROOMS = (
    Room("home", "home", _("Home"), lambda keys: True),
    Room(
        "my-pairings",
        "heart-handshake",
        _("My pairings"),
        lambda keys: keys.participant,
        under=("/goals/",),
    ),
    Room("resources", "book", _("Resources"), lambda keys: keys.participant),
    Room("desk", "inbox", _("Desk"), lambda keys: keys.program_admin),
    Room(
        "programs", "seedling", _("Programs"), lambda keys: keys.program_admin or keys.administrator
    ),
    Room("people", "users", _("People"), lambda keys: keys.program_admin),
    Room("reports", "chart-bar", _("Reports"), lambda keys: keys.hr),
    Room("directory", "building", _("Directory"), lambda keys: keys.administrator),
    Room("outbox", "send", _("Outbox"), lambda keys: keys.administrator),
    Room("audit", "history", _("Audit"), lambda keys: keys.administrator),
    Room("settings-page", "settings", _("Settings"), lambda keys: keys.administrator),
)
INBOX = Room("inbox", "bell", _("Inbox"), lambda keys: True, under=("/preferences/",))


def keys_of(person: Person) -> Keys:
    """The roles granted, whether `person` runs a program or takes part in one, and how many notices
    they have not read; one query."""
    granted = RoleGrant.objects.filter(person=OuterRef("pk")).values("role")
    unread = Notice.objects.in_inbox(OuterRef("pk")).unread().order_by().values("recipient")
    runs, takes_part, roles, news = (
        Person.objects.filter(pk=person.pk)
        .values_list(
            Exists(ProgramAdmin.objects.filter(person=OuterRef("pk"))),
            Exists(Participant.objects.filter(person=OuterRef("pk"))),
            ArraySubquery(granted),
            Coalesce(Subquery(unread.values(many=Count("pk")), output_field=IntegerField()), 0),
        )
        .get()
    )
    return Keys(
        participant=takes_part,
        program_admin=runs or RoleGrant.Role.PROGRAM_ADMIN in roles,
        hr=RoleGrant.Role.HR in roles,
        administrator=RoleGrant.Role.ADMINISTRATOR in roles,
        unread=news,
    )


def bar(request: HttpRequest) -> Bar | None:
    """The rooms of the one who asks, with the one they stand in marked, and their inbox."""
    if not request.user.is_authenticated:
        return None
    keys = keys_of(request.user)
    open_rooms = [(room, _address(room)) for room in ROOMS if room.opens_for(keys)]
    found = [(room, href) for room, href in open_rooms if href is not None]
    nearest = max(found, key=lambda one: _closeness(request.path, *one))
    rooms = [_door(room, href, request.path, here=(room, href) == nearest) for room, href in found]
    return Bar(
        rooms, _door(INBOX, reverse(INBOX.url_name), request.path, here=True, count=keys.unread)
    )


def _door(room: Room, href: str, path: str, *, here: bool, count: int = 0) -> Door:
    return Door(
        href=href,
        icon=room.icon,
        label=room.label,
        here=here and _closeness(path, room, href) > 0,
        exactly=href == path,
        count=count,
    )


def _address(room: Room) -> str | None:
    try:
        return reverse(room.url_name)
    except NoReverseMatch:
        return None


def _closeness(path: str, room: Room, href: str) -> int:
    """How much of `path` belongs to the room; 0 where it lies elsewhere."""
    starts = [start for start in (href, *room.under) if start != "/"]
    inside = [len(start) for start in starts if path.startswith(start)]
    return max([*inside, len(path) if href == path else 0])
