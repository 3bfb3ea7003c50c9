"""What every page knows."""

from __future__ import annotations

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from mentorship.demo.cast import demo_cast
from mentorship.navigation import bar

THEMES = ("light", "dark")


def site(request: HttpRequest) -> dict[str, Any]:
    theme = request.COOKIES.get("theme", "")
    return {
        "company": settings.COMPANY_NAME,
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "",
        "demo_cast": demo_cast if settings.DEMO else None,
        "navigation": cache(partial(bar, request)),  # asked only where a page shows the bar
    }
