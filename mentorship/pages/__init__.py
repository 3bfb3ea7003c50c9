"""Pages that are put together from several apps."""

from mentorship.pages.home import home
from mentorship.pages.ui import ui

__all__ = ["home", "ui"]
