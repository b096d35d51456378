"""Days for the solver: a day is its number in the calendar, as ``date.toordinal`` counts.

A day moved by months keeps its day of the month, or becomes the month's last; so the solver is told what a calendar
is: in which year and month a numbered day lies, and how long each month lasts.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import z3  # type: ignore[import-untyped]

from moratorium.proof.kleene import Bool, conj

FIRST, LAST = date.min.toordinal(), date.max.toordinal()

_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


class Calendar(NamedTuple):
    """A day as year, month (from 0) and day of the month, with what ties them to its number."""

    year: Any
    month: Any
    day: Any
    rules: Bool


def calendar_of(name: str, number: Any) -> Calendar:
    """The parts of the day that a number stands for.

    Args:
        name: Makes the parts' names the solver's own.
        number: The day's number, within the calendar.
    """
    year, month, day = (z3.Int(f"{name}|{part}") for part in ("year", "month", "day"))
    rules = conj(
        (
            year >= date.min.year,
            year <= date.max.year,
            month >= 0,
            month <= 11,
            day >= 1,
            day <= _length(year, month),
            number == number_of(year, month, day),
        )
    )
    return Calendar(year, month, day, rules)


def number_of(year: Any, month: Any, day: Any) -> Any:
    """The number of a day, from its parts."""
    before = year - 1
    whole = 365 * before + before / 4 - before / 100 + before / 400
    passed: Any = z3.IntVal(0)
    total = 0
    for index, length in enumerate(_LENGTHS[:-1], start=1):
        total += length
        passed = z3.If(month >= index, z3.IntVal(total), passed)
    leap_day = z3.If(z3.And(month >= 2, _is_leap(year)), 1, 0)
    return whole + passed + leap_day + day


def moved(parts: Calendar, months: int, days: int) -> tuple[Bool, Any]:
    """The day moved by months, then by days: whether it is still in the calendar, and its number."""
    index = parts.year * 12 + parts.month + months
    year, month = index / 12, index % 12
    length = _length(year, month)
    day = z3.If(parts.day > length, length, parts.day)
    number = number_of(year, month, day) + days
    inside = conj((year >= date.min.year, year <= date.max.year, number >= FIRST, number <= LAST))
    return inside, number


def _is_leap(year: Any) -> Any:
    return z3.And(year % 4 == 0, z3.Or(year % 100 != 0, year % 400 == 0))


def _length(year: Any, month: Any) -> Any:
    length: Any = z3.IntVal(31)
    for index, usual in enumerate(_LENGTHS):
        if usual == 30:
            length = z3.If(month == index, z3.IntVal(30), length)
    return z3.If(month == 1, z3.If(_is_leap(year), z3.IntVal(29), z3.IntVal(28)), length)
