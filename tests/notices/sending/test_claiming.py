"""Who is taken again after a sender died, and with whom."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notices.models import Notice
from notices.planning.planner import plan
from notices.sending import outcomes
from notices.sending.claiming import LEASE, MOST_LOST, claim
from pairings.models import Pairing
from tests import cast
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


def test_what_takes_its_sender_down_takes_no_other_notice_with_it(pairing: Pairing) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    deadly, other = Notice.objects.filter(kind="milestone_ahead")
    now, deaths = NOW, 0
    while deaths < MOST_LOST or claim(now=now):
        taken = claim(now=now)
        if deadly in taken:
            deaths += 1
            now += LEASE + timedelta(seconds=1)
            continue
        for one in taken:
            outcomes.dropped(one, now, why="done")
    states = dict(Notice.objects.filter(kind="milestone_ahead").values_list("pk", "state"))
    assert states == {deadly.pk: "failed", other.pk: "dropped"}
    assert deadly.tries.filter(outcome="lost").count() == deaths == MOST_LOST


def test_what_is_given_up_does_not_end_the_round_of_the_others(pairing: Pairing) -> None:
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    deadly, other = Notice.objects.filter(kind="milestone_ahead").order_by("due_at", "id")
    Notice.objects.filter(pk=deadly.pk).update(
        state="claimed", claimed_at=NOW, claimed_until=NOW, attempts=MOST_LOST
    )
    assert claim(now=NOW + LEASE, most=1) == [other]
    assert Notice.objects.get(pk=deadly.pk).state == "failed"
