"""Whether a mail server's refusal of a recipient says that nobody is there, for any mail ever.

Servers answer the same 550 for a mailbox that is full, for a policy of theirs, and where they take
us for a sender of spam; one bad day must not silence everybody.
"""

from __future__ import annotations

import re

REFUSED = (550, 551, 553)
ENHANCED = re.compile(r"(?<![\w.])5\.(\d{1,3}\.\d{1,3})(?![\w]|\.\d)")
# RFC 3463 and 7505, of the recipient: bad mailbox, system or syntax, moved, a domain without mail.
GONE = ("1.1", "1.2", "1.3", "1.6", "1.10")
WORDINGS = (  # where there is no such code
    "user unknown",
    "unknown user",
    "unknown recipient",
    "recipient unknown",
    "recipient not found",
    "user not found",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no mailbox here",
    "does not exist",
    "doesn't exist",
    "mailbox unavailable",
    "mailbox not found",
    "address unknown",
    "unknown address",
)
OF_ANOTHER = ("sender", "spf")  # "does not exist" may be said of our own address, or of its domain


def is_gone(code: int, said: str) -> bool:
    """Of the answer to RCPT, without its code."""
    if code not in REFUSED:
        return False
    if codes := ENHANCED.findall(said):
        return all(one in GONE for one in codes)
    words = " ".join(said.lower().split())
    return any(one in words for one in WORDINGS) and not any(one in words for one in OF_ANOTHER)
