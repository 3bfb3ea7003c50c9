"""Somebody's inbox: what they were told, how it reached them, and whether they have read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from notices.catalogue import KINDS, Group
from notices.models import Notice
from people.models import Person
from programs.models import Program

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Reason = Notice.Reason

_NO_MAIL: dict[str, StrOrPromise] = {
    Reason.UNWANTED: _("you chose to get no mail about this"),
    Reason.SUPPRESSED: _("mail to your address came back"),
    Reason.NO_DIGEST: _("your next digest would have come too late"),
}


@dataclass(frozen=True)
class Entry:
    """A notice as its reader sees it: the words are those of its mail."""

    notice: Notice
    program: str

    @property
    def because(self) -> StrOrPromise:
        """Why they get such notices, as their mails say it."""
        kind = KINDS.get(self.notice.kind)
        return kind.because if kind else ""

    @property
    def has_links(self) -> bool:
        """In its text: what those who run a program wrote to its people."""
        kind = KINDS.get(self.notice.kind)
        return kind is not None and kind.group == Group.ANNOUNCEMENTS

    @property
    def no_mail_because(self) -> StrOrPromise:
        return _NO_MAIL.get(self.notice.why, "")

    @property
    def path(self) -> str:
        return own_path(self.notice.link)


def entries(notices: Iterable[Notice], programs: Iterable[Program]) -> list[Entry]:
    names = {one.pk: one.name for one in programs}
    return [Entry(one, names.get(one.program_id or 0, "")) for one in notices]


def own_path(link: str) -> str:
    """Where a link leads on this site; "" where it leads anywhere else."""
    start = settings.PUBLIC_URL + "/"
    path = link[len(start) - 1 :] if link.startswith(start) else ""
    return path if path and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""


def programs_in(person: Person) -> list[Program]:
    """The programs of which somebody's inbox tells, by name."""
    told_of = Notice.objects.in_inbox(person).order_by().values("program_id")
    return list(Program.objects.filter(pk__in=told_of).order_by("name", "pk"))


def read(notice: Notice, *, at: datetime) -> None:
    """Its reader has read it. It stays so, and the first time counts."""
    Notice.objects.filter(pk=notice.pk).unread().update(read_at=at)


def read_all(person: Person, *, until: str, at: datetime) -> int:
    """All that `person` was told up to the notice `until`, the newest they have seen; what has
    come meanwhile stays new. Without one, all. How many they were."""
    mine = Notice.objects.in_inbox(person)
    newest = mine.filter(ref=until).first() if until else None
    seen = mine.filter(written_at__lte=newest.written_at) if newest else mine
    return seen.unread().update(read_at=at)


def newer(person: Person, *, than: str) -> int:
    """How many new ones have come since the notice `than`, the newest that somebody sees."""
    mine = Notice.objects.in_inbox(person)
    newest = mine.filter(ref=than).first() if than else None
    later = mine.filter(written_at__gt=newest.written_at) if newest else mine
    return later.unread().count()
