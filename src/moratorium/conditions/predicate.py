"""Predicates: questions about facts, as data.

One small tagged tree. People write it as condition text or as the scope of a measure; the scalar interpreter gives it
its meaning, and every other engine must agree with that one. The tree holds nothing that SQL's three-valued logic and
an SMT solver lack.

========== ================================================================= =====================
node       true if                                                           of facts that are
========== ================================================================= =====================
Always     its constant says so                                              –
Flag       the fact is yes                                                   flags
Compare    left stands in the relation to right                              numbers, days
OneOf      the fact is one of the values                                     texts
StartsWith the fact begins with one of the prefixes                          texts
Within     a place of the set lies in one of the territories (on a day)      sets of territories
Overlaps   a member of the set is one of the values                          sets
Missing    the fact is not known; never unknown itself                       all
AllOf, AnyOf, Not   Kleene's connectives                                     –
========== ================================================================= =====================
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

Operator = Literal["=", "<>", "<", "<=", ">", ">="]


class Number(msgspec.Struct, frozen=True, tag=True):
    """A constant number. NaN and infinities are refused."""

    value: Decimal

    def __post_init__(self) -> None:
        """Only numbers that every engine orders alike."""
        if not self.value.is_finite():
            raise ValueError(f"`{self.value}` is not a number that can be compared")


class Day(msgspec.Struct, frozen=True, tag=True):
    """A constant day."""

    value: date


class FactTerm(msgspec.Struct, frozen=True, tag=True):
    """The value of a number or day fact."""

    fact: str


class Sum(msgspec.Struct, frozen=True, tag=True):
    """Two numbers added."""

    left: Term
    right: Term


class Scaled(msgspec.Struct, frozen=True, tag=True):
    """A number times a constant."""

    term: Term
    factor: Decimal


class Shifted(msgspec.Struct, frozen=True, tag=True):
    """A day moved by months (the day of month is kept, or becomes the month's last), then by days."""

    term: Term
    months: int = 0
    days: int = 0


Term = Number | Day | FactTerm | Sum | Scaled | Shifted


class Always(msgspec.Struct, frozen=True, tag=True):
    """A constant."""

    value: bool


class Flag(msgspec.Struct, frozen=True, tag=True):
    """A yes-or-no fact."""

    fact: str


class Compare(msgspec.Struct, frozen=True, tag=True):
    """Two numbers or two days in a relation."""

    left: Term
    operator: Operator
    right: Term


class OneOf(msgspec.Struct, frozen=True, tag=True):
    """A text fact against a closed set of values. An empty set is refused: engines disagree on it."""

    fact: str
    values: frozenset[str]

    def __post_init__(self) -> None:
        """See the class."""
        _refuse_empty(self.values)


class StartsWith(msgspec.Struct, frozen=True, tag=True):
    """A text fact against prefixes, such as HS chapters."""

    fact: str
    prefixes: tuple[str, ...]

    def __post_init__(self) -> None:
        """See the class."""
        _refuse_empty(self.prefixes)


class Within(msgspec.Struct, frozen=True, tag=True):
    """A territory fact against territories as written; ``bind`` turns it into ``Overlaps`` for one day.

    Groups have dated members, so what lies within depends on the day. Until it is bound it is unknown.
    """

    fact: str
    territories: tuple[str, ...]

    def __post_init__(self) -> None:
        """See the class."""
        _refuse_empty(self.territories)


class Overlaps(msgspec.Struct, frozen=True, tag=True):
    """A set fact against values.

    Attributes:
        fact: A set fact.
        values: True if one of them is certainly in the set.
        coarser: Unknown if one of them is in the set: territories that contain a part of what was asked for.
        asked: The words for people, if they are not ``values``.
    """

    fact: str
    values: frozenset[str]
    coarser: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """See the class."""
        _refuse_empty(self.values)


class Missing(msgspec.Struct, frozen=True, tag=True):
    """The fact is not known (SQL's ``IS NULL``); allowed only unnegated, in completeness measures (DESIGN law 6)."""

    fact: str


class AllOf(msgspec.Struct, frozen=True, tag=True):
    """And."""

    of: tuple[Predicate, ...]


class AnyOf(msgspec.Struct, frozen=True, tag=True):
    """Or."""

    of: tuple[Predicate, ...]


class Not(msgspec.Struct, frozen=True, tag=True):
    """Negation: the unknown stays unknown."""

    of: Predicate


Predicate = Always | Flag | Compare | OneOf | StartsWith | Within | Overlaps | Missing | AllOf | AnyOf | Not

ALWAYS = Always(True)
NEVER = Always(False)


def _refuse_empty(values: frozenset[str] | tuple[str, ...]) -> None:
    if not values:
        raise ValueError("an empty set of values asks nothing, and engines disagree on it")


def all_of(*parts: Predicate) -> Predicate:
    """And, flat and without constants that say nothing.

    >>> all_of(ALWAYS, Flag("a"))
    Flag(fact='a')
    """
    flat = [inner for part in parts for inner in (part.of if isinstance(part, AllOf) else (part,)) if inner != ALWAYS]
    return flat[0] if len(flat) == 1 else AllOf(tuple(flat)) if flat else ALWAYS


def any_of(*parts: Predicate) -> Predicate:
    """Or, flat and without constants that say nothing."""
    flat = [inner for part in parts for inner in (part.of if isinstance(part, AnyOf) else (part,)) if inner != NEVER]
    return flat[0] if len(flat) == 1 else AnyOf(tuple(flat)) if flat else NEVER


def facts_of_term(term: Term) -> Iterator[str]:
    """Names of the facts in a term."""
    match term:
        case FactTerm(fact):
            yield fact
        case Sum(left, right):
            yield from facts_of_term(left)
            yield from facts_of_term(right)
        case Scaled(inner) | Shifted(inner):
            yield from facts_of_term(inner)


def facts_of(predicate: Predicate) -> Iterator[str]:
    """Names of all facts that a predicate asks about, with repetitions.

    >>> sorted(facts_of(AllOf((Flag("a"), Not(OneOf("b", frozenset({"x"})))))))
    ['a', 'b']
    """
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from facts_of(part)
        case Not(part):
            yield from facts_of(part)
        case Compare(left, _, right):
            yield from facts_of_term(left)
            yield from facts_of_term(right)
        case Always():
            return
        case _:
            yield predicate.fact


def rewrite(predicate: Predicate, leaf: Callable[[Predicate], Predicate]) -> Predicate:
    """The same tree with every leaf replaced by ``leaf(it)``."""
    match predicate:
        case AllOf(of):
            return AllOf(tuple(rewrite(part, leaf) for part in of))
        case AnyOf(of):
            return AnyOf(tuple(rewrite(part, leaf) for part in of))
        case Not(part):
            return Not(rewrite(part, leaf))
    return leaf(predicate)
