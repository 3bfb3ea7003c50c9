from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from kit import clock
from kit.access import Audience, audience
from notices.watching import metrics as figures


@require_safe
@never_cache
@audience(Audience.ANYONE)
def metrics(request: HttpRequest) -> HttpResponse:
    """For a monitor that knows METRICS_TOKEN, and for administrators; there is none for others."""
    if not (_has_token(request) or _is_administrator(request)):
        raise Http404
    return HttpResponse(figures.text(now=clock.now()), content_type=CONTENT_TYPE_LATEST)


def _has_token(request: HttpRequest) -> bool:
    if not settings.METRICS_TOKEN:
        return False
    shown = request.headers.get("Authorization", "")
    return constant_time_compare(shown, f"Bearer {settings.METRICS_TOKEN}")


def _is_administrator(request: HttpRequest) -> bool:
    return request.user.is_authenticated and request.user.is_administrator
