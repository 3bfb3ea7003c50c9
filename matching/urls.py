from django.urls import path

from matching.views import (
    choosing,
    compare,
    overview,
    requests,
    rulings,
    run,
    whatif,
    why_not,
)

PROGRAM = "programs/<ref:ref>/matching/"
RUN = f"{PROGRAM}<ref:run>/"
REQUEST = "requests/<ref:ref>/"

urlpatterns = [
    path(PROGRAM, overview.matching, name="matching"),
    path(f"{PROGRAM}comparing/", compare.choose, name="runs-to-compare"),
    path(f"{PROGRAM}rulings/", rulings.rulings, name="rulings"),
    path(f"{PROGRAM}rulings/<int:pk>/lifting/", rulings.lifting, name="ruling-lifting"),
    path(f"{PROGRAM}requests/", requests.standing, name="program-requests"),
    path(RUN, run.run, name="matching-run"),
    path(f"{RUN}compare/<ref:other>/", compare.compare, name="run-comparison"),
    path(f"{RUN}what-if/", whatif.what_if, name="run-what-if"),
    path(f"{RUN}progress/", run.progress, name="run-progress"),
    path(f"{RUN}cancelling/", run.cancel, name="run-cancelling"),
    path(f"{RUN}start/", run.start_again, name="run-start"),
    path(f"{RUN}why-not/<ref:mentee>/", why_not.why_not, name="why-not"),
    path(f"{RUN}proposals/<int:pk>/swap/", rulings.swap, name="proposal-swap"),
    path("programs/<ref:ref>/mentors/", choosing.choosing, name="choosing"),
    path("programs/<ref:ref>/mentors/all/", choosing.all_mentors, name="all-mentors"),
    path("programs/<ref:ref>/mentors/<ref:mentor_ref>/", choosing.asking, name="asking"),
    path("requests/", requests.mine, name="my-requests"),
    path(REQUEST, requests.request, name="request"),
    path(f"{REQUEST}decline/", requests.declining, name="request-declining"),
    path(f"{REQUEST}withdrawal/", requests.withdrawal, name="request-withdrawal"),
]  # what founds pairings stands above: `launch` and `request-acceptance` are in mentorship/urls.py
