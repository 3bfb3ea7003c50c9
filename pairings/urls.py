from django.urls import path

from pairings.views import (
    agenda,
    agreement,
    checkins,
    extension,
    lifecycle,
    mine,
    sessions,
    standing_in,
    watching,
)

PAIR = "pairings/<ref:ref>"
ITEM = f"{PAIR}/agenda/<ref:item_ref>"
SESSION = f"{PAIR}/sessions/<ref:session_ref>"
ASKED = f"{PAIR}/extensions/<ref:extension_ref>"
WATCHED = "programs/<ref:ref>/pairings/<ref:pairing_ref>"

urlpatterns = [
    path("pairings/", mine.my_pairings, name="my-pairings"),
    path(f"{PAIR}/agenda/", agenda.add, name="agenda"),
    path(f"{ITEM}/", agenda.wording, name="agenda-item"),
    path(f"{ITEM}/place/", agenda.place, name="agenda-place"),
    path(f"{ITEM}/discussion/", agenda.discussion, name="agenda-discussion"),
    path(f"{ITEM}/dropping/", agenda.dropping, name="agenda-dropping"),
    path(f"{ITEM}/reopening/", agenda.reopening, name="agenda-reopening"),
    path(f"{PAIR}/sessions/", sessions.listing, name="sessions"),
    path(f"{PAIR}/log/", sessions.log, name="log-session"),
    path(f"{PAIR}/plan/", sessions.plan, name="plan-session"),
    path(f"{SESSION}/time/", sessions.move, name="session-time"),
    path(f"{SESSION}/absence/", sessions.miss, name="session-absence"),
    path(f"{SESSION}/note/", sessions.note, name="session-note"),
    path(f"{SESSION}/calendar.ics", sessions.calendar, name="session-calendar"),
    path(f"{PAIR}/agreement/", agreement.agreement, name="agreement"),
    path(f"{PAIR}/agreement/edit/", agreement.edit, name="agreement-edit"),
    path(f"{PAIR}/agreement/acceptance/", agreement.acceptance, name="agreement-acceptance"),
    path(f"{PAIR}/pause/", lifecycle.pause, name="pairing-pause"),
    path(f"{PAIR}/resumption/", lifecycle.resume, name="pairing-resume"),
    path(f"{PAIR}/extension/", extension.extension, name="pairing-extend"),
    path(f"{ASKED}/granting/", extension.granting, name="extension-granting"),
    path(f"{ASKED}/declining/", extension.declining, name="extension-declining"),
    path(f"{ASKED}/taking-back/", extension.taking_back, name="extension-taking-back"),
    path(f"{PAIR}/check-in/", checkins.check_in, name="check-in"),
    path(f"{PAIR}/ending/", lifecycle.end, name="pairing-end"),
    path(f"{PAIR}/help/", lifecycle.ask_for_help, name="pairing-help"),
    path("programs/<ref:ref>/pairings/", watching.listing, name="program-pairings"),
    path(f"{WATCHED}/", watching.one, name="program-pairing"),
    path(f"{WATCHED}/extension/", watching.extend, name="program-pairing-extend"),
    path(f"{WATCHED}/ending/", watching.end, name="program-pairing-end"),
    path(f"{WATCHED}/taking-back/", watching.taking_back, name="program-pairing-taking-back"),
    path(f"{WATCHED}/help/<int:asked>/settlement/", watching.settle, name="help-settlement"),
    path("help-requests/", standing_in.listing, name="help-requests"),
    path(
        "help-requests/<int:asked>/settlement/",
        standing_in.settle,
        name="help-request-settlement",
    ),
]
