from __future__ import annotations

from datetime import timedelta

import pytest

from notices.models import Notice
from notices.planning.planner import plan
from pairings.models import Pairing
from tests import cast
from tests.cast import NOW, TODAY
from tests.faults.ledger import Account, Finding, Owed, settle
from tests.faults.sink import Mail
from tests.faults.telling import line

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(pairing: Pairing) -> list[Notice]:
    """What Ben and Cleo are told of a milestone in a week."""
    cast.milestone(pairing, due_on=TODAY + timedelta(days=7))
    plan(now=NOW)
    return list(Notice.objects.filter(kind="milestone_ahead").select_related("recipient"))


def _owed(notice: Notice) -> Owed:
    assert notice.recipient
    return Owed(notice.kind, notice.subject_id, notice.recipient.email)


def _mail(notice: Notice, *, message_id: str = "", at: float = 1.0) -> Mail:
    return Mail(message_id or notice.message_id, _owed(notice).to, "Due", NOW, at)


def _broken(account: Account, *, duplicates: int = 0) -> list[str]:
    promises = account.promises(duplicates=duplicates)
    return [promise for promise, is_kept in promises.items() if not is_kept]


def test_each_once_is_as_promised(two: list[Notice]) -> None:
    account = settle([_owed(one) for one in two], [_mail(one) for one in two])
    assert (account.lost, account.duplicates, account.most_copies) == (0, 0, 1)
    assert _broken(account) == []


def test_what_never_came_is_lost(two: list[Notice]) -> None:
    account = settle([_owed(one) for one in two], [_mail(two[0])])
    assert account.lost == 1
    assert _broken(account) == ["lost 0"]


def test_a_second_copy_is_a_duplicate_unless_it_was_told_beforehand(two: list[Notice]) -> None:
    account = settle([_owed(two[0])], [_mail(two[0]), _mail(two[0])])
    assert (account.duplicates, account.most_copies, account.unlike) == (1, 2, 0)
    assert _broken(account) == ["duplicates 0"]
    assert _broken(account, duplicates=1) == []


def test_a_second_copy_of_what_nobody_waited_for_is_one_too(two: list[Notice]) -> None:
    account = settle([], [_mail(two[0]), _mail(two[0])])
    assert account.duplicates == 1


def test_the_same_said_by_another_notice_is_no_copy_that_a_program_could_tell(
    two: list[Notice],
) -> None:
    Notice.objects.filter(pk=two[1].pk).update(recipient=two[0].recipient, due_on=TODAY)
    other = _mail(two[0], message_id=two[1].message_id)
    account = settle([_owed(two[0])], [_mail(two[0]), other])
    assert account.unlike == 1
    assert "a second copy has the same Message-ID" in _broken(account, duplicates=1)


def test_a_mail_of_no_notice_is_told(two: list[Notice]) -> None:
    account = settle([], [_mail(two[0], message_id="<nobody@example.com>")])
    assert _broken(account) == ["each mail is of a notice"]


def test_what_came_after_its_time_is_late(two: list[Notice]) -> None:
    mails = [_mail(two[0], at=10.0), _mail(two[1], at=40.0)]
    account = settle([_owed(one) for one in two], mails)
    assert (account.late(by=30.0), account.late(by=40.0)) == (1, 0)
    assert account.last(since=5.0) == 35.0


def test_a_broken_promise_is_told_by_name() -> None:
    found = Finding(3, "PostgreSQL restarted", {"lost": 2}, {"lost 0": False, "duplicates 0": True})
    assert found.broken == ["lost 0"]
    assert "BROKEN: lost 0" in line(found)
    assert "lost 2" in line(found)
