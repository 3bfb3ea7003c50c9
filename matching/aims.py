"""What is wanted of a matching: one aim after the other, each counting only where those before tie.

groups     `groups_first`: as many as possible of the seats that groups which exist already lack to
           their smallest size
places     as many mentees placed as possible
mentors    `spread`: as many mentors as possible have somebody, so that nobody gets a second mentee
           while another able mentor has none
wishes     `wishes_first`: as much as possible of what was wished (a whole number for each pair)
worst      `worst_first`: lexicographic fairness, or leximin (Sen, 1970; Rawls' difference principle
           carried on): as few mentees as possible at the lowest score, then at the second lowest …
           Scores are compared in whole points from 0 to 100, since a difference below a point is
           none that anybody should lose a mentor for.
points     the best total score
"""

from __future__ import annotations

from dataclasses import dataclass

TOP_LEVEL = 100


@dataclass(frozen=True)
class Aim:
    """Which aims come before the total score."""

    coverage_first: bool = True
    groups_first: bool = False
    spread: bool = False
    wishes_first: bool = False
    worst_first: bool = False

    def __post_init__(self) -> None:
        if self.worst_first and not self.coverage_first:
            raise ValueError("Worst first needs coverage first: else nobody placed is fairest.")
