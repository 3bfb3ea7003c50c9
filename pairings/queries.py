from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q

from kit.sql import Written
from pairings import hearing

if TYPE_CHECKING:
    from pairings.models import AgendaItem, HelpRequest, Note, Pairing, Session  # noqa: F401
    from people.models import Person
    from programs.models import Program


_OWN = """{0} IN (
  SELECT led.id FROM pairings_pairing led
    JOIN participants_participant mentor ON mentor.id = led.mentor_id
    WHERE mentor.person_id = %s
  UNION ALL
  SELECT place.pairing_id FROM pairings_pairingmentee place
    JOIN participants_participant mentee ON mentee.id = place.mentee_id
    LEFT JOIN pairings_ending ending ON ending.pairing_id = place.pairing_id
    WHERE mentee.person_id = %s AND (place.left_on IS NULL OR place.left_on >= ending.on))"""


class PairingQuerySet(models.QuerySet["Pairing"]):
    def visible_to(self, user: Person) -> Self:
        """Pairings whose page `user` may open: their own, and nobody else's.

        Who left a group before its end reads no more of it: the others write on.
        """
        mine = Written(_OWN, "pk", values=(user.pk, user.pk), output_field=models.BooleanField())
        return self.filter(mine)

    def managed_by(self, user: Person) -> Self:
        """Pairings that `user` watches over: dates, counts and states, never a word of theirs."""
        return self.filter(program__admins__person=user)

    def of(self, program: Program) -> Self:
        return self.filter(program=program)

    def live(self) -> Self:
        """Founded and not ended."""
        return self.exclude(state="ended")

    def active(self, *, on: date) -> Self:
        """Under way on the day: agreed on and neither paused nor ended."""
        return self.filter(state="active", starts_on__lte=on)

    def with_meetings(self, *, on: date) -> PairingQuerySet:
        """Each with how often they met and when next: see `pairings.rhythm.annotate_meetings`."""
        from pairings.rhythm import annotate_meetings

        return annotate_meetings(self, on=on)

    def with_rhythm(self, *, on: date, reader: Person | None = None) -> PairingQuerySet:
        """Each with how it stands on the day: see `pairings.rhythm.annotate`."""
        from pairings.rhythm import annotate

        return annotate(self, on=on, reader=reader)

    def with_checkin_round(self, *, on: date) -> PairingQuerySet:
        """Each with `checkin_on`, the round of check-ins open on the day, or None."""
        from pairings.checking_in import annotate

        return annotate(self, on=on)

    def with_readers(self) -> Self:
        """Each with who reads what is asked of those who run the program: see
        `pairings.hearing.figures`."""
        return self.annotate(**hearing.figures("pk"))

    def with_more_time(self) -> PairingQuerySet:
        """Each with what is asked about its end date: see `pairings.overview`."""
        from pairings.overview import annotate_more_time

        return annotate_more_time(self)

    def in_standing(self, standing: str) -> Self:
        """Of those `with_rhythm`, the ones that stand so."""
        return self.filter(Q(standing=standing))

    def by_need(self) -> Self:
        """Of those `with_rhythm`: those that need somebody most first."""
        from pairings.rhythm import need

        return self.order_by(need(), F("quiet_days").desc(), "id")

    def with_people(self) -> Self:
        """With program, mentor and mentees at hand: two queries for any number."""
        from pairings.models import PairingMentee

        places = PairingMentee.objects.select_related("mentee__person")
        return self.select_related("program", "mentor__person").prefetch_related(
            models.Prefetch("mentees", places)
        )

    def for_viewer(self, user: Person, *, now: datetime) -> PairingQuerySet:
        """With what `user` has to do next: see `pairings.overview`."""
        from pairings.overview import annotate

        return annotate(self, user, now=now)


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)

    def managed_by(self, user: Person) -> Self:
        """Those that `user` reads and sees to: see `pairings.hearing`."""
        return self.filter(hearing.reads(user.pk, pairing="pairing_id"))

    def without_admins_in_the_pair(self) -> Self:
        """Those that a channel may hear of, which whoever runs the program reads."""
        return self.exclude(hearing.involves_admin("pairing_id"))

    def left_to_administrators(self) -> Self:
        """Those that nobody who runs the program may read."""
        return self.filter(hearing.stands_in("pairing_id"))

    def with_readers(self) -> Self:
        """Each with who reads it: see `pairings.hearing.figures`."""
        return self.annotate(**hearing.figures("pairing_id"))


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    def open(self) -> Self:
        return self.filter(state="open")


class SessionQuerySet(models.QuerySet["Session"]):
    def held(self) -> Self:
        return self.filter(state="held")

    def planned(self) -> Self:
        return self.filter(state="planned")


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, user: Person) -> Self:
        """Shared notes of one's own pairings, and one's own private ones."""
        from pairings.models import Pairing

        mine = Pairing.objects.visible_to(user).values("pk")
        return self.filter(Q(author=user) | Q(is_shared=True, session__pairing__in=mine))
