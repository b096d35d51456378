"""Lines added up by currency, exactly."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Context, Decimal, Inexact
from typing import Any

from moratorium.history.impact import Move, Worth
from moratorium.terms.effect import Effect

_EXACT = Context(prec=60, traps=[Inexact])
"""Python itself rounds sums to 28 digits; those of a history may have 38."""


class Sum:
    """Some lines: how many, worth what by currency, and how many of them without a worth."""

    __slots__ = ("lines", "unvalued", "value")

    def __init__(self) -> None:
        self.lines = 0
        self.unvalued = 0
        self.value: dict[str, Decimal] = {}

    def add(self, currency: str | None, lines: int, value: Decimal | None, unvalued: int) -> None:
        """Add lines of one currency."""
        self.lines += lines
        self.unvalued += unvalued
        if value is not None:
            key = currency or ""
            self.value[key] = _EXACT.add(self.value.get(key, Decimal(0)), value)

    def join(self, other: Sum) -> None:
        """Add other lines."""
        self.lines += other.lines
        self.unvalued += other.unvalued
        for currency, value in other.value.items():
            self.value[currency] = _EXACT.add(self.value.get(currency, Decimal(0)), value)

    @property
    def worth(self) -> Worth:
        """For the impact."""
        value = {currency: amount(self.value[currency]) for currency in sorted(self.value)}
        return Worth(self.lines, value, self.unvalued)


def amount(value: Decimal) -> str:
    """An amount as text, without needless noughts.

    >>> amount(Decimal("1200.500000")), amount(Decimal("0.000000")), amount(Decimal("1E+3"))
    ('1200.5', '0', '1000')
    """
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sums(rows: Iterable[Mapping[str, Any]], *keys: str) -> dict[tuple[Any, ...], Sum]:
    """Sums by some columns of rows that also have ``currency``, ``lines``, ``worth`` and ``unvalued``."""
    found: dict[tuple[Any, ...], Sum] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        found.setdefault(key, Sum()).add(row["currency"], row["lines"], row["worth"], row["unvalued"])
    return found


def moves(found: Mapping[tuple[int, int], Sum]) -> tuple[Move, ...]:
    """Sums by effect before and after as moves, in the order of effects."""
    return tuple(
        Move(Effect(before).word, Effect(after).word, found[before, after].worth) for before, after in sorted(found)
    )


def with_orders(lines: Iterable[Move], orders: Mapping[tuple[int, int], int]) -> tuple[Move, ...]:
    """The moves with the number of orders; an order may have effects that no line of its own has."""
    found = {(Effect.read(one.before), Effect.read(one.after)): one.worth for one in lines}
    both = sorted({*found, *((Effect(a), Effect(b)) for (a, b), count in orders.items() if count)})
    return tuple(Move(a.word, b.word, found.get((a, b), Worth()), orders.get((a, b), 0)) for a, b in both)
