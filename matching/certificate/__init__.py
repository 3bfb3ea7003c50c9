"""Is this assignment really the best one? A checker that shares no code with the solver.

It rests on weak duality. Give each mentor a price p(j) ≥ 0 per seat, and let each mentee's gain be
g(i) = max(0, the best of worth(i, j) - p(j) over the mentors allowed). Then no assignment that
keeps the rules is worth more than

    bound = Σ g(i) + Σ capacity(j) · p(j),

since every place i→j is worth at most g(i) + p(j), and no mentor has more than capacity(j) of them.
Worth, prices and gains are vectors compared part by part, one part for each aim (a mentee placed
counts 1 in the first, the score in the last): the argument holds as it stands for such vectors, so
one aim before another needs no big number. An assignment that reaches the bound is proven best,
whoever found it and however. Two things go a little further:

Seats that are not worth the same. Where mentors should have somebody before others have a second
mentee, a mentor's first seat is worth one in that part; it has a price of its own.

Smallest groups. The prices come case by case: in each, some mentors are held to at least their
smallest group, some are closed. Every assignment belongs to just one case (their shares
2**-(mentors decided) add up to 1 and no two overlap). To fill the seats of the groups held is a
part before all others; prices by which they cannot all be filled prove a case empty.

Fairness counts the mentees at each level of the score, from the lowest; levels between two bounds
are one part, digits to the base mentees + 1. Nobody may be below the first bound: who is lower is
worse off than the worst-off claimed.
"""

from __future__ import annotations

from numpy.typing import ArrayLike

from matching.aims import Aim
from matching.certificate.bound import ROUNDING, missing_in
from matching.certificate.cases import cover_everything, inside
from matching.certificate.claims import BrokenRuleError, Case, CertificateError, Claimed, Proof
from matching.certificate.given import Given
from matching.certificate.parts import parts_of

__all__ = [
    "ROUNDING",
    "BrokenRuleError",
    "Case",
    "CertificateError",
    "Claimed",
    "Proof",
    "gap",
]


def gap(
    scores: ArrayLike,
    capacity: ArrayLike,
    assignment: Claimed,
    *,
    spread: bool | ArrayLike = False,
    wished: ArrayLike | None = None,
    least: ArrayLike | None = None,
    lacking: ArrayLike | None = None,
    aim: Aim | None = None,
) -> float:
    """How far from the best `assignment` may be, as a share; 0.0 says it is proven best.

    In the first part that may be bettered: what is missing ÷ what the prices allow; so the places
    missing where more mentees might be placed, the points missing where only they may be more.
    Raises `BrokenRuleError` where the assignment breaks a rule and `CertificateError` where the
    prices are not prices. All arguments are as for `matching.assignment.assign`;
    `aim` says, if given, what the prices must speak of.
    """
    given = Given.of(scores, capacity, spread, wished, least, lacking)
    proof = assignment.certificate
    mentor_of = given.columns(assignment.mentor_of)
    used = given.used(mentor_of)
    given.match(proof.aim)
    if aim is not None and aim != proof.aim:
        raise CertificateError("The prices speak of other aims than were asked about.")
    cover_everything(proof.cases, given)
    parts = parts_of(proof, given)
    reached = [part.reached(mentor_of, used) for part in parts]
    return max(
        missing_in(given, case, parts, reached, inside(case, used, given.least))
        for case in proof.cases
    )
