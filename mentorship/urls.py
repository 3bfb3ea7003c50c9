"""Every address. Each app keeps its own; pages put together from several apps are here."""

from django.urls import include, path, register_converter

from kit.refs import RefConverter
from mentorship import pages

register_converter(RefConverter, "ref")

urlpatterns = [
    path("", pages.home, name="home"),
    path("desk/", pages.desk, name="desk"),
    path("demo-sign-in/", pages.demo_sign_in, name="demo-sign-in"),
    path("pairings/<ref:ref>/", pages.pairing, name="pairing"),
    path("programs/<ref:ref>/matching/by-hand/", pages.by_hand, name="by-hand"),
    path("programs/<ref:ref>/matching/<ref:run>/publish/", pages.launch, name="launch"),
    path("programs/<ref:ref>/pairings/<ref:pairing_ref>/rematch/", pages.rematch, name="rematch"),
    path("requests/<ref:ref>/acceptance/", pages.acceptance, name="request-acceptance"),
    path("ui/", pages.ui, name="ui"),
    path("people/", pages.people, name="people"),
    path("search/", pages.search, name="search"),
    path("audit/", pages.audit, name="audit"),
    path("audit/export/", pages.audit_export, name="audit-export"),
    path("accounts/", include("people.account_urls")),
    path("", include("people.urls")),
    path("", include("programs.urls")),
    path("", include("participants.urls")),
    path("", include("matching.urls")),
    path("", include("pairings.urls")),
    path("", include("goals.urls")),
    path("", include("milestones.urls")),
    path("", include("notices.urls")),
    path("", include("reports.urls")),
]
