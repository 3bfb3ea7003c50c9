"""Of mentees who choose a mentor, and of mentors who are asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from matching.models import Request
from notices.catalogue.kinds import DAY, Group, Kind, To
from notices.sense import choosing
from participants.models import Participant

_ASKED = _("You get this because somebody asked you to be their mentor.")
_ASKS = _("You get this because you asked somebody to be your mentor.")

KINDS: tuple[Kind, ...] = (
    Kind(
        name="suggestions_ready",
        title=_("Choose your mentor"),
        purpose=_("Asks a mentee who may choose to look at the suggestions."),
        because=_("You get this because you are admitted to this program and have no mentor yet."),
        group=Group.CHOOSING,
        to=To.APPLICANT,
        about=Participant,
        offset_days=1,
        late_after=7 * DAY,
        sense=choosing.suggestions,
    ),
    Kind(
        name="request_received",
        title=_("Request received"),
        purpose=_("Tells a mentor that a mentee asks them."),
        because=_ASKED,
        group=Group.CHOOSING,
        to=To.ASKED,
        about=Request,
        verbs=("request.asked",),
        late_after=7 * DAY,
        sense=choosing.waiting_request,
        says=("mentor", "mentee", "days"),
    ),
    Kind(
        name="request_waiting",
        title=_("Request waiting"),
        purpose=_("Reminds a mentor of a request that waits for days."),
        because=_ASKED,
        group=Group.CHOOSING,
        to=To.ASKED,
        about=Request,
        offset_days=3,
        late_after=4 * DAY,
        sense=choosing.waiting_request,
        says=("mentor", "mentee", "days"),
    ),
    Kind(
        name="request_accepted",
        title=_("Request accepted"),
        purpose=_("Tells a mentee that the mentor said yes."),
        because=_ASKS,
        group=Group.CHOOSING,
        to=To.ASKING,
        about=Request,
        verbs=("request.accepted",),
        late_after=14 * DAY,
        sense=choosing.accepted_request,
        says=("mentor", "mentee"),
        must=True,
    ),
    Kind(
        name="request_declined",
        title=_("Request declined"),
        purpose=_("Tells a mentee that the mentor said no, and how to go on."),
        because=_ASKS,
        group=Group.CHOOSING,
        to=To.ASKING,
        about=Request,
        verbs=("request.declined",),
        late_after=14 * DAY,
        sense=choosing.declined_request,
        says=("mentor", "mentee"),
    ),
    Kind(
        name="request_lapsed",
        title=_("Request lapsed"),
        purpose=_("Tells a mentee that a request can no longer be answered."),
        because=_ASKS,
        group=Group.CHOOSING,
        to=To.ASKING,
        about=Request,
        verbs=("request.lapsed",),
        late_after=14 * DAY,
        sense=choosing.lapsed_request,
        says=("mentor", "mentee"),
    ),
)
