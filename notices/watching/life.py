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

_ICONS = {"put_off": "clock", "failed": "alert-triangle", "lost": "bolt"}
_TONES = {"put_off": "warn", "failed": "bad", "lost": "warn"}


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
    for one in attempts:
        story += _attempt(one)
    if notice.state == Notice.State.PLANNED:
        again = _("Due again") if len(story) > 1 else _("Due")
        story.append(Moment(notice.due_at, again, icon="hourglass", tone="info"))
    if notice.state == Notice.State.CLAIMED and notice.claimed_at:
        story.append(_being_sent(notice.claimed_at))
    ended = _ends(notice)
    return [*story, ended] if ended else story


def _ends(notice: Notice) -> Moment | None:
    """What became of it at last, where no attempt tells it."""
    if notice.state == Notice.State.BUNDLED and notice.digest:
        return Moment(notice.digest.due_at, _("To go in a digest"), icon="hourglass", tone="info")
    ends: dict[str, tuple[str, str, str]] = {
        Notice.State.DROPPED: (_("No longer needed"), "x", "quiet"),
        Notice.State.SUPERSEDED: (_("Overtaken"), "x", "quiet"),
        Notice.Way.MAIL: (_("Sent"), "check", "good"),
        Notice.Way.CHANNEL: (_("Sent to the channel"), "check", "good"),
        Notice.Way.DIGEST: (_("Sent in a digest"), "check", "good"),
        Notice.Way.INBOX: (_("Put in the inbox, without a mail"), "inbox", "info"),
    }
    found = ends.get(notice.state) or ends.get(notice.way or "")
    if found is None or notice.settled_at is None:
        return None
    title, icon, tone = found
    return Moment(notice.settled_at, title, notice.why_in_words, icon, tone)


def _being_sent(since: datetime) -> Moment:
    return Moment(since, _("Being sent"), icon="send", tone="info")


def _attempt(one: Attempt) -> list[Moment]:
    """One that was lost is told from its beginning: it is noticed long after."""
    titles = {
        Attempt.Outcome.PUT_OFF: _("Not taken yet, to be tried again"),
        Attempt.Outcome.FAILED: _("Failed"),
        Attempt.Outcome.LOST: _("The sender stopped before it knew the outcome"),
    }
    outcome = Attempt.Outcome(one.outcome)
    end = Moment(one.ended_at, titles[outcome], one.why, _ICONS[outcome], _TONES[outcome])
    return [_being_sent(one.claimed_at), end] if outcome == Attempt.Outcome.LOST else [end]
