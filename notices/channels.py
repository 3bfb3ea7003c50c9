"""The channels of Slack and Teams in which a program's team hears of it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from history.recording import record
from notices.models import Channel
from notices.sending import hooks
from notices.sense import address as address_of
from notices.writing.words import Words
from people.models import Person
from programs.lifecycle import refuse_once_closed
from programs.models import Program
from programs.steps import Step

SECONDS = 5.0  # somebody waits for the answer


@transaction.atomic
def add(
    program: Program, *, app: str, name: str, address: str, by: Person, at: datetime
) -> Channel:
    """The team's notices go there too from now on. History is told its app and name alone.

    Raises `hooks.NotAllowed` for an address that is none of the app's, `ValidationError` where the
    program has a channel of that name, `ProgramClosed` once it is closed.
    """
    refuse_once_closed(program)
    hooks.check(app, address)
    channel = Channel(
        program=program, app=app, name=name, address=address, added_by=by, added_at=at
    )
    channel.full_clean()
    channel.save()
    _record("channel.added", channel, by=by, at=at)
    return channel


@transaction.atomic
def remove(channel: Channel, *, by: Person, at: datetime) -> None:
    """Nothing goes there any more, and its address is forgotten, with what was sent there."""
    _record("channel.removed", channel, by=by, at=at)
    channel.delete()


def step(many: int) -> Step:
    """The step of a program's set-up that leads to its channels, of which there are so many."""
    return Step(
        "channels",
        _("Slack and Teams"),
        ngettext("%(n)d channel", "%(n)d channels", many) % {"n": many}
        if many
        else _("A channel that hears what you hear by mail."),
        is_written=many > 0,
    )


def send_test(channel: Channel) -> str:
    """Write a line to the channel; what its app said. Raises `Rejected` or `PutOff`."""
    words = Words(
        title=_("This channel is connected"),
        heading="",
        paragraphs=[
            _("Notices for those who run %(program)s will appear here.")
            % {"program": channel.program.name}
        ],
        label=_("Open the program"),
        link=address_of("program", channel.program.ref),
    )
    return hooks.write(channel, words, seconds=SECONDS)


def _record(verb: str, channel: Channel, *, by: Person, at: datetime) -> None:
    record(
        verb,
        channel,
        by=by,
        at=at,
        program_id=channel.program_id,
        app=channel.get_app_display(),
        name=channel.name,
    )
