"""Every kind of notice: what for, to whom, when it is due, when it is too late, whether it still
makes sense, and its mail.

Two sorts. A *dated* kind is due at 08:00 of the recipient's own morning, `offset_days` from the
date it speaks of. A kind with `verbs` is due as soon as one of these has happened. Kinds with the
same `steps` are one reminder told in steps: only the newest that is due is sent.

No mail says what a pair wrote: agenda, notes, goals, agreement, help requests, and the words of a
request to a mentor stay on their page.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from matching.models import Request
from milestones.models import Milestone
from notices import choosing, sense
from notices.models import Notice
from pairings.models import Agreement, HelpRequest, Pairing, Session
from participants.models import Participant
from programs.models import Expectations, Program

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as Words

DAY = timedelta(days=1)


class Group(StrEnum):
    """What belongs together for somebody who chooses what to get."""

    APPLICATION = "application"
    CHOOSING = "choosing"
    PAIRING = "pairing"
    MILESTONES = "milestones"
    SESSIONS = "sessions"
    RUNNING = "running"  # of those who run programs


class To(StrEnum):
    """Who gets it."""

    APPLICANT = "applicant"
    ASKED = "asked"  # the mentor of a request
    ASKING = "asking"  # the mentee of a request
    PAIR = "pair"
    RESPONSIBLE = "responsible"  # of the pair
    NOT_AGREED = "not agreed"  # of the pair
    PROGRAM_ADMINS = "program admins"
    UNAWARE = "unaware"  # participants who have not acknowledged the newest expectations


@dataclass(frozen=True, kw_only=True)
class Kind:
    name: str
    title: Words  # as lists show it
    because: Words  # why somebody gets it: the last line of the mail
    group: Group
    to: To
    about: type[Model]
    late_after: timedelta  # counted from when it was due
    gather: Callable[[Notice, datetime], dict[str, Any]]
    offset_days: int | None = None  # from the date it speaks of; None: due at once
    verbs: tuple[str, ...] = ()
    steps: str = ""
    template: str = ""  # where another kind's mail serves

    @property
    def subject_kind(self) -> str:
        return self.about._meta.label_lower

    @property
    def mail(self) -> str:
        """The path of its mail templates, without their endings."""
        return f"notices/mail/{self.template or self.name}"

    @property
    def later_steps(self) -> tuple[Kind, ...]:
        """The steps of the same reminder that come after this one, in order."""
        if not self.steps:
            return ()
        mine = self.offset_days or 0
        later = [k for k in ALL if k.steps == self.steps and (k.offset_days or 0) > mine]
        return tuple(sorted(later, key=lambda kind: kind.offset_days or 0))


_IN_A_PAIR = _("You get this because you are in this pairing.")
_RUNS_IT = _("You get this because you run this program.")
_APPLIED = _("You get this because you applied to this program.")
_ASKED = _("You get this because somebody asked you to be their mentor.")
_ASKS = _("You get this because you asked somebody to be your mentor.")

ALL: tuple[Kind, ...] = (
    Kind(
        name="application_received",
        title=_("Application received"),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.applied",),
        late_after=3 * DAY,
        gather=sense.application("applied"),
    ),
    Kind(
        name="application_admitted",
        title=_("Application decided: admitted"),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.admitted",),
        late_after=14 * DAY,
        gather=sense.application("admitted"),
    ),
    Kind(
        name="application_waitlisted",
        title=_("Application decided: waiting list"),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.waitlisted",),
        late_after=14 * DAY,
        gather=sense.application("waitlisted"),
    ),
    Kind(
        name="application_declined",
        title=_("Application decided: declined"),
        because=_APPLIED,
        group=Group.APPLICATION,
        to=To.APPLICANT,
        about=Participant,
        verbs=("participant.declined",),
        late_after=14 * DAY,
        gather=sense.application("declined"),
    ),
    Kind(
        name="expectations_changed",
        title=_("Expectations changed"),
        because=_("You get this because you take part in this program."),
        group=Group.APPLICATION,
        to=To.UNAWARE,
        about=Expectations,
        verbs=("expectations.written",),
        late_after=30 * DAY,
        gather=sense.expectations,
    ),
    Kind(
        name="suggestions_ready",
        title=_("Choose your mentor"),
        because=_("You get this because you are admitted to this program and have no mentor yet."),
        group=Group.CHOOSING,
        to=To.APPLICANT,
        about=Participant,
        offset_days=1,
        late_after=7 * DAY,
        gather=choosing.suggestions,
    ),
    Kind(
        name="request_received",
        title=_("Request received"),
        because=_ASKED,
        group=Group.CHOOSING,
        to=To.ASKED,
        about=Request,
        verbs=("request.asked",),
        late_after=7 * DAY,
        gather=choosing.waiting_request,
    ),
    Kind(
        name="request_waiting",
        title=_("Request waiting"),
        because=_ASKED,
        group=Group.CHOOSING,
        to=To.ASKED,
        about=Request,
        offset_days=3,
        late_after=4 * DAY,
        gather=choosing.waiting_request,
    ),
    Kind(
        name="request_accepted",
        title=_("Request accepted"),
        because=_ASKS,
        group=Group.CHOOSING,
        to=To.ASKING,
        about=Request,
        verbs=("request.accepted",),
        late_after=14 * DAY,
        gather=choosing.accepted_request,
    ),
    Kind(
        name="request_declined",
        title=_("Request declined"),
        because=_ASKS,
        group=Group.CHOOSING,
        to=To.ASKING,
        about=Request,
        verbs=("request.declined",),
        late_after=14 * DAY,
        gather=choosing.declined_request,
    ),
    Kind(
        name="request_lapsed",
        title=_("Request lapsed"),
        because=_ASKS,
        group=Group.CHOOSING,
        to=To.ASKING,
        about=Request,
        verbs=("request.lapsed",),
        late_after=14 * DAY,
        gather=choosing.lapsed_request,
    ),
    Kind(
        name="match_published",
        title=_("Match published"),
        because=_IN_A_PAIR,
        group=Group.PAIRING,
        to=To.PAIR,
        about=Pairing,
        verbs=("pairing.founded",),
        late_after=14 * DAY,
        gather=sense.pairing("proposed", "active"),
    ),
    Kind(
        name="agreement_waiting",
        title=_("Agreement waiting"),
        because=_IN_A_PAIR,
        group=Group.PAIRING,
        to=To.NOT_AGREED,
        about=Agreement,
        verbs=("agreement.written",),
        late_after=14 * DAY,
        gather=sense.agreement,
    ),
    Kind(
        name="agreement_overdue",
        title=_("No agreement yet"),
        because=_IN_A_PAIR,
        group=Group.PAIRING,
        to=To.PAIR,
        about=Pairing,
        offset_days=5,
        late_after=10 * DAY,
        gather=sense.pairing("proposed"),
    ),
    Kind(
        name="pair_quiet",
        title=_("Not met for a while"),
        because=_IN_A_PAIR,
        group=Group.SESSIONS,
        to=To.PAIR,
        about=Pairing,
        offset_days=0,
        late_after=14 * DAY,
        gather=sense.quiet_pair,
    ),
    Kind(
        name="session_tomorrow",
        title=_("Session tomorrow"),
        because=_IN_A_PAIR,
        group=Group.SESSIONS,
        to=To.PAIR,
        about=Session,
        offset_days=-1,
        late_after=DAY,
        gather=sense.session,
    ),
    Kind(
        name="milestone_ahead",
        title=_("Milestone ahead"),
        because=_IN_A_PAIR,
        group=Group.MILESTONES,
        to=To.RESPONSIBLE,
        about=Milestone,
        offset_days=-7,
        late_after=6 * DAY,
        gather=sense.milestone,
        steps="milestone",
    ),
    Kind(
        name="milestone_today",
        title=_("Milestone today"),
        because=_IN_A_PAIR,
        group=Group.MILESTONES,
        to=To.RESPONSIBLE,
        about=Milestone,
        offset_days=0,
        late_after=2 * DAY,
        gather=sense.milestone,
        steps="milestone",
    ),
    Kind(
        name="milestone_overdue",
        title=_("Milestone overdue"),
        because=_IN_A_PAIR,
        group=Group.MILESTONES,
        to=To.RESPONSIBLE,
        about=Milestone,
        offset_days=3,
        late_after=14 * DAY,
        gather=sense.milestone,
        steps="milestone",
    ),
    Kind(
        name="end_ahead",
        title=_("End ahead, 30 days"),
        because=_IN_A_PAIR,
        group=Group.PAIRING,
        to=To.PAIR,
        about=Pairing,
        offset_days=-30,
        late_after=20 * DAY,
        gather=sense.end,
        steps="end",
    ),
    Kind(
        name="end_near",
        title=_("End ahead, 7 days"),
        because=_IN_A_PAIR,
        group=Group.PAIRING,
        to=To.PAIR,
        about=Pairing,
        offset_days=-7,
        late_after=6 * DAY,
        gather=sense.end,
        steps="end",
        template="end_ahead",
    ),
    Kind(
        name="end_today",
        title=_("End today"),
        because=_IN_A_PAIR,
        group=Group.PAIRING,
        to=To.PAIR,
        about=Pairing,
        offset_days=0,
        late_after=5 * DAY,
        gather=sense.end,
        steps="end",
    ),
    Kind(
        name="ends_ahead",
        title=_("Pairings end, 30 days ahead"),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=-30,
        late_after=20 * DAY,
        gather=sense.ends,
        steps="ends",
    ),
    Kind(
        name="ends_near",
        title=_("Pairings end, 7 days ahead"),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=-7,
        late_after=6 * DAY,
        gather=sense.ends,
        steps="ends",
        template="ends_ahead",
    ),
    Kind(
        name="ends_today",
        title=_("Pairings end today"),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=0,
        late_after=5 * DAY,
        gather=sense.ends,
        steps="ends",
    ),
    Kind(
        name="quiet_pairs",
        title=_("Pairs that went quiet"),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=Program,
        offset_days=0,
        late_after=3 * DAY,
        gather=sense.quiet_pairs,
    ),
    Kind(
        name="help_asked",
        title=_("Help asked for"),
        because=_RUNS_IT,
        group=Group.RUNNING,
        to=To.PROGRAM_ADMINS,
        about=HelpRequest,
        verbs=("help.asked",),
        late_after=30 * DAY,
        gather=sense.help_request,
    ),
)

KINDS: dict[str, Kind] = {kind.name: kind for kind in ALL}
BY_VERB: dict[str, Kind] = {verb: kind for kind in ALL for verb in kind.verbs}
