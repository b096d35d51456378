"""The period of a proof: any of its days may be the valid day. Windows are conditions on it; who belongs to a group of
countries changes from epoch to epoch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import z3

from moratorium.conditions.bind import bind
from moratorium.conditions.predicate import Predicate
from moratorium.proof.encode import Encoder
from moratorium.proof.kleene import Bool, Three, conj, disj
from moratorium.terms.time import Window
from moratorium.territories import Atlas


class Period(NamedTuple):
    """The days over which a property is judged.

    Attributes:
        start: First day.
        end: First day after it; None for no end.
    """

    start: date
    end: date | None = None

    @property
    def last(self) -> date:
        """Its last day; the calendar's, if it has no end."""
        return date.max if self.end is None else date.fromordinal(self.end.toordinal() - 1)

    def __str__(self) -> str:
        """In words."""
        return f"from {self.start}" + (f" until before {self.end}" if self.end else " on")


class Days:
    """Any day of a period, for the solver.

    Args:
        period: The period.
        atlas: Tells what lies within a territory on a day.

    Attributes:
        number: The valid day, by its number in the calendar.
        rules: It lies in the period.
    """

    def __init__(self, period: Period, atlas: Atlas) -> None:
        self._period = period
        self._atlas = atlas
        self._first, self._last = period.start.toordinal(), period.last.toordinal()
        self.number = z3.Int("valid day")
        self.rules = [self.number >= self._first, self.number <= self._last]
        self._epochs = tuple(self._split())

    def _split(self) -> Iterator[tuple[int, int]]:
        """Spans of days on which the same countries belong to the same groups."""
        first = self._first
        while first <= self._last:
            epoch, low, high = self._epoch(first), first, self._last
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if self._epoch(middle) == epoch else (low, middle - 1)
            yield first, low
            first = low + 1

    def _epoch(self, number: int) -> int:
        return self._atlas.epoch(date.fromordinal(number))

    def bound(self, predicate: Predicate) -> tuple[Predicate, ...]:
        """The condition bound to each epoch of the period; one if it is the same in all of them."""
        found = tuple(bind_on(predicate, self._atlas, date.fromordinal(first)) for first, _ in self._epochs)
        return found[:1] if all(one == found[0] for one in found) else found

    def truth(self, predicate: Predicate, reader: Encoder) -> Three:
        """What the condition says on the valid day."""
        bound = self.bound(predicate)
        if len(bound) == 1:
            return reader.of(bound[0])
        cases = [(self._within(*span), reader.of(one)) for span, one in zip(self._epochs, bound, strict=True)]
        return Three(
            disj(conj((when, truth.yes)) for when, truth in cases),
            disj(conj((when, truth.no)) for when, truth in cases),
        )

    def in_any(self, windows: Iterable[Window]) -> Bool:
        """Whether the valid day lies in one of the windows."""
        return disj(self._within(*_span(window)) for window in windows)

    def from_on(self, day: date) -> Bool:
        """Whether the valid day is this day or later."""
        return self._within(day.toordinal(), self._last)

    def _within(self, first: int, last: int) -> Bool:
        if first > self._last or last < self._first:
            return False
        after = True if first <= self._first else self.number >= first
        before = True if last >= self._last else self.number <= last
        return conj((after, before))

    def edges(self, windows: Iterable[Window]) -> list[Bool]:
        """Days that are easy to understand: the first of the period, then those on which something begins or ends."""
        found = {self._first}
        for window in windows:
            found |= {day.toordinal() for day in (window.start, window.end) if day is not None}
        return [self.number == day for day in sorted(found) if self._first <= day <= self._last]


def bind_on(predicate: Predicate, atlas: Atlas, day: date) -> Predicate:
    """The condition bound to a day."""
    return bind(predicate, lambda codes: atlas.extent(codes, day))


def _span(window: Window) -> tuple[int, int]:
    first = date.min if window.start is None else window.start
    return first.toordinal(), date.max.toordinal() if window.end is None else window.end.toordinal() - 1
