"""The first person of a new installation, who then imports or invites everybody else."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.core.validators import validate_email
from django.db import transaction

from kit.clock import now
from kit.refusals import Refused
from people import roles
from people.invitations import invite
from people.models import RoleGrant


class Command(BaseCommand):
    help = "Make an account and mail a link with which its owner sets a password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--administrator", action="store_true", help="give this role as well")

    def handle(self, *_: Any, email: str, name: str, administrator: bool, **__: Any) -> None:
        at = now()
        try:
            validate_email(email)
            with transaction.atomic():
                person = invite(email, name, by=None, at=at)
                if administrator:
                    roles.grant(person, RoleGrant.Role.ADMINISTRATOR, by=None, at=at)
        except ValidationError:
            raise CommandError(f"{email!r} is no e-mail address.") from None
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        where = "kept in the outbox" if settings.MAIL_IS_KEPT else f"sent to {person.email}"
        self.stdout.write(f"{person.name} has an account; the link to set a password is {where}.")
