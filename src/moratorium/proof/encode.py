"""What a condition means, for the solver: the same as ``conditions.evaluate.holds``, which is the specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import z3

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
from moratorium.proof.calendar import FIRST, LAST, Calendar, Reach, calendar_of, moved, reach
from moratorium.proof.classes import asked_of
from moratorium.proof.kleene import Bool, Three, all_three, any_three, conj, disj, neg, not_three
from moratorium.proof.symbols import (
    DaySymbol,
    FlagSymbol,
    NumberSymbol,
    SetSymbol,
    Symbol,
    TextSymbol,
    exact,
)

_UNKNOWN = Three(False, False)
_RELATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}
_FLIPPED = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class _Value(NamedTuple):
    """A term: whether it has a value, and which."""

    known: Bool
    value: Any


class Encoder:
    """Reads conditions over some facts. Equal conditions are read once.

    Args:
        symbols: The facts, by name; one that is not among them is unknown.

    Attributes:
        rules: What the solver must obey beside the conditions: how the calendar goes.
    """

    def __init__(self, symbols: Mapping[str, Symbol]) -> None:
        self.symbols = symbols
        self.rules: list[Bool] = []
        self._read: dict[Predicate, Three] = {}
        self._calendars: dict[str, Calendar] = {}
        self._moves = 0

    def of(self, predicate: Predicate) -> Three:
        """When the condition is true, and when it is false."""
        found = self._read.get(predicate)
        if found is None:
            found = self._read[predicate] = self._of(predicate)
        return found

    def _of(self, predicate: Predicate) -> Three:
        match predicate:
            case AllOf(of):
                return all_three(map(self.of, of))
            case AnyOf(of):
                return any_three(map(self.of, of))
            case Not(part):
                return not_three(self.of(part))
            case Always(truth):
                return Three(truth, not truth)
            case Compare(Shifted(inner, months, days), relation, Day(day)) if months:
                return self._reached(self._term(inner), reach(months, days, day), relation)
            case Compare(Day(day), relation, Shifted(inner, months, days)) if months:
                return self._reached(self._term(inner), reach(months, days, day), _FLIPPED[relation])
            case Compare(left, relation, right):
                a, b = self._term(left), self._term(right)
                known, met = conj((a.known, b.known)), _RELATIONS[relation](a.value, b.value)
                met = bool(met) if isinstance(met, bool) else met
                return Three(conj((known, met)), conj((known, neg(met))))
            case Missing(fact):
                return _missing(self.symbols.get(fact))
            case Flag(fact):
                return _flag(self.symbols.get(fact))
            case OneOf(fact) | StartsWith(fact):
                return _text(self.symbols.get(fact), predicate)
            case Overlaps(fact, values, coarser):
                return _overlaps(self.symbols.get(fact), values, coarser)
            case Within():
                return _UNKNOWN

    def _reached(self, start: _Value, found: Reach, relation: str) -> Three:
        """A day moved by months beside a constant: the day itself beside other constants."""
        known = conj((start.known, start.value >= found.first, start.value < found.end))
        before, upto = start.value < found.reaches, start.value < found.passes
        met = {
            "<": before,
            "<=": upto,
            ">": neg(upto),
            ">=": neg(before),
            "=": conj((neg(before), upto)),
            "<>": disj((before, neg(upto))),
        }[relation]
        return Three(conj((known, met)), conj((known, neg(met))))

    def _term(self, term: Term) -> _Value:
        match term:
            case FactTerm(fact):
                found = self.symbols.get(fact)
                if isinstance(found, NumberSymbol | DaySymbol):
                    return _Value(found.known, found.value)
                return _Value(False, z3.IntVal(0))
            case Number(number):
                return _Value(True, exact(number))
            case Day(day):
                return _Value(True, z3.IntVal(day.toordinal()))
            case Sum(left, right):
                a, b = self._term(left), self._term(right)
                return _Value(conj((a.known, b.known)), a.value + b.value)
            case Scaled(inner, factor):
                scaled = self._term(inner)
                return _Value(scaled.known, scaled.value * exact(factor))
            case Shifted(inner, months, days):
                return self._moved(self._term(inner), months, days)

    def _moved(self, start: _Value, months: int, days: int) -> _Value:
        if months == 0:
            number = start.value + days
            return _Value(conj((start.known, number >= FIRST, number <= LAST)), number)
        self._moves += 1
        found = moved(f"moved {self._moves}", self._calendar(start), months, days)
        self.rules.append(found.rules)
        return _Value(conj((start.known, found.inside)), found.number)

    def _calendar(self, start: _Value) -> Calendar:
        """The calendar of a day; one that is not known has some day, so that the rules can always be kept."""
        key = start.value.sexpr()
        found = self._calendars.get(key)
        if found is None:
            number = z3.If(z3.And(start.value >= FIRST, start.value <= LAST), start.value, z3.IntVal(FIRST))
            found = self._calendars[key] = calendar_of(f"day {len(self._calendars)}", number)
            self.rules.append(found.rules)
        return found


def _missing(found: Symbol | None) -> Three:
    match found:
        case None:
            return Three(True, False)
        case SetSymbol(given=given, open=open_):
            yes = disj((neg(given), open_))
            return Three(yes, neg(yes))
    return Three(neg(found.known), found.known)


def _flag(found: Symbol | None) -> Three:
    if not isinstance(found, FlagSymbol):
        return _UNKNOWN
    return Three(conj((found.known, found.value)), conj((found.known, neg(found.value))))


def _text(found: Symbol | None, leaf: OneOf | StartsWith) -> Three:
    if not isinstance(found, TextSymbol):
        return _UNKNOWN
    met = found.is_among(found.classes.meeting(asked_of(leaf).key))
    return Three(conj((found.known, met)), conj((found.known, neg(met))))


def _overlaps(found: Symbol | None, values: frozenset[str], coarser: frozenset[str]) -> Three:
    if not isinstance(found, SetSymbol):
        return _UNKNOWN
    asked, wider = found.classes.among(values), found.classes.among(coarser)
    hit = disj(found.known[code] for code in asked)
    unsure = disj(
        (
            found.open,
            *(found.possible[code] for code in (*asked, *wider)),
            *(found.known[code] for code in wider),
        )
    )
    return Three(conj((found.given, hit)), conj((found.given, neg(hit), neg(unsure))))
