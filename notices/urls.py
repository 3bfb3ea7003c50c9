from django.urls import URLPattern, path

from notices.views import (
    announcements,
    channels,
    health,
    inbox,
    mail_events,
    mails,
    notice,
    outbox,
    preferences,
    timing,
    unsubscribe,
)

ANNOUNCEMENTS = "programs/<ref:ref>/announcements"
ANNOUNCEMENT = f"{ANNOUNCEMENTS}/<ref:announcement_ref>"

urlpatterns: list[URLPattern] = [
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/count/", inbox.count, name="inbox-count"),
    path("inbox/news/", inbox.news, name="inbox-news"),
    path("inbox/reading/", inbox.reading, name="inbox-reading"),
    path("inbox/<ref:ref>/reading/", inbox.reading_one, name="inbox-reading-one"),
    path("preferences/", preferences.preferences, name="preferences"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("mail-events/", mail_events.mail_events, name="mail-events"),
    path("health/", health.health, name="health"),
    path("programs/<ref:ref>/channels/", channels.all_channels, name="channels"),
    path(
        "programs/<ref:ref>/channels/<ref:channel_ref>/test/",
        channels.send_test,
        name="channel-test",
    ),
    path(
        "programs/<ref:ref>/channels/<ref:channel_ref>/removal/",
        channels.removal,
        name="channel-removal",
    ),
    path("programs/<ref:ref>/timing/", timing.program_timing, name="program-timing"),
    path("programs/<ref:ref>/timing/usual/", timing.usual_timing, name="program-timing-usual"),
    path("programs/<ref:ref>/mail-calendar/", timing.calendar, name="mail-calendar"),
    path(f"{ANNOUNCEMENTS}/", announcements.announcements, name="announcements"),
    path(f"{ANNOUNCEMENTS}/new/", announcements.new, name="announcement-new"),
    path(f"{ANNOUNCEMENT}/", announcements.announcement, name="announcement"),
    path(f"{ANNOUNCEMENT}/edit/", announcements.edit, name="announcement-edit"),
    path(f"{ANNOUNCEMENT}/sheet/", announcements.sheet, name="announcement-sheet"),
    path(f"{ANNOUNCEMENT}/sending/", announcements.sending, name="announcement-sending"),
    path(f"{ANNOUNCEMENT}/removal/", announcements.removal, name="announcement-removal"),
    path("outbox/", outbox.outbox, name="outbox"),
    path("outbox/retrial/", outbox.retrial, name="outbox-retrial"),
    path("outbox/<ref:ref>/", notice.notice, name="notice"),
    path("outbox/<ref:ref>/retrial/", notice.retrial, name="notice-retrial"),
    path("outbox/<ref:ref>/cancellation/", notice.cancellation, name="notice-cancellation"),
    path("outbox/mails/<ref:ref>/", mails.mail, name="kept-mail"),
    path("outbox/mails/<ref:ref>/sheet/", mails.sheet, name="kept-mail-sheet"),
]
