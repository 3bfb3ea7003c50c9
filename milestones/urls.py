from django.urls import path

from milestones import views

urlpatterns = [
    path("milestones/<ref:ref>/done/", views.mark_done, name="milestone-done"),
    path("milestones/<ref:ref>/reopening/", views.reopen, name="milestone-reopen"),
]
