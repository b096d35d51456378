"""Comparisons of numbers and days as columns, exact on every engine.

Engines differ in how they count fractions and calendar months, and an overflow would end a whole run. So nothing is
left to them: what a comparison asks of *one* fact is worked out here, with the specification's own arithmetic, and the
engine only compares the fact with a constant. Of several facts it adds whole units, within bounds shown beforehand.
"""

from __future__ import annotations

import operator
from bisect import bisect_left
from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from typing import Any, NamedTuple, TypeAlias

import ibis
import ibis.expr.types as ir

from moratorium.conditions.evaluate import shift
from moratorium.conditions.predicate import (
    Compare,
    Day,
    FactTerm,
    Number,
    Operator,
    Scaled,
    Shifted,
    Sum,
    Term,
    facts_of,
)
from moratorium.errors import InputError
from moratorium.history.schema import NUMBER, column_name
from moratorium.terms.vocabulary import VOCABULARY, Kind

Truths: TypeAlias = ir.BooleanValue
"""A column of yes, no and NULL for "not known"."""

Steps = tuple[tuple[int, int], ...]

WIDEST = 38
"""Digits of the widest decimal that the engines share."""

_UNIT = 10**NUMBER.scale
_RELATIONS: dict[Operator, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TURNED: dict[Operator, Operator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


def constant(truth: bool | None) -> Truths:
    """One answer for all rows."""
    found: Truths = ibis.literal(truth, type="boolean")
    return found


def compared(asked: Compare, table: ir.Table) -> Truths:
    """The answers of a comparison; not known where a fact in it is not, or has no column.

    What is no comparison of two numbers or two days is not known: the language has none such.

    Raises:
        InputError: it adds several facts with weights so far apart that engines could not count them exactly.
    """
    if any(column_name(fact) not in table.columns for fact in facts_of(asked)):
        return constant(None)
    left, right = _sum(asked.left), _sum(asked.right)
    if left is not None and right is not None:
        return _numbers(left.plus(right, -1), asked.operator, table)
    first, second = _moved(asked.left), _moved(asked.right)
    if first is not None and second is not None:
        return _days(first, asked.operator, second, table)
    return constant(None)


def _is_a(fact: str, kind: Kind) -> bool:
    return fact in VOCABULARY and VOCABULARY[fact].kind is kind


def _where_known(truth: bool, columns: Iterable[Any]) -> Truths:
    """An answer that hangs on no value, only on whether all are known."""
    known: Any = constant(True)
    for one in columns:
        known = known & one.notnull()
    found: Truths = known.nullif(False) if truth else (~known).nullif(True)
    return found


# -- numbers -----------------------------------------------------------------------------------------------------------


class _Sum(NamedTuple):
    """Each fact times its weight, and a constant: every number term of the language is such a sum.

    A fact whose weights cancel stays, with weight 0: where it is not known, neither is the sum.
    """

    weights: dict[str, Fraction]
    constant: Fraction

    def plus(self, other: _Sum, times: int = 1) -> _Sum:
        weights = dict(self.weights)
        for fact, weight in other.weights.items():
            weights[fact] = weights.get(fact, Fraction(0)) + times * weight
        return _Sum(weights, self.constant + times * other.constant)

    def scaled(self, factor: Fraction) -> _Sum:
        return _Sum({fact: weight * factor for fact, weight in self.weights.items()}, self.constant * factor)


def _sum(term: Term) -> _Sum | None:
    """The term as a sum; None if it is no number."""
    match term:
        case Number(value):
            return _Sum({}, Fraction(value))
        case FactTerm(fact):
            return _Sum({fact: Fraction(1)}, Fraction(0)) if _is_a(fact, Kind.NUMBER) else None
        case Sum(left, right):
            a, b = _sum(left), _sum(right)
            return a.plus(b) if a is not None and b is not None else None
        case Scaled(inner, factor):
            scaled = _sum(inner)
            return scaled.scaled(Fraction(factor)) if scaled is not None else None
    return None


def _numbers(asked: _Sum, relation: Operator, table: ir.Table) -> Truths:
    """A sum against nought, in whole units of the last digit that a number of the history has."""
    columns = {fact: table[column_name(fact)] for fact in asked.weights}
    weights = {fact: weight for fact, weight in asked.weights.items() if weight}
    if not weights:
        return _where_known(_RELATIONS[relation](asked.constant, 0), columns.values())
    denominators, numerators = zip(*((one.denominator, one.numerator) for one in weights.values()), strict=True)
    whole = Fraction(lcm(*denominators), gcd(*numerators))
    times = {fact: int(weight * whole) for fact, weight in weights.items()}
    bound = -asked.constant * whole * _UNIT
    answer = _against_bound({columns[fact]: times[fact] for fact in times}, relation, bound)
    cancelled = [columns[fact] for fact in columns if fact not in times]
    return ibis.ifelse(_where_known(True, cancelled), answer, constant(None)) if cancelled else answer


def _against_bound(times: dict[Any, int], relation: Operator, bound: Fraction) -> Truths:
    if len(times) == 1:
        [(fact, weight)] = times.items()
        return _against(fact, NUMBER.precision, _TURNED[relation] if weight < 0 else relation, bound / weight)
    if sum(abs(weight) for weight in times.values()) * 10**NUMBER.precision >= 10**WIDEST:
        raise InputError(
            "a condition adds facts that it multiplies by numbers with too many digits to be counted exactly",
            "condition",
            f"keep the multipliers, as whole numbers, below 10^{WIDEST - NUMBER.precision}",
        )
    wide = f"decimal({WIDEST}, {NUMBER.scale})"
    total: Any = None
    for fact, weight in times.items():
        part = fact.cast(wide) * ibis.literal(weight, f"decimal({WIDEST - NUMBER.precision}, 0)")
        total = part if total is None else total + part
    return _against(total, WIDEST, relation, bound)


def _against(value: Any, digits: int, relation: Operator, bound: Fraction) -> Truths:
    """A column of whole units against a bound that may lie between two of them, or beyond all of them."""

    def below(units: int) -> Truths:
        if abs(units) >= 10**digits:
            return _where_known(units > 0, [value])
        found: Truths = value < written(units)
        return found

    def written(units: int) -> Any:
        return ibis.literal(Decimal(f"{units}E-{NUMBER.scale}"), f"decimal({digits}, {NUMBER.scale})")

    match relation:
        case "<":
            return below(ceil(bound))
        case "<=":
            return below(floor(bound) + 1)
        case ">":
            return ~below(floor(bound) + 1)
        case ">=":
            return ~below(ceil(bound))
        case "=" | "<>":
            if bound.denominator != 1 or abs(bound) >= 10**digits:
                return _where_known(relation == "<>", [value])
            units = written(int(bound))
            return value == units if relation == "=" else value != units


# -- days --------------------------------------------------------------------------------------------------------------


class _Moved(NamedTuple):
    """A day, constant or a fact's, moved by months and days, step by step."""

    start: str | date
    steps: Steps


def _moved(term: Term) -> _Moved | None:
    """The term as a day moved; None if it is no day."""
    match term:
        case Day(day):
            return _Moved(day, ())
        case FactTerm(fact):
            return _Moved(fact, ()) if _is_a(fact, Kind.DAY) else None
        case Shifted(inner, months, days):
            moved = _moved(inner)
            return _Moved(moved.start, (*moved.steps, (months, days))) if moved is not None else None
    return None


def _days(first: _Moved, relation: Operator, second: _Moved, table: ir.Table) -> Truths:
    if isinstance(first.start, date):
        first, relation, second = second, _TURNED[relation], first
    if isinstance(second.start, str):
        a, b = _moved_column(first, table), _moved_column(second, table)
        found: Truths = constant(None) if a is None or b is None else _RELATIONS[relation](a, b)
        return found
    bound, _ = _after(second.start, second.steps)
    if bound is None:
        return constant(None)
    if isinstance(first.start, date):
        day, _ = _after(first.start, first.steps)
        return constant(None if day is None else _RELATIONS[relation](day, bound))
    return _against_day(table[column_name(first.start)], first.steps, relation, bound)


def _against_day(value: Any, steps: Steps, relation: Operator, bound: date) -> Truths:
    """Which days, once moved, stand in the relation: those before the first that comes to the bound, and so on."""
    reaches = _first(steps, lambda day, side: side > 0 or (day is not None and day >= bound))
    passes = _first(steps, lambda day, side: side > 0 or (day is not None and day > bound))

    def before(ordinal: int) -> Truths:
        if ordinal > date.max.toordinal():
            return _where_known(True, [value])
        found: Truths = value < ibis.literal(date.fromordinal(ordinal))
        return found

    answers: dict[Operator, Callable[[], Truths]] = {
        "<": lambda: before(reaches),
        "<=": lambda: before(passes),
        ">": lambda: ~before(passes),
        ">=": lambda: ~before(reaches),
        "=": lambda: ~before(reaches) & before(passes),
        "<>": lambda: before(reaches) | ~before(passes),
    }
    if not steps:
        return answers[relation]()
    stays = _stays(value, steps)
    return constant(None) if stays is None else ibis.ifelse(stays, answers[relation](), constant(None))


def _moved_column(moved: _Moved, table: ir.Table) -> Any:
    """The days moved; None if none stays within the calendar. (Ibis takes ``= NULL`` for ``IS NULL``.)"""
    value: Any = table[column_name(str(moved.start))]
    if not moved.steps:
        return value
    stays = _stays(value, moved.steps)
    if stays is None:
        return None
    found = value
    for months, days in moved.steps:
        found = found + ibis.interval(months=months) if months else found
        found = found + ibis.interval(days=days) if days else found
    return ibis.ifelse(stays, found.cast("date"), ibis.null("date"))


def _stays(value: Any, steps: Steps) -> Truths | None:
    """Of which days each step stays within the calendar; None if of none."""
    first, end = _first(steps, lambda _, side: side >= 0), _first(steps, lambda _, side: side > 0)
    if end <= first:
        return None
    found: Truths = value.between(ibis.literal(date.fromordinal(first)), ibis.literal(date.fromordinal(end - 1)))
    return found


def _first(steps: Steps, test: Callable[[date | None, int], bool]) -> int:
    """Ordinal of the first day of the calendar of which the test is true; one past the last if of none.

    Moving keeps the order of days, so halving finds it. The test is given the day moved, and 0; or None, and -1 or 1
    where it leaves the calendar at its beginning or end.
    """
    days = range(date.min.toordinal(), date.max.toordinal() + 1)
    return days.start + bisect_left(days, True, key=lambda ordinal: test(*_after(date.fromordinal(ordinal), steps)))


def _after(day: date, steps: Steps) -> tuple[date | None, int]:
    """A day moved, and 0; or None, and the side on which it leaves the calendar."""
    for months, days in steps:
        moved = shift(day, months, days)
        if moved is None:
            leaves = months if shift(day, months, 0) is None else days
            return None, 1 if leaves > 0 else -1
        day = moved
    return day, 0
