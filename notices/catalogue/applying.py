"""Of those who apply, and of what is expected of them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from notices.catalogue.kinds import DAY, Group, Kind, To
from notices.sense import applying
from participants.models import Participant
from programs.models import Expectations

_APPLIED = _("You get this because you applied to this program.")

KINDS: tuple[Kind, ...] = (
    Kind(
        name="application_received",
        title=_("Application received"),
        purpose=_("Says that an application has arrived, and what comes next."),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.applied",),
        late_after=3 * DAY,
        sense=applying.application("applied"),
        says=("role",),
    ),
    Kind(
        name="application_admitted",
        title=_("Application decided: admitted"),
        purpose=_("Tells an applicant that they are in."),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.admitted",),
        late_after=14 * DAY,
        sense=applying.application("admitted"),
        says=("role",),
        must=True,
    ),
    Kind(
        name="application_waitlisted",
        title=_("Application decided: waiting list"),
        purpose=_("Tells an applicant that they are on the waiting list."),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.waitlisted",),
        late_after=14 * DAY,
        sense=applying.application("waitlisted"),
        says=("role", "reason"),
        must=True,
    ),
    Kind(
        name="application_declined",
        title=_("Application decided: declined"),
        purpose=_("Tells an applicant that there is no place for them, and why."),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.declined",),
        late_after=14 * DAY,
        sense=applying.application("declined"),
        says=("role", "reason"),
        must=True,
    ),
    Kind(
        name="expectations_changed",
        title=_("Expectations changed"),
        purpose=_("Asks those who take part to read what is newly expected of them."),
        because=_("You get this because you take part in this program."),
        group=Group.APPLICATION,
        to=To.UNAWARE,
        about=Expectations,
        verbs=("expectations.written",),
        late_after=30 * DAY,
        sense=applying.expectations,
        says=("role",),
        must=True,
    ),
)
