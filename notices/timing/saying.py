"""A kind of notice in words: when it is due, and when it is too late."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from notices.catalogue import Kind
from notices.timing import setting
from pairings.models import Session

_FIXED = {
    "reports_month": gettext_lazy("on the first of a month"),
    "digest_daily": gettext_lazy("every working day, where there is something to tell"),
    "digest_weekly": gettext_lazy("every Monday, where there is something to tell"),
}  # dated kinds that no program may move


@dataclass(frozen=True)
class Explained:
    """One kind as the catalogue shows it; programs may time it otherwise."""

    kind: Kind

    @property
    def due(self) -> str:
        """ "7 days before the milestone", "at once"."""
        fixed = _FIXED.get(self.kind.name)
        return str(fixed) if fixed else setting.said(self.kind, self.kind.offset_days)

    @property
    def too_late(self) -> str:
        """ "6 days after it was due", "when the session begins"."""
        if self.kind.about is Session and (self.kind.offset_days or 0) < 0:
            return _("when the session begins")
        days = self.kind.late_after.days
        said = ngettext("%(n)d day after it was due", "%(n)d days after it was due", days)
        return said % {"n": days}

    @property
    def how(self) -> str:
        """Whether its reader has a say in when it comes."""
        if self.kind.must:
            return _("By mail at once, whatever somebody chose")
        return _("As its reader chose; may be bundled in a digest")

    @property
    def for_programs(self) -> str:
        """What a program may set about it."""
        may_move = self.kind.name in setting.MOVABLE and self.kind.may_move
        if self.kind.may_be_worded and may_move:
            return _("may choose other words and other days")
        if self.kind.may_be_worded:
            return _("may choose other words")
        return _("have no say in it")
