from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.access import Audience, audience
from kit.clock import now
from kit.forms import LineField, sent
from kit.refusals import Refused
from notices import channels
from notices.catalogue import ALL
from notices.models import Channel
from notices.sending.hooks import NotAllowed
from notices.sending.post import PutOff, Rejected
from people.requests import PersonRequest
from programs.forms import take_errors
from programs.models import Program
from programs.views.loading import managed_program


class ChannelForm(forms.Form):
    """Which channel is to be written to. The address is checked by `channels.add`."""

    app = forms.ChoiceField(
        label=_("App"), choices=Channel.App.choices, widget=forms.RadioSelect, initial="slack"
    )
    name = LineField(
        label=_("Name of the channel"),
        max_length=80,
        help_text=_("As your team calls it, for instance #mentoring"),
        error_messages={"required": _("Give its name, so that you know it again.")},
    )
    address = LineField(
        label=_("Webhook address"),
        max_length=1000,
        widget=forms.TextInput(
            {"autocomplete": "off", "spellcheck": "false", "inputmode": "url", "maxlength": None}
        ),
        help_text=_(
            "In Slack: “Incoming webhooks” of an app. In Teams: “Workflows” of the channel. It is "
            "a secret: once it is saved, it is shown to nobody."
        ),
        error_messages={"required": _("Paste the address that the app gives you.")},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def all_channels(request: PersonRequest, ref: str) -> HttpResponse:
    """Where the program's team is written to besides their mail, and a form for one more."""
    program = managed_program(request, ref)
    form = ChannelForm(sent(request))
    if request.method == "POST" and form.is_valid() and _added(request, program, form):
        messages.success(request, _("Added. Send a test to see that it arrives."))
        return redirect("channels", ref)
    context = {
        "program": program,
        "channels": program.channels.with_last().select_related("added_by"),
        "kinds": [kind for kind in ALL if kind.goes_to_channels],
        "form": form,
    }
    return render(request, "notices/channels.html", context)


@require_POST
@audience(Audience.PROGRAM_ADMIN)
def send_test(request: PersonRequest, ref: str, channel_ref: str) -> HttpResponse:
    """Write a line there, now, and say what the app answered."""
    channel = _channel(request, ref, channel_ref)
    said: dict[str, Any] = {"app": channel.get_app_display(), "channel": channel.name}
    try:
        answer = channels.send_test(channel)
    except Rejected as error:
        words = _(
            "%(app)s refused it: %(answer)s. Remove “%(channel)s” and add it with a new address."
        )
        messages.error(request, words % (said | {"answer": error}))
    except PutOff as error:
        words = _("%(app)s was busy or could not be reached. Try again in a minute. (%(answer)s)")
        messages.warning(request, words % (said | {"answer": error}))
    else:
        words = _("%(app)s took it (%(answer)s). Look into “%(channel)s”: it is there.")
        messages.success(request, words % (said | {"answer": answer}))
    return redirect("channels", ref)


@require_http_methods(["GET", "HEAD", "POST"])
@audience(Audience.PROGRAM_ADMIN)
def removal(request: PersonRequest, ref: str, channel_ref: str) -> HttpResponse:
    """Ask, then remove it."""
    channel = _channel(request, ref, channel_ref)
    if request.method != "POST":
        context = {"program": channel.program, "channel": channel}
        return render(request, "notices/channel_removal.html", context)
    channels.remove(channel, by=request.user, at=now())
    messages.success(
        request, _("“%(channel)s” is written to no longer.") % {"channel": channel.name}
    )
    return redirect("channels", ref)


def _channel(request: PersonRequest, ref: str, channel_ref: str) -> Channel:
    """The channel, if it is one of this program, and this program one of theirs."""
    program = managed_program(request, ref)
    channel: Channel = get_object_or_404(program.channels, ref=channel_ref)
    channel.program = program
    return channel


def _added(request: PersonRequest, program: Program, form: ChannelForm) -> bool:
    """Whether it was; what was refused stands in the form then."""
    try:
        channels.add(program, by=request.user, at=now(), **form.cleaned_data)
    except NotAllowed as refusal:
        form.add_error("address", str(refusal))
    except ValidationError as refused:
        take_errors(form, refused.message_dict)
    except Refused as refusal:
        form.add_error(None, str(refusal))
    return form.is_valid()
