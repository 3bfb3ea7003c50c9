"""One person: record, roles, account, history. And inviting somebody new."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from history.models import Event
from kit.access import Audience, audience
from kit.clock import now
from kit.paging import page_of
from kit.refusals import Refused
from people import invitations, roles
from people.audit import Names, sentence
from people.forms import InvitationForm, RoleForm
from people.models import Person, RoleGrant
from people.requests import PersonRequest


@require_safe
@audience(Audience.ADMINISTRATOR)
def person(request: PersonRequest, ref: str) -> HttpResponse:
    with_record = Person.objects.select_related("employment__manager__person")
    someone = get_object_or_404(with_record, ref=ref)
    grants = list(someone.role_grants.select_related("granted_by").order_by("granted_at"))
    held = {grant.role for grant in grants}
    page = page_of(request, Event.objects.about(someone))
    actors = {event.by_id for event in page} - {None, someone.pk}
    names = dict(Person.objects.filter(pk__in=actors).values_list("pk", "name"))
    known = Names(people={someone.pk: someone.name, **names})
    context = {
        "someone": someone,
        "record": getattr(someone, "employment", None),
        "grants": grants,
        "roles_to_give": [
            (role, name) for role, name in RoleGrant.Role.choices if role not in held
        ],
        "page": page,
        "story": [{"at": event.at, "title": sentence(event, known)} for event in page],
    }
    return render(request, "people/person.html", context)


@require_POST
@audience(Audience.ADMINISTRATOR)
def role_grant(request: PersonRequest, ref: str) -> HttpResponse:
    someone = get_object_or_404(Person, ref=ref)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("person", ref)
    role = form.cleaned_data["role"]
    words = {"name": someone.name, "role": RoleGrant.Role(role).label}
    try:
        roles.grant(someone, role, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s has the role %(role)s now.") % words)
    return redirect("person", ref)


@require_POST
@audience(Audience.ADMINISTRATOR)
def role_removal(request: PersonRequest, ref: str, role: str) -> HttpResponse:
    someone = get_object_or_404(Person, ref=ref)
    if role not in RoleGrant.Role.values:
        raise Http404
    words = {"name": someone.name, "role": RoleGrant.Role(role).label}
    try:
        roles.revoke(someone, role, by=request.user, at=now())
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(name)s no longer has the role %(role)s.") % words)
    if someone == request.user and role == RoleGrant.Role.ADMINISTRATOR:
        return redirect("home")
    return redirect("person", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.ADMINISTRATOR)
def invite(request: PersonRequest) -> HttpResponse:
    form = InvitationForm(request.POST) if request.method == "POST" else InvitationForm()
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            invitations.invite(address, form.cleaned_data["name"], by=request.user, at=now())
        except invitations.AddressTaken as refusal:
            form.add_error("email", str(refusal))
        except OSError:
            messages.warning(request, _not_sent())
        else:
            messages.success(request, _sent(address))
        if not form.errors:
            return redirect("person", Person.objects.get_by_natural_key(address).ref)
    return render(request, "people/invite.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@audience(Audience.ADMINISTRATOR)
def invitation(request: PersonRequest, ref: str) -> HttpResponse:
    """The link to set a password, once more."""
    someone = get_object_or_404(Person.objects.active(), ref=ref)
    try:
        invitations.send_link(someone)
    except OSError:
        messages.warning(request, _not_sent())
    else:
        messages.success(request, _sent(someone.email))
    return redirect("person", ref)


def _sent(address: str) -> str:
    return _("A link to set a password is on its way to %(address)s.") % {"address": address}


def _not_sent() -> str:
    return _(
        "The account is there, but the mail server did not take the mail. Send it again later."
    )
