"""Conditions of cases: the answers to their parts joined, for all cases at once.

Only what joins is done here. The parts themselves were answered as columns (``column``), which alone says what a
question about a fact means.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from moratorium.conditions.predicate import AllOf, Always, AnyOf, Flag, Not, Predicate

Answers = npt.NDArray[np.int8]
"""One answer a place. They are ordered so that "and" is the least and "or" the greatest of some."""

NO, UNKNOWN, YES = 0, 1, 2


def joined(condition: Predicate, parts: Mapping[str, Answers], size: int) -> Answers:
    """The answers of a condition.

    Args:
        condition: Over ``Flag`` for each part.
        parts: The answers of each part, by name.
        size: How many answers.

    >>> joined(AllOf((Flag("f0"), Not(Flag("f1")))), {"f0": np.int8([2, 2, 1]), "f1": np.int8([0, 1, 2])}, 3).tolist()
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
        case Flag(name):
            return parts[name]
    raise ValueError(f"{type(condition).__name__} is no part of a split condition")


def _all(answer: int, size: int) -> Answers:
    return np.full(size, answer, np.int8)


def read_answers(column: pa.ChunkedArray[Any]) -> Answers:
    """The answers in a yes-or-no column.

    >>> read_answers(pa.chunked_array([[True, None, False]])).tolist()
    [2, 1, 0]
    """
    codes = np.asarray(column.cast(pa.int64()).fill_null(pa.scalar(2, pa.int64())))
    return of_codes(codes)


_OF_CODES = np.array([NO, YES, UNKNOWN], np.int8)


def of_codes(codes: npt.NDArray[np.int64]) -> Answers:
    """The answers in codes as a context holds them: 0 no, 1 yes, 2 not known."""
    found: Answers = _OF_CODES[codes]
    return found
