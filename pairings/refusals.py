"""Why something cannot be done to a pairing, in words for the one who asked."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kit.refusals import Refused


class IsOver(Refused):
    def __init__(self) -> None:
        super().__init__(_("This pairing has ended, so nothing in it can be changed any more."))
