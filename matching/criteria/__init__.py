"""What the admin may set: weights, rules and aims, their words, their defaults, their storage."""

from matching.criteria.settings import (
    CriteriaError,
    as_settings,
    default_beside_weights,
    default_for,
    default_weight,
    from_settings,
    of,
    shares_of,
)
from matching.criteria.telling import Difference, Setting, differences, in_words
from matching.criteria.words import (
    AIMS,
    DEPARTMENTS,
    LIMITS,
    LOCATIONS,
    MOST_WEIGHT,
    RULES,
    WEIGHTS,
    WIDEST_GAP,
    Limit,
    Words,
    weights_for,
    words_of,
)

__all__ = [
    "AIMS",
    "DEPARTMENTS",
    "LIMITS",
    "LOCATIONS",
    "MOST_WEIGHT",
    "RULES",
    "WEIGHTS",
    "WIDEST_GAP",
    "CriteriaError",
    "Difference",
    "Limit",
    "Setting",
    "Words",
    "as_settings",
    "default_beside_weights",
    "default_for",
    "default_weight",
    "differences",
    "from_settings",
    "in_words",
    "of",
    "shares_of",
    "weights_for",
    "words_of",
]
