"""Conditions of cases: the answers to their parts joined, for all cases at once.

Only what joins is done here. What a question about a fact means is said elsewhere: of shared facts by the scalar
interpreter (``shared``), of lines by columns (``column``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce

import numpy as np
import numpy.typing as npt

from moratorium.conditions.predicate import AllOf, Always, AnyOf, Not, Predicate
from moratorium.terms.truth import Truth

Answers = npt.NDArray[np.int8]
"""One answer a place. They are ordered so that "and" is the least and "or" the greatest of some."""

NO, UNKNOWN, YES = 0, 1, 2


def joined(condition: Predicate, parts: Mapping[Predicate, Answers], size: int) -> Answers:
    """The answers of a condition.

    Args:
        condition: Any.
        parts: The answers to what it joins.
        size: How many answers.

    >>> from moratorium.conditions.predicate import Flag
    >>> a, b = Flag("a"), Flag("b")
    >>> joined(AllOf((a, Not(b))), {a: np.int8([2, 2, 1]), b: np.int8([0, 1, 2])}, 3).tolist()
    [2, 1, 0]
    """
    match condition:
        case AllOf(of):
            return reduce(np.minimum, (joined(part, parts, size) for part in of), _all(YES, size))
        case AnyOf(of):
            return reduce(np.maximum, (joined(part, parts, size) for part in of), _all(NO, size))
        case Not(part):
            return (YES - joined(part, parts, size)).astype(np.int8)
        case Always(truth):
            return _all(YES if truth else NO, size)
    return parts[condition].copy()


def _all(answer: int, size: int) -> Answers:
    return np.full(size, answer, np.int8)


def of_truths(truths: Sequence[Truth]) -> Answers:
    """Answers of the scalar interpreter.

    >>> of_truths([True, None, False]).tolist()
    [2, 1, 0]
    """
    return np.array([UNKNOWN if truth is None else YES if truth else NO for truth in truths], np.int8)


_OF_CODES = np.array([NO, YES, UNKNOWN], np.int8)


def of_codes(codes: npt.NDArray[np.int64]) -> Answers:
    """The answers in codes as a context holds them: 0 no, 1 yes, 2 not known."""
    found: Answers = _OF_CODES[codes]
    return found
