"""What a batch of claimed notices needs to be judged and written, read at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.functional import cached_property

from notices.catalogue import KINDS, Kind
from notices.models import Notice
from notices.sense import NoLongerNeeded, Reason
from notices.timing.hours import Timings, later_steps
from notices.writing import wording
from notices.writing.words import Words, reading, write


class Batch:
    """Notices that are looked at together, as things stand at `at`."""

    def __init__(self, notices: Sequence[Notice], at: datetime) -> None:
        self.notices = notices
        self.timings = Timings()
        self._rows = {
            kind: kind.sense.rows(at).in_bulk({one.subject_id for one in some})
            for kind, some in self._by_kind.items()
        }
        self._wordings = wording.of(notices)

    def words(self, notice: Notice, at: datetime) -> Words:
        """What it says, if it still makes sense; raises `NoLongerNeeded` where it does not, and
        whatever a template raises."""
        kind = KINDS[notice.kind]
        if notice.expires_at <= at:
            raise NoLongerNeeded(Reason.TOO_LATE)
        if notice.recipient and not notice.recipient.is_active:
            raise NoLongerNeeded(Reason.INACTIVE)
        if self.timings.of(notice.program_id).does_without(kind):
            raise NoLongerNeeded(Reason.SWITCHED_OFF)
        if self._step(notice) in self._overtaken:
            raise NoLongerNeeded(Reason.SUPERSEDED)
        with reading(notice.recipient):
            row = self._rows[kind].get(notice.subject_id)
            material = kind.sense.of(notice, row, at)
            usual = write(notice, kind, material)
            own = self._wordings.get((notice.program_id, kind.name))
            return wording.apply(own, usual, notice, kind, material) if own else usual

    @cached_property
    def _by_kind(self) -> dict[Kind, list[Notice]]:
        found: dict[Kind, list[Notice]] = defaultdict(list)
        for one in self.notices:
            found[KINDS[one.kind]].append(one)
        return dict(found)

    @cached_property
    def _overtaken(self) -> set[tuple[Any, ...]]:
        """The steps of which a later one has been recorded for the same reader; one query."""
        stepped = [one for one in self.notices if KINDS[one.kind].steps]
        if not stepped:
            return set()
        recorded = set(
            Notice.objects.filter(
                kind__in={k.name for k in KINDS.values() if k.steps},
                subject_kind__in={one.subject_kind for one in stepped},
                subject_id__in={one.subject_id for one in stepped},
            ).values_list("kind", "subject_id", "due_on", "recipient_id", "channel_id")
        )
        return {
            self._step(one)
            for one in stepped
            for later, _days in later_steps(KINDS[one.kind], self.timings.of(one.program_id))
            if (later.name, *self._step(one)[1:]) in recorded
        }

    @staticmethod
    def _step(notice: Notice) -> tuple[Any, ...]:
        return (
            notice.kind,
            notice.subject_id,
            notice.due_on,
            notice.recipient_id,
            notice.channel_id,
        )
