from django.urls import path

from participants.views import (
    application,
    applying,
    barring,
    deciding,
    listing,
    lottery,
    roster,
    wishing,
)

ROSTER = "programs/<ref:ref>/roster/"
APART = "settings/mine/apart/"
MINE = "applications/<ref:ref>/"

urlpatterns = [
    path("programs/<ref:ref>/apply/<str:role>/", applying.apply, name="apply"),
    path(MINE, application.application, name="application"),
    path(f"{MINE}withdrawal/", application.withdrawal, name="application-withdrawal"),
    path(f"{MINE}removal/", application.removal, name="application-removal"),
    path(f"{MINE}reopening/", application.reopening, name="application-reopening"),
    path(f"{MINE}acknowledgement/", application.acknowledgement, name="acknowledgement"),
    path(f"{MINE}wishes/", wishing.wishes, name="wishes"),
    path(f"{MINE}wishes/<ref:wished_ref>/place/", wishing.wish_place, name="wish-place"),
    path(f"{MINE}wishes/<ref:wished_ref>/removal/", wishing.wish_removal, name="wish-removal"),
    path(APART, barring.bars, name="bars"),
    path(f"{APART}search/", barring.bar_search, name="bar-search"),
    path(f"{APART}removal/", barring.bar_removal, name="bar-removal"),
    path(ROSTER, roster.roster, name="roster"),
    path(f"{ROSTER}export.csv", roster.roster_export, name="roster-export"),
    path(f"{ROSTER}decision/", deciding.decision, name="roster-decision"),
    path(f"{ROSTER}undoing/<ref:batch>/", deciding.undoing, name="roster-undo"),
    path(f"{ROSTER}draw/", lottery.draw, name="draw"),
    path(f"{ROSTER}draws/<ref:draw_ref>/", lottery.draw_result, name="draw-result"),
    path(f"{ROSTER}draws/<ref:draw_ref>/export.csv", lottery.draw_export, name="draw-export"),
    path(f"{ROSTER}import/", listing.roster_import, name="roster-import"),
    path(f"{ROSTER}import/<ref:list_ref>/", listing.roster_list, name="roster-list"),
    path(
        f"{ROSTER}import/<ref:list_ref>/application/",
        listing.roster_list_application,
        name="roster-list-application",
    ),
    path(f"{ROSTER}<ref:participant_ref>/", roster.roster_person, name="roster-person"),
]
