"""Pages that are put together from several apps."""

from mentorship.pages.acceptance import acceptance
from mentorship.pages.audit import audit, audit_export
from mentorship.pages.by_hand import by_hand
from mentorship.pages.demo_sign_in import demo_sign_in
from mentorship.pages.desk import desk
from mentorship.pages.home import home
from mentorship.pages.launch import launch
from mentorship.pages.pairing import pairing
from mentorship.pages.people import people
from mentorship.pages.rematch import rematch
from mentorship.pages.search import search
from mentorship.pages.ui import ui

__all__ = [
    "acceptance",
    "audit",
    "audit_export",
    "by_hand",
    "demo_sign_in",
    "desk",
    "home",
    "launch",
    "pairing",
    "people",
    "rematch",
    "search",
    "ui",
]
