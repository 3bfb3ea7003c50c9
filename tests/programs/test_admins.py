from __future__ import annotations

import pytest

from history.models import Event
from people.models import Person
from programs import admins
from programs.models import Program
from tests.cast import NOW


def test_an_appointed_admin_runs_the_program_too(
    ada: Person, ben: Person, program: Program
) -> None:
    appointed = admins.appoint(program, ben, by=ada, at=NOW)
    assert (appointed.appointed_by, appointed.appointed_at) == (ada, NOW)
    assert Program.objects.managed_by(ben).get() == program
    event = Event.objects.filter(verb="program_admin.appointed", at=NOW).get()
    assert event.facts == {"person_id": ben.pk}


def test_appointing_twice_changes_nothing(ada: Person, program: Program) -> None:
    before = Event.objects.count()
    admins.appoint(program, ada, by=ada, at=NOW)
    assert (program.admins.count(), Event.objects.count()) == (1, before)


def test_somebody_who_may_not_sign_in_cannot_run_a_program(
    ada: Person, ben: Person, program: Program
) -> None:
    ben.is_active = False
    ben.save()
    with pytest.raises(admins.NotActive, match="Ben Okafor"):
        admins.appoint(program, ben, by=ada, at=NOW)


def test_a_dismissed_admin_no_longer_runs_it(ada: Person, ben: Person, program: Program) -> None:
    admins.appoint(program, ben, by=ada, at=NOW)
    admins.dismiss(program, ada, by=ben, at=NOW)
    assert not Program.objects.managed_by(ada).exists()
    assert Event.objects.filter(verb="program_admin.dismissed").get().by_id == ben.pk


def test_the_last_admin_stays(ada: Person, program: Program) -> None:
    with pytest.raises(admins.LastAdmin, match="only one"):
        admins.dismiss(program, ada, by=ada, at=NOW)
    assert Program.objects.managed_by(ada).exists()


def test_dismissing_somebody_who_runs_nothing_changes_nothing(
    ada: Person, ben: Person, program: Program
) -> None:
    admins.dismiss(program, ben, by=ada, at=NOW)
    assert not Event.objects.filter(verb="program_admin.dismissed").exists()
