"""The order of lots: anybody can repeat it, and everybody has the same chance."""

from __future__ import annotations

import hashlib
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from kit.refs import ALPHABET
from participants import lots

SEED = "0123456789abcdef0123456789abcdef"


def code_of(number: int) -> str:
    """A code such as applications have, one for each number."""
    letters = []
    for _place in range(10):
        number, rest = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[rest])
    return "".join(letters)


seeds = st.integers(0, 2**128 - 1).map(lambda number: f"{number:032x}")
codes = st.integers(0, len(ALPHABET) ** 10 - 1).map(code_of)
fields = st.dictionaries(codes, st.integers(1, 3), max_size=12)


def test_the_fingerprint_is_what_the_page_says() -> None:
    said = hashlib.sha256(b"0123456789abcdef0123456789abcdefk3rdhy2ryq").hexdigest()
    assert lots.fingerprint(SEED, "k3rdhy2ryq") == said


def test_the_order_is_that_of_sha256sum() -> None:
    """`printf '%s' SEEDcode | sha256sum` gives f0a34344, 71a28340, 0422cf5a and 528c33a6."""
    four = ["aaaaaaaaaa", "bbbbbbbbbb", "cccccccccc", "dddddddddd"]
    order = lots.in_order(SEED, dict.fromkeys(four, 1))
    assert order == ["cccccccccc", "dddddddddd", "bbbbbbbbbb", "aaaaaaaaaa"]


@given(seeds, fields)
def test_everybody_has_one_place_in_the_order(seed: str, tiers: dict[str, int]) -> None:
    assert sorted(lots.in_order(seed, tiers)) == sorted(tiers)


@given(seeds, fields, st.randoms())
def test_the_order_does_not_depend_on_the_order_they_are_given_in(
    seed: str, tiers: dict[str, int], random: object
) -> None:
    shuffled = list(tiers.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert lots.in_order(seed, dict(shuffled)) == lots.in_order(seed, tiers)


@given(seeds, fields)
def test_lower_tiers_go_first_and_equals_are_ordered_as_if_alone(
    seed: str, tiers: dict[str, int]
) -> None:
    order = lots.in_order(seed, tiers)
    assert [tiers[code] for code in order] == sorted(tiers.values())
    for tier in set(tiers.values()):
        alone = {code: 1 for code, own in tiers.items() if own == tier}
        assert [code for code in order if tiers[code] == tier] == lots.in_order(seed, alone)


@given(seeds, fields, codes)
def test_somebody_more_moves_nobody_past_another(
    seed: str, tiers: dict[str, int], newcomer: str
) -> None:
    order = lots.in_order(seed, tiers | {newcomer: 1})
    before = {code: tier for code, tier in tiers.items() if code != newcomer}
    assert [code for code in order if code != newcomer] == lots.in_order(seed, before)


def test_everybody_comes_first_about_as_often_as_everybody_else() -> None:
    """Over 4,000 seeds each of eight is expected first 500 times, give or take 21 (one sigma)."""
    people = dict.fromkeys((f"{letter}23456789a" for letter in "abcdefgh"), 1)
    every = (hashlib.sha256(str(n).encode()).hexdigest()[:32] for n in range(4000))
    first: Counter[str] = Counter()
    last: Counter[str] = Counter()
    for seed in every:
        order = lots.in_order(seed, people)
        first[order[0]] += 1
        last[order[-1]] += 1
    for found in (first, last):
        assert set(found) == set(people)
        assert all(abs(times - 500) < 5 * 21 for times in found.values())
