"""Marks that planner and sender leave."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Round(models.Model):
    """The last round that planner and sender really did: the mark of their being alive."""

    class Worker(models.TextChoices):
        PLANNER = "planner", _("planner")
        SENDER = "sender", _("sender")

    worker = models.CharField(max_length=10, choices=Worker.choices, unique=True)
    finished_at = models.DateTimeField()
    trouble = models.TextField(blank=True)  # what kept the round from its work: a server away

    def __str__(self) -> str:
        return f"{self.worker} at {self.finished_at}"


class Bookmark(models.Model):
    """How far the planner has read the history; one row. See notices/planning/reading.py."""

    read_to = models.BigIntegerField(default=0)  # every event up to this id has been read
    seen_to = models.BigIntegerField(null=True)  # the newest event some round saw,
    next_transaction = models.BigIntegerField(null=True)  # and the first that had not begun then

    def __str__(self) -> str:
        return f"read to {self.read_to}"
