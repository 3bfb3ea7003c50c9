"""Who reads a request for help: those who run the program and are not of the pair themselves.

Where there is nobody like that (the only one is of the pair, or has left), administrators stand in.
Every page, mail and count asks here, so that the help page names all who will know, and no others.

A group has members who have left: they are no readers either, what is asked may be about them.
"""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField

from kit.sql import Written

_OF_THE_PAIR = """(SELECT part.person_id FROM participants_participant part WHERE part.id IN (
  SELECT led.mentor_id FROM pairings_pairing led WHERE led.id = {0}
  UNION ALL
  SELECT place.mentee_id FROM pairings_pairingmentee place WHERE place.pairing_id = {0}))"""
_ADMINS = """SELECT reader.id FROM pairings_pairing watched
  JOIN programs_programadmin admin ON admin.program_id = watched.program_id
  JOIN people_person reader ON reader.id = admin.person_id
  WHERE watched.id = {0} AND reader.is_active"""
_OTHERS = f"{_ADMINS} AND reader.id NOT IN {_OF_THE_PAIR}"
_STAND_INS = f"""SELECT reader.id FROM people_rolegrant given
  JOIN people_person reader ON reader.id = given.person_id
  WHERE given.role = 'administrator' AND reader.is_active
  AND reader.id NOT IN {_OF_THE_PAIR} AND NOT EXISTS ({_OTHERS})"""  # noqa: S608

READERS = f"({_OTHERS} UNION ALL {_STAND_INS})"  # of the pairing {0}


def asks_for_help(admin: int, *, pairing: str) -> Written:
    """Whether a pairing asks for help that `admin` reads as one who runs the program.

    Shorter than `reads`, since lists ask it of each pairing: nobody stands in there.
    """
    asks = f"""(EXISTS (SELECT 1 FROM pairings_helprequest asked
      WHERE asked.pairing_id = {{0}} AND asked.settled_at IS NULL)
      AND %s IN ({_ADMINS}) AND %s NOT IN {_OF_THE_PAIR})"""  # noqa: S608
    return Written(asks, pairing, values=(admin, admin), output_field=BooleanField())


def reads(person: int, *, pairing: str) -> Written:
    """Whether `person` reads what is asked in the pairing that the column `pairing` names."""
    return Written(f"%s IN {READERS}", pairing, values=(person,), output_field=BooleanField())


def stands_in(pairing: str) -> Written:
    """Whether nobody who runs the program may read it, so that administrators do."""
    return Written(f"NOT EXISTS ({_OTHERS})", pairing, output_field=BooleanField())


def involves_admin(pairing: str) -> Written:
    """Whether one of the pair runs the program."""
    involved = f"EXISTS ({_ADMINS} AND reader.id IN {_OF_THE_PAIR})"
    return Written(involved, pairing, output_field=BooleanField())


def figures(pairing: str) -> dict[str, Any]:
    """`readers` (their ids), `stands_in`, and `involves_admin`: one of the pair runs it."""
    ids = ArrayField(BigIntegerField())
    return {
        "readers": Written(f"ARRAY({READERS})", pairing, output_field=ids),
        "stands_in": stands_in(pairing),
        "involves_admin": involves_admin(pairing),
    }
