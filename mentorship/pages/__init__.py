"""Pages that are put together from several apps."""

from mentorship.pages.demo_sign_in import demo_sign_in
from mentorship.pages.home import home
from mentorship.pages.pairing import pairing
from mentorship.pages.ui import ui

__all__ = ["demo_sign_in", "home", "pairing", "ui"]
