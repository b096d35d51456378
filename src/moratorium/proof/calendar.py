"""Days for the solver: a day is its number in the calendar, as ``date.toordinal`` counts.

A day moved by months keeps its day of the month, or becomes the month's last; so the solver is told what a calendar
is: in which year and month a numbered day lies, and how long each month lasts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import z3

from moratorium.conditions.evaluate import shift
from moratorium.proof.kleene import Bool

FIRST, LAST = date.min.toordinal(), date.max.toordinal()

_MONTHS = 12
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Reach(NamedTuple):
    """Days that, once moved, are still in the calendar, and how they then lie to a constant day; all half-open.

    A later day is never moved before an earlier one, so each answer changes only once.
    """

    first: int
    end: int
    reaches: int
    passes: int


def reach(months: int, days: int, constant: date) -> Reach:
    """For a day moved by months and days and compared with a constant: from which day on what is so.

    Returns:
        ``first`` and ``end`` of the days that stay in the calendar; the first of them that, moved, is not before the
        constant; the first that, moved, is after it.
    """
    first = _first(FIRST, LAST + 1, lambda number: _place(number, months, days) >= 0)
    end = _first(FIRST, LAST + 1, lambda number: _place(number, months, days) > 0)

    def from_on(least: int) -> int:
        return _first(first, end, lambda number: _moved(number, months, days) >= least)

    return Reach(first, end, from_on(constant.toordinal()), from_on(constant.toordinal() + 1))


def _first(low: int, high: int, is_so: Callable[[int], bool]) -> int:
    """The first number of which something is so that stays so; ``high`` if there is none."""
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if is_so(middle) else (middle + 1, high)
    return low


def _moved(number: int, months: int, days: int) -> int:
    found = shift(date.fromordinal(number), months, days)
    return 0 if found is None else found.toordinal()


def _place(number: int, months: int, days: int) -> int:
    """Below nothing: before the calendar begins; above: after it ends."""
    start = date.fromordinal(number)
    if shift(start, months, days) is not None:
        return 0
    by_months = shift(start, months, 0)
    return (-1 if months < 0 else 1) if by_months is None else (-1 if days < 0 else 1)


class Year(NamedTuple):
    """A year as the calendar repeats: so many times 400 years, 100, 4 and 1 after year 1. No part is ever divided,
    which a solver finds hard."""

    four_hundreds: Any
    hundreds: Any
    fours: Any
    ones: Any

    @property
    def count(self) -> Any:
        """Years since year 1."""
        return 400 * self.four_hundreds + 100 * self.hundreds + 4 * self.fours + self.ones

    @property
    def days(self) -> Any:
        """Days before its first one."""
        return 146_097 * self.four_hundreds + 36_524 * self.hundreds + 1_461 * self.fours + 365 * self.ones

    @property
    def is_leap(self) -> Any:
        """Every fourth year is, unless it ends a hundred, unless that ends four hundred."""
        return z3.And(self.ones == 3, z3.Or(self.fours != 24, self.hundreds == 3))

    @property
    def rules(self) -> Bool:
        """There is one way to write a year so."""
        bounds = ((self.hundreds, 3), (self.fours, 24), (self.ones, 3))
        return z3.And(*(z3.And(part >= 0, part <= most) for part, most in bounds))


class Calendar(NamedTuple):
    """A day as year, month (from 0) and day of the month, with what ties them to its number."""

    year: Year
    month: Any
    day: Any
    rules: Bool


class Moved(NamedTuple):
    """A day moved: whether it is still in the calendar, its number, and what the solver must obey."""

    inside: Bool
    number: Any
    rules: Bool


def calendar_of(name: str, number: Any) -> Calendar:
    """The parts of the day that a number stands for.

    Args:
        name: For people who look at what the solver is told.
        number: The day's number, within the calendar.
    """
    year, month, day = _year(name), z3.FreshInt(f"{name} month"), z3.FreshInt(f"{name} day")
    within = z3.And(month >= 0, month < _MONTHS, day >= 1, day <= _length(year, month))
    return Calendar(
        year, month, day, z3.And(year.rules, within, number == _number(year, month, day), _hint(number, year))
    )


def _hint(number: Any, year: Year) -> Bool:
    """What follows from the rest, and lets the solver find the year sooner."""
    left = number - 1 - year.days
    in_four = 365 * year.ones + left
    in_hundred = 1_461 * year.fours + in_four
    in_all = number - 1 - 146_097 * year.four_hundreds
    return z3.And(left >= 0, left <= 365, in_four <= 1_460, in_hundred <= 36_524, in_all <= 146_096)


def moved(name: str, parts: Calendar, months: int, days: int) -> Moved:
    """The day moved by months, then by days.

    Args:
        name: For people who look at what the solver is told.
        parts: The day.
        months: Any number of them, also backwards; the day of the month is kept, or becomes the month's last.
        days: Any number of them.
    """
    year, month = _year(name), z3.FreshInt(f"{name} month")
    index = parts.year.count * _MONTHS + parts.month + months
    rules = z3.And(year.rules, month >= 0, month < _MONTHS, year.count * _MONTHS + month == index)
    length = _length(year, month)
    number = _number(year, month, z3.If(parts.day > length, length, parts.day)) + days
    is_year = z3.And(year.four_hundreds >= 0, year.count < date.max.year)
    return Moved(z3.And(is_year, number >= FIRST, number <= LAST), number, rules)


def _year(name: str) -> Year:
    return Year(*(z3.FreshInt(f"{name} {part}") for part in Year._fields))


def _number(year: Year, month: Any, day: Any) -> Any:
    """The number of a day, from its parts."""
    passed: Any = z3.IntVal(0)
    total = 0
    for index, length in enumerate(_LENGTHS[:-1], start=1):
        total += length
        passed = z3.If(month >= index, z3.IntVal(total), passed)
    return year.days + passed + z3.If(z3.And(month >= 2, year.is_leap), 1, 0) + day


def _length(year: Year, month: Any) -> Any:
    length: Any = z3.IntVal(31)
    for index, usual in enumerate(_LENGTHS):
        if usual == 30:
            length = z3.If(month == index, z3.IntVal(30), length)
    return z3.If(month == 1, z3.If(year.is_leap, z3.IntVal(29), z3.IntVal(28)), length)
