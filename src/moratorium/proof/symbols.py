"""Facts as the solver sees them: each with whether it is known, and what it is.

A set is, for each class of codes, whether one is certainly in it and whether one is possibly in it, and whether
anything else may be. Numbers are exact; days are their numbers in the calendar.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

import z3

from moratorium.conditions.predicate import (
    AllOf,
    AnyOf,
    Not,
    OneOf,
    Overlaps,
    Predicate,
    StartsWith,
)
from moratorium.proof.calendar import FIRST, LAST
from moratorium.proof.classes import CodeClasses, TextAsked, TextClasses, asked_of
from moratorium.proof.kleene import Bool, conj, disj, neg, same
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value


class FlagSymbol(NamedTuple):
    """A yes-or-no fact."""

    known: Bool
    value: Bool


class NumberSymbol(NamedTuple):
    """A number, exact."""

    known: Bool
    value: Any


class DaySymbol(NamedTuple):
    """A day, by its number."""

    known: Bool
    value: Any


class TextSymbol(NamedTuple):
    """A text, by its class."""

    known: Bool
    value: Any
    classes: TextClasses

    def is_among(self, classes: Iterable[int]) -> Bool:
        """Whether the text, known or not, is of one of the classes."""
        return disj(self.value == one for one in classes)


class SetSymbol(NamedTuple):
    """A set: by class of codes what is certain and what is possible, and whether anything else may be in it."""

    known: Mapping[str, Bool]
    possible: Mapping[str, Bool]
    open: Bool
    classes: CodeClasses
    given: Bool = True


Symbol = FlagSymbol | NumberSymbol | DaySymbol | TextSymbol | SetSymbol


class Asked(NamedTuple):
    """What some conditions ask, gathered.

    Attributes:
        facts: Names of the facts.
        texts: By text fact, the questions.
        sets: By kind of set (see ``family``), the sets of codes asked for.
    """

    facts: frozenset[str]
    texts: Mapping[str, tuple[TextAsked, ...]]
    sets: Mapping[str, tuple[frozenset[str], ...]]


def asked(predicates: Iterable[Predicate], facts: Iterable[str]) -> Asked:
    """What bound conditions ask.

    Args:
        predicates: Bound to a day.
        facts: Names of all facts in them.
    """
    texts: dict[str, dict[object, TextAsked]] = {}
    sets: dict[str, dict[frozenset[str], None]] = {}
    for leaf in (leaf for predicate in predicates for leaf in leaves(predicate)):
        match leaf:
            case OneOf(fact) | StartsWith(fact):
                one = asked_of(leaf)
                texts.setdefault(fact, {})[one.key] = one
            case Overlaps(fact, values, coarser):
                found = sets.setdefault(family(fact), {})
                found[values] = None
                if coarser:
                    found[coarser] = None
    return Asked(
        frozenset(facts),
        {fact: tuple(found.values()) for fact, found in texts.items()},
        {kind: tuple(found) for kind, found in sets.items()},
    )


def leaves(predicate: Predicate) -> Iterator[Predicate]:
    """The questions of a condition."""
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield predicate


def family(fact: str) -> str:
    """Sets whose codes are of one kind share their classes: the territories of all roles, the lists of all parties."""
    head, dot, attribute = fact.rpartition(".")
    return attribute if (dot and head not in ("product", "reference", "actor")) or fact == "actor.territory" else fact


def symbol(fact: str, texts: TextClasses | None = None, codes: CodeClasses | None = None) -> tuple[Symbol, Bool]:
    """A fact of which nothing is settled, with what its parts must obey.

    Args:
        fact: Its name.
        texts: The classes of a text.
        codes: The classes of a set.
    """
    known = z3.Bool(f"{fact}?")
    match VOCABULARY[fact].kind:
        case Kind.FLAG:
            return FlagSymbol(known, z3.Bool(fact)), True
        case Kind.NUMBER:
            return NumberSymbol(known, z3.Real(fact)), True
        case Kind.DAY:
            number = z3.Int(fact)
            return DaySymbol(known, number), z3.And(number >= FIRST, number <= LAST)
        case Kind.TEXT:
            if texts is None:
                raise ValueError(f"`{fact}` is a text and needs its classes")
            count = len(texts.answers)
            word = z3.BitVec(fact, max(count - 1, 1).bit_length())
            return TextSymbol(known, word, texts), z3.ULT(word, count) if count & (count - 1) or count == 1 else True
        case Kind.SET | Kind.TERRITORY:
            if codes is None:
                raise ValueError(f"`{fact}` is a set and needs its classes")
            certain = {code: z3.Bool(f"{fact}={code}") for code in codes.codes}
            perhaps = {code: z3.Bool(f"{fact}~{code}") for code in codes.codes}
            return SetSymbol(certain, perhaps, z3.Bool(f"{fact}*"), codes, known), True


def as_set(found: Symbol | None) -> SetSymbol:
    """A fact that the vocabulary says is a set."""
    if isinstance(found, SetSymbol):
        return found
    raise TypeError("the fact is no set")


def as_text(found: Symbol | None) -> TextSymbol:
    """A fact that the vocabulary says is a text."""
    if isinstance(found, TextSymbol):
        return found
    raise TypeError("the fact is no text")


def exact(number: Decimal | Fraction | int) -> Any:
    """A number as the solver writes it."""
    fraction = Fraction(number)
    return z3.Q(fraction.numerator, fraction.denominator)


def is_value(found: Symbol, value: Value) -> Bool:
    """The condition that a fact has just this value. A code or text that no class stands for makes it impossible."""
    match found:
        case FlagSymbol(known, flag):
            return conj((known, same(flag, value))) if isinstance(value, bool) else neg(known)
        case NumberSymbol(known, number):
            return conj((known, number == exact(value))) if isinstance(value, Decimal) else neg(known)
        case DaySymbol(known, day):
            return conj((known, day == value.toordinal())) if isinstance(value, date) else neg(known)
        case TextSymbol(known, word, classes):
            if not isinstance(value, str):
                return neg(known)
            at = classes.of(value)
            return False if at is None else conj((known, word == at))
        case SetSymbol(certain, perhaps, open_, classes, given):
            if not isinstance(value, Members):
                return neg(given)
            known = {classes.of.get(code) for code in value.known}
            possible = {classes.of.get(code) for code in value.possible} - known
            parts = [given, same(open_, value.open)]
            parts += [same(certain[code], code in known) for code in classes.codes]
            parts += [same(perhaps[code], code in possible) for code in classes.codes if code not in known]
            return conj(parts)
