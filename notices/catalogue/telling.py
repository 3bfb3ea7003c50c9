"""Of announcements, and the digests that carry other notices."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notices.catalogue.kinds import DAY, Group, Kind, To
from notices.models import Announcement
from notices.sense import announcing, digests
from people.models import Person

_CHOSE = _("You get this because you chose a digest, or had more mails than you want in a week.")

DAILY = Kind(
    name="digest_daily",
    title=_("Daily digest"),
    purpose=_("Carries what somebody wants once a day."),
    because=_CHOSE,
    group=Group.DIGESTS,
    to=To.ONESELF,
    about=Person,
    offset_days=0,
    late_after=2 * DAY,
    sense=digests.digest,
    template="digest",
    must=True,
    may_move=False,
)
WEEKLY = Kind(
    name="digest_weekly",
    title=_("Weekly digest"),
    purpose=_("Carries what somebody wants once a week, on Monday."),
    because=_CHOSE,
    group=Group.DIGESTS,
    to=To.ONESELF,
    about=Person,
    offset_days=0,
    late_after=5 * DAY,
    sense=digests.digest,
    template="digest",
    must=True,
    may_move=False,
)
KINDS: tuple[Kind, ...] = (
    Kind(
        name="announcement",
        title=_("Announcement"),
        purpose=_("Carries what those who run a program tell its people."),
        because=_("You get this because you take part in this program."),
        group=Group.ANNOUNCEMENTS,
        to=To.AUDIENCE,
        about=Announcement,
        verbs=("announcement.sent",),
        late_after=14 * DAY,
        sense=announcing.announcement,
        may_move=False,
    ),
    DAILY,
    WEEKLY,
)
