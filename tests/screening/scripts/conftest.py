"""When a name in another script and a Latin one meet, as the tests of all scripts take it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

import pytest

from moratorium.screening.names import factor, skeleton, spellings

Meet = Callable[[str, str], bool]


def alike(one: str, other: str) -> bool:
    return one == other or skeleton(one) == skeleton(other)


def unmet(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """How many ordinary words of one spelling meet none of the other, two neighbours counting as one word too."""
    left = set(range(len(other)))
    missing = 0
    at = 0
    while at < len(one):
        word = one[at]
        found = next(
            (taken for taken in _candidates(left) if alike(word, "".join(other[place] for place in taken))), None
        )
        if found is None and at + 1 < len(one):
            found = next(((place,) for place in sorted(left) if alike(word + one[at + 1], other[place])), None)
            at += found is not None
        if found is None:
            missing += factor(word) == 1
        left -= set(found or ())
        at += 1
    return missing


def _candidates(left: set[int]) -> list[tuple[int, ...]]:
    places = sorted(left)
    return [(place,) for place in places] + [(place, place + 1) for place in places if place + 1 in left]


def meets(original: str, latin: str, slack: int = 1) -> bool:
    """Whether all ordinary words of a name but ``slack`` meet words of the other, in some spelling of both."""
    for one, other in product(spellings(original), spellings(latin)):
        ordinary = sum(factor(word) == 1 for word in one)
        missing = unmet(one, other)
        if missing <= slack and ordinary - missing >= 1:
            return True
    return False


@pytest.fixture(scope="session")
def meet() -> Meet:
    """Whether all ordinary words of the first name but one meet words of the second, in some spelling."""
    return meets


@pytest.fixture(scope="session")
def meet_wholly() -> Meet:
    """Whether all ordinary words of the first name meet words of the second, in some spelling."""
    return lambda original, latin: meets(original, latin, slack=0)
