"""Why a predicate is true, false or unknown of a row: the deciding branches, in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import msgspec
from msgspec import structs

from moratorium.conditions.evaluate import Row, holds
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
    facts_of,
)
from moratorium.terms.members import Members
from moratorium.terms.party import ROLES
from moratorium.terms.truth import Truth, every, negate, some
from moratorium.terms.vocabulary import ANY_ROLE, Value


class Reason(msgspec.Struct, frozen=True, omit_defaults=True):
    """One node of an explanation.

    Attributes:
        words: What was asked, in plain words.
        truth: The answer for this row.
        found: For a leaf, the facts' values as the row holds them.
        of: The branches that decided; branches that changed nothing are left out.
    """

    words: str
    truth: Truth
    found: str = ""
    of: tuple[Reason, ...] = ()


def explain(predicate: Predicate, row: Row) -> Reason:
    """The deciding branches of a predicate for a row.

    >>> explain(AllOf((Flag("product.thermal_camera"), Flag("product.sar_payload"))), {"product.sar_payload": False}).of
    (Reason(words='product sar payload', truth=False, found='no', of=()),)
    """
    match predicate:
        case AllOf(of) | AnyOf(of):
            branches = tuple(explain(part, row) for part in of)
            joined = every if isinstance(predicate, AllOf) else some
            truth = joined(branch.truth for branch in branches)
            deciding = tuple(branch for branch in branches if branch.truth is truth)
            word = "all of" if isinstance(predicate, AllOf) else "any of"
            return deciding[0] if len(deciding) == 1 == len(of) else Reason(word, truth, of=deciding)
        case Not(part):
            inner = explain(part, row)
            return Reason("not", negate(inner.truth), of=(inner,))
    truth = holds(predicate, row)
    if isinstance(predicate, Overlaps | Missing) and (roles := _by_role(predicate, row, truth)):
        return Reason(words(predicate), truth, of=tuple(explain(part, row) for part in roles))
    found = "; ".join(show(row.get(fact)) for fact in dict.fromkeys(facts_of(predicate)))
    return Reason(words(predicate), truth, found)


def missing(predicate: Predicate, row: Row) -> Iterator[str]:
    """Names of the facts that leave the predicate unknown, with repetitions; none if it is known.

    >>> list(missing(AllOf((Flag("a"), Flag("b"))), {"a": True}))
    ['b']
    """
    yield from _gaps(predicate, row)[1]


def _gaps(predicate: Predicate, row: Row) -> tuple[Truth, list[str]]:
    """The answer and, if it is not known, the facts that leave it so; each part is asked once."""
    match predicate:
        case AllOf(of) | AnyOf(of):
            decisive = isinstance(predicate, AnyOf)
            gaps: list[str] = []
            known = True
            for part in of:
                truth, more = _gaps(part, row)
                if truth is decisive:
                    return truth, []
                known = known and truth is not None
                gaps += more
            return (not decisive if known else None), gaps
        case Not(part):
            truth, gaps = _gaps(part, row)
            return negate(truth), gaps
    truth = holds(predicate, row)
    return truth, list(_unknown_leaf(predicate, row)) if truth is None else []


def _unknown_leaf(leaf: Predicate, row: Row) -> Iterator[str]:
    match leaf:
        case Overlaps() if roles := _by_role(leaf, row, None):
            yield from (part.fact for part in roles)
        case Compare():
            yield from (fact for fact in facts_of(leaf) if row.get(fact) is None)
        case _:
            yield from facts_of(leaf)


def deciding(predicate: Predicate, row: Row) -> Iterator[str]:
    """Names of the facts in the branches that make the predicate what it is, with repetitions.

    >>> list(deciding(AnyOf((Flag("a"), Flag("b"))), {"a": False, "b": True}))
    ['b']
    """
    truth = holds(predicate, row)
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                if holds(part, row) is truth:
                    yield from deciding(part, row)
        case Not(part):
            yield from deciding(part, row)
        case _:
            yield from facts_of(predicate)


def absent(predicate: Predicate, row: Row) -> Iterator[str]:
    """Names of the facts that ``IS NULL`` finds missing where the predicate is true, with repetitions.

    >>> list(absent(AllOf((Flag("a"), Missing("b"))), {"a": True}))
    ['b']
    """
    if holds(predicate, row) is not True:
        return
    match predicate:
        case AllOf(of) | AnyOf(of):
            for part in of:
                yield from absent(part, row)
        case Missing(fact):
            roles = _by_role(predicate, row, True)
            yield from (part.fact for part in roles) if roles else (fact,)


def _by_role(leaf: Overlaps | Missing, row: Row, truth: Truth) -> list[Overlaps | Missing]:
    """For a fact that joins all roles: the same question to each role, where the answer is the same."""
    head, _, attribute = leaf.fact.partition(".")
    if head != ANY_ROLE:
        return []
    parts = [structs.replace(leaf, fact=f"{role}.{attribute}") for role in ROLES if f"{role}.{attribute}" in row]
    return [part for part in parts if holds(part, row) is truth]


def show(value: Value) -> str:
    """A value for people.

    >>> show(Members.of("RU", possible=["UA-43"])), show(None), show(True)
    ('RU, perhaps UA-43', 'not known', 'yes')
    """
    match value:
        case None:
            return "not known"
        case bool():
            return "yes" if value else "no"
        case Members(known, possible, is_open):
            perhaps = f"perhaps {', '.join(sorted(possible))}" if possible else ""
            more = "something unknown" if is_open else ""
            return ", ".join(part for part in (*sorted(known), perhaps, more) if part) or "none"
        case Decimal():
            return f"{value:f}"
        case date() | str():
            return str(value) or "none"


def words(predicate: Predicate) -> str:
    """A predicate in plain words, on one line.

    >>> words(Not(OneOf("product.kind", frozenset({"documentation"}))))
    'not product kind is documentation'
    """
    match predicate:
        case Always(value):
            return "always" if value else "never"
        case Flag(fact):
            return spoken(fact)
        case Compare(left, relation, right):
            return f"{_term_words(left)} {relation} {_term_words(right)}"
        case OneOf(fact, values):
            return f"{spoken(fact)} is {_one_of(sorted(values))}"
        case StartsWith(fact, prefixes):
            return f"{spoken(fact)} begins with {_one_of(list(prefixes))}"
        case Within(fact, territories):
            return f"{spoken(fact)} within {_one_of(list(territories))}"
        case Overlaps(fact, values, _, asked):
            return f"{spoken(fact)} {'within' if asked else 'holds'} {_one_of(list(asked) or sorted(values))}"
        case Missing(fact):
            return f"{spoken(fact)} is not known"
        case AllOf(of):
            return "(" + " and ".join(words(part) for part in of) + ")"
        case AnyOf(of):
            return "(" + " or ".join(words(part) for part in of) + ")"
        case Not(part):
            return f"not {words(part)}"


def spoken(fact: str) -> str:
    """A fact's name as people say it.

    >>> spoken("end_user.incorporated_on")
    'end user incorporated on'
    """
    return fact.replace("_", " ").replace(".", " ")


def _one_of(values: list[str]) -> str:
    return values[0] if len(values) == 1 else f"one of {', '.join(values)}"


def _term_words(term: Term) -> str:
    match term:
        case FactTerm(fact):
            return spoken(fact)
        case Number(number):
            return f"{number:f}"
        case Day(day):
            return str(day)
        case Sum(left, right):
            return f"{_term_words(left)} + {_term_words(right)}"
        case Scaled(inner, factor):
            return f"{factor:f} × {_term_words(inner)}"
        case Shifted(inner, months, days):
            moved = [
                f"{'plus' if n > 0 else 'minus'} {abs(n)} {unit}"
                for n, unit in ((months, "months"), (days, "days"))
                if n
            ]
            return " ".join([_term_words(inner), *moved])
