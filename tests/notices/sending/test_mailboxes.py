from __future__ import annotations

import pytest

from notices.sending.mailboxes import is_gone


@pytest.mark.parametrize(
    "said",
    [
        "5.1.1 <cleo@example.com>: Recipient address rejected",
        "5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient cleo@example.com not found",
        "5.1.2 bad destination system",
        "sorry, no mailbox here by that name. (#5.1.1)",
        "5.1.1 The account does not exist.\n5.1.1 Please check the address",
        "User unknown",
        "No such user here",
        "<cleo@example.com>: unknown user",
        "The account does\nnot exist",
        "Requested action not taken: mailbox unavailable",
        "mailbox not found",
        "Unknown recipient",
    ],
)
def test_nobody_is_there(said: str) -> None:
    assert is_gone(550, said)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "rejected",
        "SPF check failed",
        "5.2.1 mailbox disabled, user unknown",
        "5.2.2 mailbox full",
        "5.4.1 Recipient address rejected: Access denied",
        "5.7.1 relaying denied: no such user",
        "5.1.8 Sender address rejected: Domain not found",
        "5.7.1 refused, after 5.1.1 at the time before",
        "service refused; your address 5.1.1.4 is listed",
        "blocked using zen.spamhaus.org",
        "Verification failed for the sender: no such user",
        "The domain of the SPF record does not exist",
    ],
)
def test_somebody_may_well_be_there(said: str) -> None:
    assert not is_gone(550, said)


def test_only_a_refusal_of_the_mailbox_speaks_of_it() -> None:
    assert [code for code in (450, 530, 550, 551, 552, 553, 554) if is_gone(code, "5.1.1")] == [
        550,
        551,
        553,
    ]
