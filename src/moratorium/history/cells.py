"""Cells: lines counted by what is told of them, as numbers in memory, and added up exactly.

A *kind* of lines is a combination of facts with the answers to what is asked of a line's own numbers and days. A
*place* is a currency, a territory and whether the order is open. A *span* is a stretch of days within one month and one
period. A cell counts the lines of one kind, place and span. Cells of one kind, place and period are a *stack*: what is
told apart by months is counted from cells, all else from stacks, of which there are far fewer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from moratorium.history.schema import NUMBER
from moratorium.history.sums import Sum

Codes = npt.NDArray[np.int64]

UNJUDGED = -1
"""Period of lines without a day."""

_BITS, _LIMBS = 16, 8


class Place(NamedTuple):
    """What lines of a cell have in common besides their kind and month."""

    currency: str | None
    territory: str | None
    open: bool


@dataclass(frozen=True)
class Amounts:
    """For each of some cells or sums: how many lines, how many without a worth, and the worth of the others.

    A worth may have more digits than a machine's number, so it is held in parts, each with the weight of its last
    digit. Sums of parts stay below 2^53 for 2^37 cells, so adding them up loses nothing.

    Attributes:
        lines: Number of lines.
        unvalued: Those without a worth.
        parts: Weights and parts of the worth, in units of the last digit that a number of a history has.
    """

    lines: npt.NDArray[Any]
    unvalued: npt.NDArray[Any]
    parts: tuple[tuple[int, npt.NDArray[Any]], ...]

    @classmethod
    def of(cls, table: pa.Table) -> Amounts:
        """From columns ``lines``, ``worth`` and ``unvalued``."""
        lines, unvalued = (table[name].to_numpy().astype(np.int64) for name in ("lines", "unvalued"))
        return cls(lines, unvalued, tuple(_parts(table["worth"])))

    def added(self, keys: Codes, size: int) -> Amounts:
        """Sums by number, for the numbers below a size."""

        def one(column: npt.NDArray[Any]) -> Codes:
            return np.bincount(keys, column, size).astype(np.int64)

        return Amounts(one(self.lines), one(self.unvalued), tuple((weight, one(part)) for weight, part in self.parts))

    def at(self, places: Any) -> Amounts:
        """Some of them, in some order."""
        parts = tuple((weight, part[places]) for weight, part in self.parts)
        return Amounts(self.lines[places], self.unvalued[places], parts)

    def runs(self, starts: Codes) -> Amounts:
        """Sums of neighbours; each run begins where it is said."""

        def one(column: npt.NDArray[Any]) -> Codes:
            found: Codes = np.add.reduceat(column, starts, dtype=np.int64) if len(starts) else column.astype(np.int64)
            return found

        return Amounts(one(self.lines), one(self.unvalued), tuple((weight, one(part)) for weight, part in self.parts))

    def by_currency(self, currencies: Sequence[str | None]) -> Iterator[tuple[int, Sum]]:
        """Sums whose numbers are a key times the number of currencies and a currency: by key, those that have lines."""
        found: dict[int, Sum] = {}
        for at in np.flatnonzero(self.lines).tolist():
            key, currency = divmod(at, len(currencies))
            lines, unvalued = int(self.lines[at]), int(self.unvalued[at])
            worth = self._worth(at) if lines > unvalued else None
            found.setdefault(key, Sum()).add(currencies[currency], lines, worth, unvalued)
        yield from found.items()

    def _worth(self, at: int) -> Decimal:
        return Decimal(f"{sum(weight * int(part[at]) for weight, part in self.parts)}E-{NUMBER.scale}")


def _parts(worth: pa.ChunkedArray[Any]) -> Iterator[tuple[int, npt.NDArray[Any]]]:
    """Two's complement in parts of 16 bits; the highest bit counts against the others."""
    array: Any = worth.cast(pa.decimal128(38, NUMBER.scale)).combine_chunks()
    if not len(array):
        return
    whole = np.frombuffer(array.buffers()[1], np.uint16).reshape(-1, _LIMBS)[array.offset : array.offset + len(array)]
    known = np.asarray(array.is_valid())
    for number in range(_LIMBS):
        part = whole[:, number] * known
        if part.any():
            yield 1 << _BITS * number, part
    below = (whole[:, -1] >> (_BITS - 1)) * known
    if below.any():
        yield -(1 << _BITS * _LIMBS), below


class Stacks(NamedTuple):
    """Cells of one kind, place and period, added up."""

    kind: Codes
    place: Codes
    period: Codes
    amounts: Amounts


@dataclass(frozen=True)
class Cells:
    """All lines of a history, counted.

    Attributes:
        rows: For each kind the number of its combination.
        signatures: For each kind its answers.
        places: The places.
        months: For each span its month; None for lines without a day.
        periods: For each span its period; ``UNJUDGED`` for lines without a day where each is judged on its own.
        kind: For each cell its kind.
        place: For each cell its place.
        span: For each cell its span. Neighbours are best of one kind and place, in the order of days.
        amounts: For each cell its lines.
    """

    rows: Codes
    signatures: Codes
    places: tuple[Place, ...]
    months: tuple[int | None, ...]
    periods: Codes
    kind: npt.NDArray[Any]
    place: npt.NDArray[Any]
    span: npt.NDArray[Any]
    amounts: Amounts

    @cached_property
    def currencies(self) -> tuple[str | None, ...]:
        """The currencies, and none."""
        return tuple(dict.fromkeys(one.currency for one in self.places))

    @cached_property
    def currency(self) -> Codes:
        """For each place the number of its currency."""
        return np.array([self.currencies.index(one.currency) for one in self.places], np.int64)

    @cached_property
    def _starts(self) -> Codes:
        """Where stacks begin."""
        period = self.periods[self.span]
        changes = np.ones(len(self.kind), bool)
        changes[1:] = (np.diff(self.kind) != 0) | (np.diff(self.place) != 0) | (np.diff(period) != 0)
        return np.flatnonzero(changes)

    @cached_property
    def stacks(self) -> Stacks:
        """The stacks, those that are not judged among them."""
        at = self._starts
        kind, place = self.kind[at].astype(np.int64), self.place[at].astype(np.int64)
        return Stacks(kind, place, self.periods[self.span[at]], self.amounts.runs(at))

    @cached_property
    def stack(self) -> Codes:
        """For each cell its stack."""
        return np.repeat(np.arange(len(self._starts)), np.diff(self._starts, append=len(self.kind)))

    @cached_property
    def told(self) -> Codes:
        """For each cell its month and currency, as one number."""
        months = {month: number for number, month in enumerate(dict.fromkeys(self.months))}
        month = np.array([months[one] for one in self.months], np.int64)
        found: Codes = (month * len(self.currencies))[self.span] + self.currency[self.place]
        return found
