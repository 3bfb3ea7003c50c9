"""What must hold whatever breaks: nothing lost, nothing twice, nothing late.

What is owed is written down by the fault itself, from what it made fall due, and compared with what
the mail server took. The rows of the notices only say what a mail is about.
"""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from notices.models import Notice
from tests.faults.sink import Mail


class Owed(NamedTuple):
    """One message that somebody must get once."""

    kind: str
    subject_id: int
    to: str


@dataclass(frozen=True)
class Finding:
    """What came of one fault: figures, and which promise they keep."""

    row: int  # of the table in docs/reliability.md
    fault: str
    figures: Mapping[str, Any]
    promises: Mapping[str, bool] = field(default_factory=dict)

    @property
    def broken(self) -> list[str]:
        return [promise for promise, is_kept in self.promises.items() if not is_kept]

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "fault": self.fault,
            "figures": dict(self.figures),
            "promises": dict(self.promises),
            "broken": self.broken,
        }


@dataclass(frozen=True)
class Account:
    """The mails that were taken, held against what was owed."""

    owed: Collection[Owed]  # each once
    mails: Mapping[Owed, Sequence[Mail]]
    nameless: int  # mails whose Message-ID is of no notice

    @property
    def lost(self) -> int:
        return sum(not self.mails.get(one) for one in self.owed)

    @property
    def duplicates(self) -> int:
        """Mails beyond the first of what was owed, and second copies of any other notice."""
        others = Counter(
            mail.message_id
            for one, some in self.mails.items()
            for mail in some
            if one not in self.owed
        )
        owed = sum(len(self.mails.get(one, ())) for one in self.owed)
        return owed - (len(self.owed) - self.lost) + others.total() - len(others)

    @property
    def most_copies(self) -> int:
        return max((len(self.mails.get(one, ())) for one in self.owed), default=0)

    @property
    def unlike(self) -> int:
        """Messages of which two copies bear different Message-IDs: no program could tell."""
        return sum(
            len({mail.message_id for mail in self.mails.get(one, ())}) > 1 for one in self.owed
        )

    def late(self, *, by: float) -> int:
        """How many owed ones first arrived after this moment."""
        return sum(some[0].at > by for one in self.owed if (some := self.mails.get(one)))

    def last(self, *, since: float) -> float:
        """Seconds from a moment to the first copy of the last of them."""
        arrived = [some[0].at for one in self.owed if (some := self.mails.get(one))]
        return round(max(arrived, default=time.monotonic()) - since, 1)

    def figures(self) -> dict[str, Any]:
        return {"owed": len(self.owed), "lost": self.lost, "duplicates": self.duplicates}

    def promises(self, *, duplicates: int = 0) -> dict[str, bool]:
        """What holds for every fault; so many second copies are told beforehand."""
        return {
            "lost 0": self.lost == 0,
            f"duplicates {f'at most {duplicates}' if duplicates else 0}": self.duplicates
            <= duplicates,
            "a second copy has the same Message-ID": self.unlike == 0,
            "each mail is of a notice": self.nameless == 0,
        }


def settle(owed: Collection[Owed], mails: Sequence[Mail]) -> Account:
    """Which mail is which, by Message-ID."""
    known = {
        message_id: Owed(kind, subject, to)
        for message_id, kind, subject, to in Notice.objects.filter(
            message_id__in={mail.message_id for mail in mails}
        ).values_list("message_id", "kind", "subject_id", "recipient__email")
    }
    sorted_out: dict[Owed, list[Mail]] = defaultdict(list)
    strange: Counter[str] = Counter()
    for mail in mails:
        one = known.get(mail.message_id)
        if one is None or one.to != mail.to:
            strange[mail.message_id] += 1
        else:
            sorted_out[one].append(mail)
    assert len(set(owed)) == len(owed)
    return Account(set(owed), sorted_out, strange.total())
