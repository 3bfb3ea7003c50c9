"""What nobody could say if a sender died just now: one mail, never two.

From the moment at which a mail server is given the text of a mail until the commit of what became
of it, a dying process leaves open whether the mail went out. Senders side by side in one process
take turns there; all else they do at the same time.
"""

from __future__ import annotations

from threading import Lock, local


class Doubt:
    """Shared by the senders of one process."""

    def __init__(self) -> None:
        self._one_at_a_time = Lock()
        self._mine = local()

    def begin(self) -> None:
        """Wait for one's turn; again within the same turn it changes nothing."""
        if not self._is_mine:
            self._one_at_a_time.acquire()
            self._mine.held = True

    def end(self) -> None:
        """What became of it is written; where no turn was begun it changes nothing."""
        if self._is_mine:
            self._mine.held = False
            self._one_at_a_time.release()

    @property
    def _is_mine(self) -> bool:
        return getattr(self._mine, "held", False)
