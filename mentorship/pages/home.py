from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kit.access import Audience, audience


@require_safe
@audience(Audience.SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "mentorship/home.html")
