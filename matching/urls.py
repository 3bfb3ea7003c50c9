from django.urls import path

from matching.views import compare, overview, rulings, run, whatif, why_not

PROGRAM = "programs/<ref:ref>/matching/"
RUN = f"{PROGRAM}<ref:run>/"

urlpatterns = [
    path(PROGRAM, overview.matching, name="matching"),
    path(f"{PROGRAM}comparing/", compare.choose, name="runs-to-compare"),
    path(f"{PROGRAM}rulings/", rulings.rulings, name="rulings"),
    path(f"{PROGRAM}rulings/<int:pk>/lifting/", rulings.lifting, name="ruling-lifting"),
    path(RUN, run.run, name="matching-run"),
    path(f"{RUN}compare/<ref:other>/", compare.compare, name="run-comparison"),
    path(f"{RUN}what-if/", whatif.what_if, name="run-what-if"),
    path(f"{RUN}progress/", run.progress, name="run-progress"),
    path(f"{RUN}cancelling/", run.cancel, name="run-cancelling"),
    path(f"{RUN}start/", run.start_again, name="run-start"),
    path(f"{RUN}why-not/<ref:mentee>/", why_not.why_not, name="why-not"),
    path(f"{RUN}proposals/<int:pk>/swap/", rulings.swap, name="proposal-swap"),
]  # publishing founds pairings, which stand above: `launch` is in mentorship/urls.py
