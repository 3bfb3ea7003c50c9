"""A company in mid-program, to look at, to click through, to measure on."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.core.management.base import CommandParser
from django.db import connection

from kit.clock import now
from mentorship.demo import company
from mentorship.demo.cast import demo_cast
from mentorship.demo.story import FIRST_DAY, STAGES, Teller
from mentorship.demo.telling import Story
from people.models import Person


class Command(BaseCommand):
    help = "Fill an empty database with the demo company, in the stage of a program you choose."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=STAGES, default=settings.DEMO_STAGE)
        parser.add_argument("--seed", type=int, default=1, help="another seed, another story")
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing if people are there"
        )

    def handle(self, *_: Any, stage: str, seed: int, if_empty: bool, **__: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo. Set DEMO=1 where no real data is.")
        if stage not in STAGES:
            raise CommandError(f"DEMO_STAGE is {stage!r}; choose one of: {', '.join(STAGES)}.")
        if Person.objects.exists():
            if if_empty:
                return
            raise CommandError("There are people already. The demo needs an empty database.")
        self._say("Filling the demo company (this takes up to a minute, once):", ending=" ")
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")  # a crash would only cost the demo
        at = now()
        founded = company.found(at=at + timedelta(days=FIRST_DAY), today=at.date())
        story = Story(until=at, on_month=self._tell_month)
        Teller(founded, story, random.Random(seed), at).tell(stage)  # noqa: S311
        for member in demo_cast():
            member.person.set_password(company.PASSWORD)
            member.person.save(update_fields=["password"])
        self._say("done.")

    def _tell_month(self, month: date) -> None:
        """Say how far it is; and let the database look at tables that grew from nothing."""
        self._say(f"{month:%b}", ending=" ")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def _say(self, words: str, ending: str = "\n") -> None:
        self.stdout.write(words, ending=ending)
        self.stdout.flush()
