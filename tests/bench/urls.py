"""Every address of the application, and a page with nothing on it: the floor of all pages."""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from mentorship.urls import urlpatterns as pages

_BARE = '{% extends "layouts/page.html" %}{% block heading %}Nothing{% endblock %}'


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(_BARE).render({}, request))


urlpatterns = [path("bare/", bare, name="bare"), *pages]
