"""Between plan and send: a template raises, somebody is erased, somebody leaves, a pairing ends."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from kit.clock import now, today
from notices.models import Notice
from pairings import lifecycle
from pairings.models import Pairing
from participants import admission
from people.models import Person
from tests.faults.house import House, ask_to_plan
from tests.faults.ledger import Finding, Owed, settle
from tests.faults.scale import Scale
from tests.faults.world import World, both, company, wait_until_settled

ROW = 8
PAIRS = 25
_WORDS = "notices/words/milestone_ahead.txt"


def findings(house: House, _scale: Scale) -> Iterator[Finding]:
    with house.room(), TemporaryDirectory() as templates:
        world = company(pairs=PAIRS)
        erased = _admit_somebody(world)
        owed = world.fall_due(world.pairings)
        unreadable, left, ended, *_rest = world.pairings
        stay_away = {
            _to_mentor(owed, unreadable): ("failed", "TemplateDoesNotExist: not/there.txt"),
            _to_mentor(owed, left): ("dropped", "inactive"),
            **dict.fromkeys((one for one in owed if one.to in both(ended)), ("dropped", "ended")),
        }
        _raise_for(_to_mentor(owed, unreadable), Path(templates))
        Person.objects.filter(pk=left.mentor.person_id).update(is_active=False)
        lifecycle.end(ended, by=ended.mentor.person, at=now(), on=today(), kind="no_time")
        gone = Notice.objects.get(kind="application_admitted")
        erased.delete()
        reached = [one for one in owed if one not in stay_away]
        reached.append(Owed("pairing_ended", ended.pk, both(ended)[1]))
        house.workers(1, FAULTS_TEMPLATES=templates)
        ask_to_plan()
        house.sink.wait_for_mails(len(reached), seconds=60)
        wait_until_settled()
        yield _told(house, reached, stay_away, erased=gone)


def _admit_somebody(world: World) -> Person:
    """Who is owed a mail, and in no pairing."""
    [applicant] = world.applicants(1)
    admission.admit([applicant], by=world.admin, at=now())
    return applicant.person


def _to_mentor(owed: list[Owed], pairing: Pairing) -> Owed:
    [found] = (one for one in owed if one.to == pairing.mentor.person.email)
    return found


def _raise_for(one: Owed, folder: Path) -> None:
    """In a folder that the worker looks into first: the template, raising for this one reader."""
    usual = (settings.BASE_DIR / "templates" / _WORDS).read_text()
    condition = f"{{% if milestone.pk == {one.subject_id} and is_mentor %}}"
    broken = folder / _WORDS
    broken.parent.mkdir(parents=True)
    broken.write_text(f"{condition}{{% include 'not/there.txt' %}}{{% endif %}}{usual}")


def _told(
    house: House,
    reached: list[Owed],
    stay_away: dict[Owed, tuple[str, str]],
    *,
    erased: Notice,
) -> Finding:
    account = settle(reached, house.sink.mails)
    stands = {
        Owed(kind, subject, to): (state, why)
        for kind, subject, to, state, why in Notice.objects.values_list(
            "kind", "subject_id", "recipient__email", "state", "why"
        )
    }
    mailed = {mail.message_id for mail in house.sink.mails}
    figures = {
        **account.figures(),
        **{
            f"{state}, {why}": sum(1 for other in stay_away.values() if other == (state, why))
            for state, why in dict.fromkeys(stay_away.values())
        },
    }
    promises = account.promises() | {
        "each that does not arrive says why": {one: stands[one] for one in stay_away} == stay_away,
        "none of these arrives": not any(account.mails.get(one) for one in stay_away),
        "what was owed to the erased went with them": erased.message_id not in mailed
        and not Notice.objects.filter(pk=erased.pk).exists(),
    }
    return Finding(ROW, "template raises, erased, left, ended", figures, promises)
