"""One notice's life, as a story of moments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from notices.models import Attempt, Notice

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_ICONS = {"sent": "check", "put_off": "clock", "failed": "alert-triangle", "lost": "bolt"}
_TONES = {"sent": "good", "put_off": "warn", "failed": "bad", "lost": "warn"}


@dataclass(frozen=True)
class Moment:
    at: datetime
    title: StrOrPromise
    text: StrOrPromise = ""
    icon: str = "circle"
    tone: str = "quiet"


def life(notice: Notice, attempts: Iterable[Attempt]) -> list[Moment]:
    """From its planning to what became of it, in order."""
    story = [Moment(notice.planned_at, _("Planned"), icon="calendar-plus")]
    story += [_attempt(one) for one in attempts]
    if notice.state == Notice.State.PLANNED:
        again = _("Due again") if len(story) > 1 else _("Due")
        story.append(Moment(notice.due_at, again, icon="hourglass", tone="info"))
    if notice.state == Notice.State.CLAIMED and notice.claimed_at:
        story.append(Moment(notice.claimed_at, _("Being sent"), icon="send", tone="info"))
    if notice.state == Notice.State.DROPPED and notice.settled_at:
        why = notice.why_in_words
        story.append(Moment(notice.settled_at, _("No longer needed"), why, icon="x"))
    return story


def _attempt(one: Attempt) -> Moment:
    titles = {
        Attempt.Outcome.SENT: _("Sent"),
        Attempt.Outcome.PUT_OFF: _("Not taken yet, to be tried again"),
        Attempt.Outcome.FAILED: _("Failed"),
        Attempt.Outcome.LOST: _("The sender stopped before it knew the outcome"),
    }
    outcome = Attempt.Outcome(one.outcome)
    return Moment(one.ended_at, titles[outcome], one.why, _ICONS[outcome], _TONES[outcome])
