"""Where a program's team hears of it besides their mail: a channel of Slack or Teams."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

from django.db import models
from django.utils.translation import gettext_lazy as _

from kit.refs import new_ref
from kit.sealed import SealedTextField
from notices.queries import ChannelQuerySet
from people.models import Person
from programs.models import Program


class Channel(models.Model):
    """An incoming webhook. Its address is a secret: whoever has it can write to the channel."""

    class App(models.TextChoices):
        SLACK = "slack", "Slack"
        TEAMS = "teams", "Microsoft Teams"

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="channels")
    app = models.CharField(_("app"), max_length=10, choices=App.choices)
    name = models.CharField(_("name of the channel"), max_length=80)
    address = SealedTextField(_("webhook address"))
    added_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    objects: ClassVar = ChannelQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "app", "name"],
                name="channel_once_in_a_program",
                violation_error_message=_("This program has a channel of that name already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_app_display()}: {self.name}"

    @property
    def host(self) -> str:
        """With `ends_in` all that is ever shown of the address."""
        return urlsplit(self.address).hostname or ""

    @property
    def ends_in(self) -> str:
        return self.address[-4:]
