from django.urls import path

from programs.views import admins, face, lists, making, parts, running, setting_up, writing

PARTS = "programs/<ref:ref>/setup/<str:kind>s/<int:pk>/"

urlpatterns = [
    path("programs/", lists.programs, name="programs"),
    path("resources/", lists.resources, name="resources"),
    path("programs/new/", making.new, name="program-new"),
    path("programs/<ref:ref>/", face.program, name="program"),
    path("programs/<ref:ref>/duplicate/", making.duplicate, name="program-duplicate"),
    path("programs/<ref:ref>/setup/", setting_up.setup, name="program-setup"),
    path("programs/<ref:ref>/setup/basics/", setting_up.basics, name="program-basics"),
    path("programs/<ref:ref>/setup/dates/", setting_up.dates, name="program-dates"),
    path("programs/<ref:ref>/setup/goals/", parts.goals, name="program-goals"),
    path("programs/<ref:ref>/setup/plan/", parts.plan, name="program-plan"),
    path("programs/<ref:ref>/setup/pairing-up/", setting_up.pairing_up, name="program-pairing-up"),
    path("programs/<ref:ref>/setup/questions/", parts.questions, name="program-questions"),
    path("programs/<ref:ref>/setup/resources/", parts.resources, name="program-resources"),
    path(PARTS, parts.part, name="program-part"),
    path(f"{PARTS}removal/", parts.removal, name="program-part-removal"),
    path(f"{PARTS}position/", parts.position, name="program-part-position"),
    path("programs/<ref:ref>/setup/restoration/", parts.restoration, name="program-restoration"),
    path(
        "programs/<ref:ref>/setup/expectations/",
        writing.expectations,
        name="program-expectations",
    ),
    path(
        "programs/<ref:ref>/setup/expectations/<str:role>/",
        writing.expectations_of,
        name="program-expectations-of",
    ),
    path("programs/<ref:ref>/setup/guidelines/", writing.guidelines, name="program-guidelines"),
    path("programs/<ref:ref>/setup/admins/", admins.admins, name="program-admins"),
    path(
        "programs/<ref:ref>/setup/admins/<ref:person>/appointment/",
        admins.appointment,
        name="program-admin-appointment",
    ),
    path(
        "programs/<ref:ref>/setup/admins/<ref:person>/dismissal/",
        admins.dismissal,
        name="program-admin-dismissal",
    ),
    path("programs/<ref:ref>/opening/", running.opening, name="program-opening"),
    path(
        "programs/<ref:ref>/matching-phase/",
        running.matching_phase,
        name="program-matching-phase",
    ),
    path("programs/<ref:ref>/removal/", running.removal, name="program-removal"),
    path("programs/<ref:ref>/closing/", running.closing, name="program-closing"),
]
