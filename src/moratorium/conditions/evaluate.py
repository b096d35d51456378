"""The scalar interpreter: what a predicate means. This is the specification that every other engine must meet.

Kleene's logic over ``bool | None``; a fact that the row does not hold is unknown, never false.
"""

from __future__ import annotations

import operator
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Context, Decimal, Inexact
from typing import Any

from moratorium.conditions.predicate import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    Day,
    FactTerm,
    Flag,
    Missing,
    Not,
    Number,
    OneOf,
    Overlaps,
    Predicate,
    Scaled,
    Shifted,
    StartsWith,
    Sum,
    Term,
    Within,
)
from moratorium.terms.members import Members
from moratorium.terms.truth import Truth, negate
from moratorium.terms.vocabulary import Value

Row = Mapping[str, Value]

_RELATIONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}

_EXACT = Context(prec=1_000, traps=[Inexact])
"""Of sums and products: a number that would be rounded is an error, never another number. Engines count exactly too."""


def holds(predicate: Predicate, row: Row) -> Truth:
    """Whether the predicate is true of the row: yes, no, or not known.

    Args:
        predicate: Bound to a day (``Within`` replaced); an unbound one is unknown.
        row: Fact values by vocabulary name, typed as the vocabulary says.

    >>> holds(AllOf((Flag("a"), Not(Flag("b")))), {"a": True, "b": None}) is None
    True
    >>> holds(OneOf("c", frozenset({"x"})), {"c": "y"})
    False
    """
    match predicate:
        case AllOf(of):
            known = True
            for part in of:
                truth = holds(part, row)
                if truth is False:
                    return False
                known = known and truth is not None
            return True if known else None
        case AnyOf(of):
            known = True
            for part in of:
                truth = holds(part, row)
                if truth is True:
                    return True
                known = known and truth is not None
            return False if known else None
        case Overlaps(fact, values, coarser):
            return _overlaps(row.get(fact), values, coarser)
        case Flag(fact):
            value = row.get(fact)
            return value if isinstance(value, bool) else None
        case OneOf(fact, texts):
            value = row.get(fact)
            return value in texts if isinstance(value, str) else None
        case Not(part):
            return negate(holds(part, row))
        case StartsWith(fact, prefixes):
            value = row.get(fact)
            return value.startswith(prefixes) if isinstance(value, str) else None
        case Compare(left, relation, right):
            a, b = term_value(left, row), term_value(right, row)
            return None if a is None or b is None else _RELATIONS[relation](a, b)
        case Missing(fact):
            value = row.get(fact)
            return value.open if isinstance(value, Members) else value is None
        case Always(truth):
            return truth
        case Within():
            return None


def _overlaps(value: Value, values: frozenset[str], coarser: frozenset[str]) -> Truth:
    if not isinstance(value, Members):
        return None
    if not value.known.isdisjoint(values):
        return True
    if value.open or not value.possible.isdisjoint(values):
        return None
    if coarser and not (value.known.isdisjoint(coarser) and value.possible.isdisjoint(coarser)):
        return None
    return False


def term_value(term: Term, row: Row) -> Decimal | date | None:
    """Value of a term; None if a fact in it is not known or a day leaves the calendar.

    Raises:
        decimal.Inexact: a sum or product has more digits than anybody means; judging takes an error for unknown.
    """
    match term:
        case FactTerm(fact):
            value = row.get(fact)
            return value if isinstance(value, Decimal | date) else None
        case Number(number):
            return number
        case Day(day):
            return day
        case Sum(left, right):
            a, b = term_value(left, row), term_value(right, row)
            return _EXACT.add(a, b) if isinstance(a, Decimal) and isinstance(b, Decimal) else None
        case Scaled(inner, factor):
            scaled = term_value(inner, row)
            return _EXACT.multiply(scaled, factor) if isinstance(scaled, Decimal) else None
        case Shifted(inner, months, days):
            start = term_value(inner, row)
            return shift(start, months, days) if isinstance(start, date) else None


def shift(day: date, months: int, days: int) -> date | None:
    """A day moved by months, then by days; None beyond the calendar.

    >>> shift(date(2022, 1, 31), 1, 0)
    datetime.date(2022, 2, 28)
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    try:
        return moved + timedelta(days=days)
    except OverflowError:
        return None
