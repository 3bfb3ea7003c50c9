from django.urls import path

from people.views import directory, imports, person, settings

urlpatterns = [
    path("directory/", directory.directory, name="directory"),
    path("directory/imports/", imports.imports, name="directory-import"),
    path("directory/imports/<ref:ref>/", imports.preview, name="directory-preview"),
    path("directory/imports/<ref:ref>/progress/", imports.progress, name="directory-progress"),
    path(
        "directory/imports/<ref:ref>/acceptance/", imports.acceptance, name="directory-acceptance"
    ),
    path(
        "directory/imports/<ref:ref>/cancellation/",
        imports.cancellation,
        name="directory-cancellation",
    ),
    path("directory/imports/<ref:ref>/waking/", imports.waking, name="directory-waking"),
    path("directory/invitations/", person.invite, name="person-invite"),
    path("directory/<ref:ref>/", person.person, name="person"),
    path("directory/<ref:ref>/roles/", person.role_grant, name="person-role-grant"),
    path(
        "directory/<ref:ref>/roles/<slug:role>/removal/",
        person.role_removal,
        name="person-role-removal",
    ),
    path("directory/<ref:ref>/invitation/", person.invitation, name="person-invitation"),
    path("settings/", settings.installation, name="settings-page"),
    path("settings/mine/", settings.mine, name="my-settings"),
]
