"""A match becomes relationships: published, founded, timelines laid out, the program running.

It spans matching, pairings and milestones, so it stands above them all.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from matching import publication
from matching.choosing import requests
from matching.models import Run
from milestones import timeline
from pairings import founding
from pairings.models import Pairing
from people.models import Person
from programs import lifecycle
from programs.models import Program


@transaction.atomic
def launch(run: Run, *, by: Person, at: datetime) -> list[Pairing]:
    """Publish the run and found its pairings with their timelines, all or nothing.

    Requests of those who got a mentor by it, or whose mentor has no place left by it, lapse.

    Raises what `matching.publication.publish` and `pairings.founding.found` raise. Publishing
    holds the program, so of several launches at once each finds what the one before has left.
    """
    publication.publish(run, by=by, at=at)
    pairings = founding.found(run, by=by, at=at)
    timeline.lay_out(pairings)
    program = lifecycle.hold(run.program_id)  # as it is now: somebody else may have set it running
    requests.lapse_overtaken(program, at=at)
    if program.state != Program.State.RUNNING:
        lifecycle.start_running(program, by=by, at=at)
    return pairings
