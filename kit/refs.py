"""Short public names of rows: what stands in an address instead of a countable number."""

import secrets

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else
LENGTH = 10  # 31**10, about 8e14


def new_ref() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class RefConverter:
    """`<ref:ref>` in a URL pattern."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
