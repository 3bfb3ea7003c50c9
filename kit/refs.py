"""Short public names of rows: what stands in an address instead of a countable number."""

import re
import secrets
from collections.abc import Mapping

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
LENGTH = 10  # 31**10, about 8e14


def new_ref() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def ref_in(sent: Mapping[str, str], name: str) -> str:
    """The ref that a query or form names; nothing where what stands there cannot be one."""
    wanted = sent.get(name, "")
    return wanted if is_ref(wanted) else ""


def is_ref(text: str) -> bool:
    """Whether this could be a ref."""
    return re.fullmatch(RefConverter.regex, text) is not None


class RefConverter:
    """`<ref:ref>` in a URL pattern."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
