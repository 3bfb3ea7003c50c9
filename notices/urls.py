from django.urls import URLPattern, path

from notices.views import health, mails, notice, outbox

urlpatterns: list[URLPattern] = [
    path("health/", health.health, name="health"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/retrial/", outbox.retrial, name="outbox-retrial"),
    path("outbox/<ref:ref>/", notice.notice, name="notice"),
    path("outbox/<ref:ref>/retrial/", notice.retrial, name="notice-retrial"),
    path("outbox/<ref:ref>/cancellation/", notice.cancellation, name="notice-cancellation"),
    path("outbox/mails/<ref:ref>/", mails.mail, name="kept-mail"),
    path("outbox/mails/<ref:ref>/sheet/", mails.sheet, name="kept-mail-sheet"),
]
