"""What is to be proven, as the checker sees it, and how it can fail."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from matching.aims import Aim

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]
Bools: TypeAlias = NDArray[np.bool_]


class Case(Protocol):
    """Prices part by part, a number per mentor: of the first seats, and of the further ones."""

    @property
    def first(self) -> Sequence[Floats]: ...
    @property
    def further(self) -> Sequence[Floats]: ...
    @property
    def held(self) -> Set[int]: ...
    @property
    def closed(self) -> Set[int]: ...


class Proof(Protocol):
    """The cases, the aims they speak of, and the bounds of the levels of fairness."""

    @property
    def aim(self) -> Aim: ...
    @property
    def cases(self) -> Sequence[Case]: ...
    @property
    def bounds(self) -> Sequence[int]: ...


class Claimed(Protocol):
    """An assignment that claims to be the best one."""

    @property
    def mentor_of(self) -> Ints: ...
    @property
    def certificate(self) -> Proof: ...


class BrokenRuleError(ValueError):
    """The assignment does what it may not: a forbidden pair, a mentor beyond capacity …"""


class CertificateError(ValueError):
    """The prices cannot prove anything: wrong shape, not numbers, or below nothing."""
