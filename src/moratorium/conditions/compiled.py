"""Predicates as closures: the same answers as the scalar interpreter, without walking the tree for every row.

``evaluate.holds`` is the specification; the differential test holds this module to it on random trees and rows.
"""

from __future__ import annotations

from collections.abc import Callable

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.predicate import (
    AllOf,
    AnyOf,
    Compare,
    FactTerm,
    Flag,
    Missing,
    Not,
    OneOf,
    Overlaps,
    Predicate,
    StartsWith,
)
from moratorium.terms.members import Members
from moratorium.terms.truth import Truth

Test = Callable[[Row], Truth]


def compiled(predicate: Predicate) -> Test:
    """A function that answers as ``holds(predicate, row)`` does.

    >>> compiled(Not(Flag("a")))({"a": False})
    True
    """
    match predicate:
        case AllOf(of):
            return _all_of(tuple(compiled(part) for part in of))
        case AnyOf(of):
            return _any_of(tuple(compiled(part) for part in of))
        case Not(part):
            return _not(compiled(part))
        case Flag(fact):
            return lambda row: value if (value := row.get(fact)) is True or value is False else None
        case OneOf(fact, texts):
            return lambda row: value in texts if (value := row.get(fact)).__class__ is str else None
        case StartsWith(fact, prefixes):
            return lambda row: value.startswith(prefixes) if (value := row.get(fact)).__class__ is str else None
        case Overlaps(fact, values, coarser):
            return _overlaps(fact, values, coarser)
        case Compare(FactTerm(fact)):
            return lambda row: None if row.get(fact) is None else holds(predicate, row)
        case Missing(fact):
            return lambda row: value.open if (value := row.get(fact)).__class__ is Members else value is None
    return lambda row: holds(predicate, row)


def _all_of(parts: tuple[Test, ...]) -> Test:
    def test(row: Row) -> Truth:
        known: Truth = True
        for part in parts:
            truth = part(row)
            if truth is False:
                return False
            if truth is None:
                known = None
        return known

    return test


def _any_of(parts: tuple[Test, ...]) -> Test:
    def test(row: Row) -> Truth:
        known: Truth = False
        for part in parts:
            truth = part(row)
            if truth is True:
                return True
            if truth is None:
                known = None
        return known

    return test


def _not(part: Test) -> Test:
    def test(row: Row) -> Truth:
        truth = part(row)
        return None if truth is None else not truth

    return test


def _overlaps(fact: str, values: frozenset[str], coarser: frozenset[str]) -> Test:
    unsure = values | coarser

    def test(row: Row) -> Truth:
        value = row.get(fact)
        if value.__class__ is not Members:
            return None
        known: frozenset[str] = value.known
        if not known.isdisjoint(values):
            return True
        if value.open or not value.possible.isdisjoint(unsure):
            return None
        return None if coarser and not known.isdisjoint(coarser) else False

    return test
