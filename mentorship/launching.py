"""A match becomes relationships: published, founded, timelines laid out, the program running.

It spans matching, pairings, milestones and the sheet of a run, so it stands above them all.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from matching import publication
from matching.choosing import requests
from matching.models import Run
from milestones import timeline
from pairings import founding
from pairings.models import Pairing
from people.models import Person
from programs import lifecycle
from programs.models import Program
from reports.figures import run_genders

_ONE_SPLIT_AT_A_TIME = 0x67656E64  # of the database's locks, a number nothing else takes


@transaction.atomic
def launch(run: Run, *, by: Person, at: datetime) -> list[Pairing]:
    """Publish the run and found its pairings with their timelines, all or nothing.

    Requests of those who got a mentor by it, or whose mentor has no place left by it, lapse.

    Raises what `matching.publication.publish` and `pairings.founding.found` raise. Publishing
    holds the program, so of several launches at once each finds what the one before has left.
    """
    publish(run, by=by, at=at)
    pairings = founding.found(run, by=by, at=at)
    timeline.lay_out(pairings)
    program = lifecycle.hold(run.program_id)  # as it is now: somebody else may have set it running
    requests.lapse_overtaken(program, at=at)
    if program.state != Program.State.RUNNING:
        lifecycle.start_running(program, by=by, at=at)
    return pairings


@transaction.atomic
def publish(run: Run, *, by: Person, at: datetime) -> None:
    """Publish the run, and keep how it was by gender that day.

    Raises what `matching.publication.publish` raises. Whoever publishes at the same time waits, so
    that each split by gender is weighed against all that are shown.
    """
    published = publication.publish(run, by=by, at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_SPLIT_AT_A_TIME])
    published.keep_by_gender(run_genders.to_keep(run))
