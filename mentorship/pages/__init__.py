"""Pages that are put together from several apps."""

from mentorship.pages.home import home

__all__ = ["home"]
