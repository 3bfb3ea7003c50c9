"""What is said of a mentor who is asked about, beside whom the run and a new one would propose.

The words alone; `matching.why_not` reckons.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from matching.side_by_side import score_said
from participants.models import Participant


@dataclass(frozen=True)
class AskedAbout:
    """A mentor who is asked about, beside the one who is best for all and whom the run proposes."""

    mentee: Participant
    asked: Participant
    score: float
    best: Participant | None
    best_score: float | None
    of_run: Participant | None

    def as_the_run_says(self) -> str:
        """Where the run's own proposal is taken for the best: nothing was solved anew."""
        about = self._about
        if self.best is None and self.of_run is not None:
            text = _(
                "They could be paired, with a score of %(score)s; %(of_run)s is proposed, but has "
                "no place any more."
            )
            return text % about
        if self.best is None:
            return (
                _("They could be paired, with a score of %(score)s; %(mentee)s has nobody now.")
                % about
            )
        if self.best == self.asked:
            return _("This run proposes just that: %(asked)s, with a score of %(score)s.") % about
        return (
            _(
                "They could be paired, with a score of %(score)s; %(best)s is proposed, with "
                "%(now)s."
            )
            % about
        )

    def anew(self) -> str:
        """What the run proposed, and what a new one would with the people of today."""
        if self.best == self.asked == self.of_run:
            return (
                _(
                    "This run proposes just that, and a new run would today: %(asked)s, with a "
                    "score of %(score)s."
                )
                % self._about
            )
        return " ".join([*self._possible(), self._proposed(), self._proposed_today()])

    def _possible(self) -> list[str]:
        if self.asked in (self.best, self.of_run):
            return []
        return [_("They could be paired, with a score of %(score)s.") % self._about]

    def _proposed(self) -> str:
        if self.of_run is None:
            return _("This run proposes nobody for %(mentee)s.") % self._about
        if self.of_run == self.asked:
            text = _("This run proposes just that: %(asked)s, today with a score of %(score)s.")
            return text % self._about
        return _("This run proposes %(of_run)s.") % self._about

    def _proposed_today(self) -> str:
        if self.best is None:
            return _("A new run would leave %(mentee)s without a mentor today.") % self._about
        if self.best == self.asked:
            text = _(
                "A new run would propose just that today: %(asked)s, with a score of %(score)s."
            )
            return text % self._about
        if self.best == self.of_run:
            return (
                _("A new run would propose the same today, with a score of %(now)s.") % self._about
            )
        return _("A new run would propose %(best)s today, with a score of %(now)s.") % self._about

    @property
    def _about(self) -> dict[str, Any]:
        return {
            "mentee": self.mentee.person,
            "asked": self.asked.person,
            "score": score_said(self.score),
            "best": self.best and self.best.person,
            "now": score_said(self.best_score),
            "of_run": self.of_run and self.of_run.person,
        }
