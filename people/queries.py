from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from people.models import DirectoryImport, Employment, Person  # noqa: F401


class PersonQuerySet(models.QuerySet["Person"]):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_role(self, role: str) -> Self:
        return self.filter(role_grants__role=role)

    def called(self, words: str) -> Self:
        """People whose name or address contains every one of `words`."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(name__icontains=word) | models.Q(email__icontains=word))
        return found

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)

    def create_user(
        self, email: str, name: str, password: str | None = None, **fields: object
    ) -> Person:
        """A person with an account; without a password they set one by the reset link."""
        person = self.model(email=email.strip().lower(), name=name, **fields)
        person.set_password(password)
        person.save()
        return person


class EmploymentQuerySet(models.QuerySet["Employment"]):
    def employed(self, *, on: date) -> Self:
        """Employed at the end of the day `on`: hired on or before it, and not left by then."""
        return self.filter(hired_on__lte=on).filter(
            models.Q(left_on__isnull=True) | models.Q(left_on__gt=on)
        )


class DirectoryImportQuerySet(models.QuerySet["DirectoryImport"]):
    def stuck(self, *, at: datetime) -> Self:
        """Waiting for the worker, or in its hands, without a sign of life."""
        return self.filter(
            state__in=["waiting", "checking", "accepted", "applying"],
            moved_at__lt=at - self.model.STUCK_AFTER,
        )
