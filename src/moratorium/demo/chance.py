"""The demo's only source of chance: one generator, seeded by the caller, so that the same seed gives the same bytes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random as Chance
from typing import Generic, TypeVar

T = TypeVar("T")

__all__ = ["Chance", "Urn", "day_between"]


class Urn(Generic[T]):
    """Things to draw from, each with its weight.

    >>> Urn((("never", 0), ("always", 3))).draw(Chance(7))
    'always'
    """

    def __init__(self, weighted: Sequence[tuple[T, float]]) -> None:
        self._things = [thing for thing, _ in weighted]
        self._reach = list(accumulate(weight for _, weight in weighted))

    def draw(self, chance: Chance) -> T:
        """One of the things; every time all of them are in the urn."""
        return chance.choices(self._things, cum_weights=self._reach)[0]


def day_between(chance: Chance, first: date, last: date) -> date:
    """A day from ``first`` to ``last``, both included.

    >>> day_between(Chance(1), date(2022, 4, 26), date(2022, 4, 26))
    datetime.date(2022, 4, 26)
    """
    return first + timedelta(days=chance.randrange((last - first).days + 1))
