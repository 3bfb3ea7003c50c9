from django.urls import path

from reports import views

urlpatterns = [
    path("reports/", views.home, name="reports"),
    path("reports/meeting/", views.meeting_page, name="report-meeting"),
    path("reports/staying/", views.staying_page, name="report-staying"),
    path("reports/growing/", views.growing_page, name="report-growing"),
    path("reports/fairness/", views.fairness_page, name="report-fairness"),
    path(
        "reports/meeting/export/",
        views.meeting_page,
        {"export": True},
        name="report-meeting-export",
    ),
    path(
        "reports/staying/export/",
        views.staying_page,
        {"export": True},
        name="report-staying-export",
    ),
    path(
        "reports/growing/export/",
        views.growing_page,
        {"export": True},
        name="report-growing-export",
    ),
    path(
        "reports/fairness/export/",
        views.fairness_page,
        {"export": True},
        name="report-fairness-export",
    ),
]
