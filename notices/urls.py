from django.urls import URLPattern, path

from notices.views import health, inbox, mails, notice, outbox, preferences

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", preferences.unsubscribe, name="unsubscribe"),
    path("health/", health.health, name="health"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/retrial/", outbox.retrial, name="outbox-retrial"),
    path("outbox/<ref:ref>/", notice.notice, name="notice"),
    path("outbox/<ref:ref>/retrial/", notice.retrial, name="notice-retrial"),
    path("outbox/<ref:ref>/cancellation/", notice.cancellation, name="notice-cancellation"),
    path("outbox/mails/<ref:ref>/", mails.mail, name="kept-mail"),
    path("outbox/mails/<ref:ref>/sheet/", mails.sheet, name="kept-mail-sheet"),
]
