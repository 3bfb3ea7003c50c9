"""Every kind of notice: what for, to whom, when it is due, when it is too late, whether it still
makes sense, whether it may be bundled, and its words.

No mail says what a pair wrote: agenda, notes, goals, agreement, help requests, comments, and the
words of a request to a mentor stay on their page.
"""

from notices.catalogue import applying, choosing, meeting, pairs, running, telling
from notices.catalogue.kinds import Group, Kind, To, grouped

ALL: tuple[Kind, ...] = (
    *applying.KINDS,
    *choosing.KINDS,
    *pairs.KINDS,
    *meeting.KINDS,
    *running.KINDS,
    *telling.KINDS,
)
KINDS: dict[str, Kind] = {kind.name: kind for kind in ALL}
BY_VERB: dict[str, Kind] = {verb: kind for kind in ALL for verb in kind.verbs}
DIGESTS: tuple[str, ...] = tuple(kind.name for kind in ALL if kind.is_digest)
STEPS: dict[str, tuple[Kind, ...]] = {
    steps: tuple(kind for kind in ALL if kind.steps == steps)
    for steps in {kind.steps for kind in ALL if kind.steps}
}

__all__ = ["ALL", "BY_VERB", "DIGESTS", "KINDS", "STEPS", "Group", "Kind", "To", "grouped"]
