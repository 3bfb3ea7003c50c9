"""Messages owed to people, what became of each, and what people and programs set about them."""

from notices.models.announcement import Announcement
from notices.models.channel import Channel
from notices.models.kept_mail import KeptMail
from notices.models.notice import Attempt, Notice
from notices.models.rounds import Bookmark, Round
from notices.models.timing import Offset, Timing, Wording
from notices.models.wishes import MailBudget, MailDomain, Pace, Preference, Suppression

__all__ = [
    "Announcement",
    "Attempt",
    "Bookmark",
    "Channel",
    "KeptMail",
    "MailBudget",
    "MailDomain",
    "Notice",
    "Offset",
    "Pace",
    "Preference",
    "Round",
    "Suppression",
    "Timing",
    "Wording",
]
