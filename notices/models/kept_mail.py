from __future__ import annotations

from typing import ClassVar

from django.db import models

from kit.refs import new_ref
from notices.queries import KeptMailQuerySet


class KeptMail(models.Model):
    """A mail kept here instead of sent, where no mail server is set (the demo)."""

    ref = models.CharField(max_length=12, unique=True, default=new_ref, editable=False)
    message_id = models.CharField(max_length=200, db_index=True)
    to = models.EmailField()
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    at = models.DateTimeField()

    objects: ClassVar = KeptMailQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.subject} to {self.to}"
