from django.urls import path

from matching.urls import RUN
from reports.views import questions, runs

urlpatterns = [
    path("reports/", questions.home, name="reports"),
    path("reports/meeting/", questions.meeting_page, name="report-meeting"),
    path("reports/staying/", questions.staying_page, name="report-staying"),
    path("reports/growing/", questions.growing_page, name="report-growing"),
    path("reports/fairness/", questions.fairness_page, name="report-fairness"),
    path(
        "reports/meeting/export/",
        questions.meeting_page,
        {"export": True},
        name="report-meeting-export",
    ),
    path(
        "reports/staying/export/",
        questions.staying_page,
        {"export": True},
        name="report-staying-export",
    ),
    path(
        "reports/growing/export/",
        questions.growing_page,
        {"export": True},
        name="report-growing-export",
    ),
    path(
        "reports/fairness/export/",
        questions.fairness_page,
        {"export": True},
        name="report-fairness-export",
    ),
    path(f"{RUN}fairness/", runs.sheet, name="run-fairness"),
    path(f"{RUN}fairness/export/", runs.sheet, {"export": True}, name="run-fairness-export"),
]
