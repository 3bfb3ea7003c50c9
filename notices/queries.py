"""Words of queries. Methods import the catalogue late: its kinds speak of the very models that
these words belong to.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, Max, OuterRef, Q, Value
from django.db.models.functions import Greatest

if TYPE_CHECKING:
    from notices.models import Channel, KeptMail, Notice  # noqa: F401
    from people.models import Person

WAITING = ("planned", "claimed")  # states of what has to be sent
STILL_OF_USE = timedelta(days=2)  # what is sent again by hand, although it would be too late
LINE = ("ref", "kind", "state", "way", "due_at", "why", "recipient__name", "channel__name")


class NoticeQuerySet(models.QuerySet["Notice"]):
    def due(self, *, now: datetime) -> Self:
        """Owed by now and free to be claimed: new, up for a retry, or of a sender that died.

        A kind that is not known here is left to a newer version, which is being rolled out.
        """
        from notices.catalogue import KINDS

        return self.filter(
            Q(state="planned") | Q(state="claimed", claimed_until__lt=now),
            due_at__lte=now,
            kind__in=list(KINDS),
        )

    def waiting(self) -> Self:
        return self.filter(state__in=WAITING)

    def in_inbox(self, person: Person | OuterRef) -> Self:
        """What somebody was told, newest first; digests only repeat it."""
        from notices.catalogue import DIGESTS

        return (
            self.filter(recipient=person, written_at__isnull=False)
            .exclude(state__in=["dropped", "superseded"])
            .exclude(kind__in=DIGESTS)
            .order_by("-written_at", "-id")
        )

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def failed(self) -> Self:
        return self.filter(state="failed")

    def matching(self, *, reader: str = "", program: int | None = None, **exactly: str) -> Self:
        """Narrowed to what was asked for: `kind`, `state`, `way`, the id of a program; the reader
        by any part of name or address, or of the name of a channel."""
        found = self.filter(**exactly)
        if program:
            found = found.filter(program_id=program)
        for word in reader.split():
            found = found.filter(
                Q(recipient__name__icontains=word)
                | Q(recipient__email__icontains=word)
                | Q(channel__name__icontains=word)
            )
        return found

    def for_a_list(self) -> Self:
        """With what a line tells of them, and without what they say to their readers."""
        return self.select_related("recipient", "channel").only(*LINE)

    def newest_first(self) -> Self:
        """As they were planned: the order in which the rows stand, so that no list sorts them."""
        return self.order_by("-id")

    def owe_again(self, *, at: datetime) -> int:
        """Put the failed ones among these back into the queue; how many there were."""
        return self.failed().update(
            state="planned",
            attempts=0,
            due_at=at,
            expires_at=Greatest("expires_at", Value(at + STILL_OF_USE)),
            settled_at=None,
            claimed_at=None,
            claimed_until=None,
            why="",
        )


class ChannelQuerySet(models.QuerySet["Channel"]):
    def with_last(self) -> Self:
        """When something last reached each channel, and when something last failed to."""
        return self.annotate(
            last_sent_at=Max("notices__settled_at", filter=Q(notices__state="sent")),
            last_failed_at=Max("notices__settled_at", filter=Q(notices__state="failed")),
        )


class KeptMailQuerySet(models.QuerySet["KeptMail"]):
    def of_accounts(self) -> Self:
        """Mails about accounts: reset links, codes. They open accounts: only a demo shows them."""
        return self.filter(~_of_a_notice()) if settings.DEMO else self.none()

    def of_notices(self) -> Self:
        """Mails of notices, where mail is kept instead of sent."""
        return self.filter(_of_a_notice()) if settings.MAIL_IS_KEPT else self.none()

    def readable(self) -> Self:
        """Those that an administrator may open."""
        if settings.DEMO and settings.MAIL_IS_KEPT:
            return self.all()
        return self.of_notices()


def _of_a_notice() -> Exists:
    from notices.models import Notice

    return Exists(Notice.objects.filter(message_id=OuterRef("message_id")))
