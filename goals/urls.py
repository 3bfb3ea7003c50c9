from django.urls import path

from goals.views import actions, goals

urlpatterns = [
    path("pairings/<ref:ref>/goals/new/", goals.new, name="goal-new"),
    path("goals/<ref:ref>/", goals.show, name="goal"),
    path("goals/<ref:ref>/edit/", goals.edit, name="goal-edit"),
    path("goals/<ref:ref>/progress/", goals.progress, name="goal-progress"),
    path("goals/<ref:ref>/acceptance/", goals.accept, name="goal-accept"),
    path("goals/<ref:ref>/reaching/", goals.reach, name="goal-reach"),
    path("goals/<ref:ref>/letting-go/", goals.drop, name="goal-drop"),
    path("goals/<ref:ref>/reopening/", goals.reopen, name="goal-reopen"),
    path("goals/<ref:ref>/actions/", actions.new, name="action-new"),
    path("actions/<ref:ref>/edit/", actions.edit, name="action-edit"),
    path("actions/<ref:ref>/finish/", actions.finish, name="action-finish"),
    path("actions/<ref:ref>/reopening/", actions.take_up_again, name="action-reopen"),
    path("actions/<ref:ref>/removal/", actions.remove, name="action-remove"),
]
