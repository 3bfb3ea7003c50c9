from __future__ import annotations

from anymail.exceptions import AnymailWebhookValidationFailure
from anymail.webhooks.base import AnymailCoreWebhookView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.module_loading import import_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from kit.access import Audience, audience
from kit.clock import now
from notices.sending import returns

UNREADABLE = (
    *(ValueError, TypeError, LookupError, AttributeError, RecursionError),
    OverflowError,  # a time beyond all calendars
)


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
@audience(Audience.ANYONE)
def mail_events(request: HttpRequest) -> HttpResponse:
    """For the mail provider, which knows the secret: what became of mails that it took."""
    provider = settings.MAIL_PROVIDER
    if provider is None or not settings.MAIL_EVENTS_SECRET:
        raise Http404
    if request.method == "HEAD":
        return HttpResponse()  # some look whether anybody is there
    reader: AnymailCoreWebhookView = import_string(provider.reader)()
    try:
        reader.run_validators(request)
        events = reader.parse_events(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=401, headers={"WWW-Authenticate": 'Basic realm="mail events"'})
    except UNREADABLE:  # whatever a reader makes of what is no report
        return HttpResponse(status=400)
    returns.take(events, at=now())
    return HttpResponse()
