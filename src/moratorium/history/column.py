"""Predicates as columns: one condition asked of every row of a table at once, on any engine that Ibis speaks to.

The scalar interpreter (``conditions.evaluate.holds``) says what a condition means; this module says the same in SQL,
whose NULL is the "not known" of our logic.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from moratorium.conditions.predicate import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    Flag,
    Missing,
    Not,
    OneOf,
    Overlaps,
    Predicate,
    StartsWith,
    Within,
)
from moratorium.history.comparison import Truths, compared, constant
from moratorium.history.schema import column_name, open_name, possible_name
from moratorium.terms.vocabulary import VOCABULARY, Kind


def column(predicate: Predicate, table: ir.Table) -> Truths:
    """The answers of a predicate, one for each row of a table: yes, no, NULL for "not known".

    Args:
        predicate: Bound to a day (``Within`` replaced); an unbound one is not known.
        table: With columns named and typed as ``history.schema`` says; a fact without a column is not known. A
            ``Flag`` may name any yes-or-no column, such as the answer to a part that was asked before.

    Raises:
        InputError: a comparison that engines could not count exactly; see ``comparison.compared``.
    """
    match predicate:
        case AllOf(of):
            return every([column(part, table) for part in of])
        case AnyOf(of):
            return some([column(part, table) for part in of])
        case Not(part):
            return ~column(part, table)
        case Always(truth):
            return constant(truth)
        case Within():
            return constant(None)
        case Compare():
            return compared(predicate, table)
    there = column_name(predicate.fact) in table.columns
    if isinstance(predicate, Missing):
        return _missing(predicate.fact, table) if there else constant(True)
    return _asked(predicate, table) if there else constant(None)


def every(parts: Sequence[Truths]) -> Truths:
    """And, in Kleene's logic; of nothing it is true."""
    return _balanced(operator.and_, parts) if parts else constant(True)


def some(parts: Sequence[Truths]) -> Truths:
    """Or, in Kleene's logic; of nothing it is false."""
    return _balanced(operator.or_, parts) if parts else constant(False)


def _balanced(join: Callable[[Any, Any], Any], parts: Sequence[Truths]) -> Truths:
    """The parts joined as a flat tree: a hundred parts must not become a hundred brackets within each other."""
    if len(parts) == 1:
        return parts[0]
    middle = len(parts) // 2
    found: Truths = join(_balanced(join, parts[:middle]), _balanced(join, parts[middle:]))
    return found


def _asked(leaf: Flag | OneOf | StartsWith | Overlaps, table: ir.Table) -> Truths:
    value: Any = table[column_name(leaf.fact)]
    match leaf:
        case Flag():
            flag: Truths = value
            return flag
        case OneOf(_, texts):
            among: Truths = value.isin(sorted(texts))
            return among
        case StartsWith(_, prefixes):
            return some([value.startswith(prefix) for prefix in prefixes])
        case Overlaps(fact, values, coarser):
            return _overlaps(value, table[possible_name(fact)], table[open_name(fact)], values, coarser)


def _missing(fact: str, table: ir.Table) -> Truths:
    """A set is missing if anything else may be in it; any other fact if it is not known."""
    if fact in VOCABULARY and VOCABULARY[fact].kind in (Kind.SET, Kind.TERRITORY):
        more: Any = table[open_name(fact)]
        found: Truths = more.fill_null(True)
        return found
    return table[column_name(fact)].isnull()


def _overlaps(known: Any, possible: Any, more: Any, values: frozenset[str], coarser: frozenset[str]) -> Truths:
    """Yes if one of the values is certainly in the set; else not known if one may be; else no.

    ``yes OR NULLIF(may, TRUE)`` says so in one line of SQL: NULL where ``may`` is yes, and where it is not known.
    """
    may: Any = more | _meets(possible, values | coarser)
    if coarser:
        may = may | _meets(known, coarser)
    found: Truths = _meets(known, values) | may.nullif(True)
    return found


def _meets(codes: Any, values: frozenset[str]) -> Truths:
    among: Any = ibis.literal(sorted(values), type="array<string>")  # one literal: Ibis weighs each value of `isin`
    found: Truths = codes.filter(lambda code: among.contains(code)).length() > 0
    return found
