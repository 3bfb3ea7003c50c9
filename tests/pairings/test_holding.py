from __future__ import annotations

import pytest

from kit.refusals import Refused
from pairings.models import Pairing
from participants import admission
from participants.models import Participant
from people.models import Person
from tests import cast
from tests.cast import NOW


def test_nobody_leaves_the_program_in_the_middle_of_a_pairing(
    pairing: Pairing, mentor: Participant, mentee: Participant, ada: Person
) -> None:
    free = cast.participant(cast.person("Free Agent"), mentor.program, "mentee")
    for one in (mentor, mentee):
        with pytest.raises(Refused, match="pairing"):
            admission.withdraw(one, by=one.person, at=NOW)
    outcome = admission.decline([mentor, mentee, free], by=ada, at=NOW, reason="No place.")
    assert outcome.changed == [free]


def test_once_it_has_ended_they_may(pairing: Pairing, mentee: Participant) -> None:
    pairing.mentees.update(left_on=NOW.date())
    admission.withdraw(mentee, by=mentee.person, at=NOW)
    assert Participant.objects.get(pk=mentee.pk).state == "withdrawn"
