"""Condition text: a small subset of SQL, read into our own tree and typed against the fact vocabulary.

``AND OR NOT``, ``= <> < <= > >=``, ``IN``, ``BETWEEN``, unnegated ``IS NULL``, prefix ``LIKE``, ``+ -``,
multiplication by a constant, a day plus an interval. sqlglot reads the text; only what stands in this file's tables
passes. ``any_role.incorporated_on`` asks whether some role of the order has the property; of sets,
``any_role.territory`` is a fact of its own, the union over the roles, which says the same in one leaf.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import sqlglot
from sqlglot import exp

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
    Operator,
    Overlaps,
    Predicate,
    Scaled,
    Shifted,
    StartsWith,
    Sum,
    Term,
    Within,
    all_of,
    any_of,
)
from moratorium.errors import Fault, InputError
from moratorium.terms.document import nearest
from moratorium.terms.party import ROLES
from moratorium.terms.vocabulary import ANY_ROLE, VOCABULARY, Fact, Kind, split_role

MAX_CHARACTERS = 4_000

_RELATIONS: dict[type[exp.Expression], Operator] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}
_FLIPPED: dict[Operator, Operator] = {"=": "=", "<>": "<>", "<": ">", "<=": ">=", ">": "<", ">=": "<="}


class _RefusedError(Exception):
    """A part of the text that the language does not have."""


def parse_condition(text: str, at: str = "condition", allow_missing: bool = False) -> Predicate:
    """Read condition text.

    Args:
        text: At most 4,000 characters.
        at: Place for messages.
        allow_missing: Whether ``IS NULL`` is accepted (completeness measures only).

    Raises:
        InputError: not in the language, an unknown fact (the nearest are offered), or types that do not fit.

    >>> parse_condition("product.hs6 LIKE '88%' AND NOT product.thermal_camera")
    AllOf(of=(StartsWith(fact='product.hs6', prefixes=('88',)), Not(of=Flag(fact='product.thermal_camera'))))
    """
    if len(text) > MAX_CHARACTERS:
        raise InputError(f"the condition has {len(text):,} characters", at, f"keep it under {MAX_CHARACTERS:,}")
    try:
        statements = sqlglot.parse(text)
    except sqlglot.errors.SqlglotError as error:
        raise InputError(f"not readable as a condition: {_first(error)}", at, _HELP) from error
    except RecursionError as error:
        raise InputError("the condition is nested too deeply", at, "split it") from error
    expression = statements[0] if len(statements) == 1 else None
    if not isinstance(expression, exp.Expression):
        raise InputError("a condition is one expression", at, _HELP)
    try:
        return _predicate(expression, allow_missing)
    except (_RefusedError, ValueError) as error:
        message, _, help_ = str(error).partition("\n")
        raise InputError.of([Fault(message, at, help_ or _HELP)]) from error


_HELP = "a condition is made of AND OR NOT, = <> < <= > >=, IN, BETWEEN, LIKE 'prefix%', + - and day intervals"


def _first(error: sqlglot.errors.SqlglotError) -> str:
    details = getattr(error, "errors", None)
    if details:
        return f"{details[0]['description']} near character {details[0]['col']}"
    return str(error).partition("\n")[0]


def _predicate(node: exp.Expression, allow_missing: bool) -> Predicate:
    match node:
        case exp.Paren():
            return _predicate(node.this, allow_missing)
        case exp.And():
            return all_of(_predicate(node.this, allow_missing), _predicate(node.expression, allow_missing))
        case exp.Or():
            return any_of(_predicate(node.this, allow_missing), _predicate(node.expression, allow_missing))
        case exp.Not():
            return _negation(_predicate(node.this, allow_missing=False))
        case exp.Boolean():
            return Always(bool(node.this))
        case exp.Column():
            return _each_role(node, _flag)
        case exp.In():
            return _membership(node)
        case exp.Between():
            low, high = (exp.GTE(this=node.this, expression=node.args["low"]), node.args["high"])
            return all_of(_comparison(low), _comparison(exp.LTE(this=node.this, expression=high)))
        case exp.Like():
            return _prefix(node)
        case exp.Is():
            return _is(node, allow_missing)
    if type(node) in _RELATIONS:
        return _comparison(node)
    raise _RefusedError(f"`{node.sql()}` is not part of the language")


def _negation(part: Predicate) -> Predicate:
    return part.of if isinstance(part, Not) else Not(part)


def _is(node: exp.Is, allow_missing: bool) -> Predicate:
    if isinstance(node.expression, exp.Boolean) and isinstance(node.this, exp.Column):
        flag = _each_role(node.this, _flag)
        return flag if node.expression.this else Not(flag)
    if not isinstance(node.expression, exp.Null) or not isinstance(node.this, exp.Column):
        raise _RefusedError(f"`{node.sql()}` is not part of the language")
    if not allow_missing:
        help_ = "say what should hold if it is known; what is unknown holds by itself"
        raise _RefusedError(f"IS NULL is only for completeness measures, and never under NOT\n{help_}")
    return _each_role(node.this, lambda fact: Missing(fact.name))


def _each_role(column: exp.Column, make: Callable[[Fact], Predicate]) -> Predicate:
    """``make`` applied to the named fact, or joined by OR over the roles for ``any_role``.

    Numbers, days and texts of a role are asked only of a role that is filled: an optional role that nobody holds
    answers no, as its flags and sets do (DESIGN section 1, ``Facts``); a required one that nobody filled is unknown.
    """
    return any_of(*(_guarded(fact, make(fact)) for fact in _named(column)))


def _guarded(fact: Fact, asked: Predicate) -> Predicate:
    role, _ = split_role(fact.name)
    if role is None or fact.kind not in (Kind.NUMBER, Kind.DAY, Kind.TEXT):
        return asked
    return all_of(Flag(f"{role}.filled"), asked)


def _named(column: exp.Column) -> list[Fact]:
    name = ".".join(part.name for part in column.parts)
    head, _, attribute = name.partition(".")
    if head == ANY_ROLE and name not in VOCABULARY:
        found = [VOCABULARY[f"{role}.{attribute}"] for role in ROLES if f"{role}.{attribute}" in VOCABULARY]
        if found:
            return found
    if name not in VOCABULARY:
        help_ = nearest(name, VOCABULARY) or "docs/vocabulary.md lists the facts"
        raise _RefusedError(f"unknown fact `{name}`\n{help_}")
    return [VOCABULARY[name]]


def _flag(fact: Fact) -> Predicate:
    if fact.kind is not Kind.FLAG:
        raise _RefusedError(f"`{fact.name}` is a {fact.kind.value}, so it needs a comparison")
    return Flag(fact.name)


def _membership(node: exp.In) -> Predicate:
    if not isinstance(node.this, exp.Column) or node.args.get("query") or not node.expressions:
        raise _RefusedError(f"`{node.sql()}` needs a fact and a list of texts")
    values = tuple(_text(value) for value in node.expressions)
    return _each_role(node.this, lambda fact: among(fact, values))


def among(fact: Fact, values: tuple[str, ...]) -> Predicate:
    """The leaf that asks whether a text or set fact is, or holds, one of the values.

    Raises:
        ValueError: the fact is no text and no set, or a value is not of its closed list: such a condition would never
            be true.
    """
    for value in values if fact.words else ():
        if value not in fact.words:
            close = nearest(value, fact.words) or f"one of {', '.join(fact.words)}"
            raise ValueError(f"`{value}` is no `{fact.name}`\n{close}")
    if fact.kind is Kind.TERRITORY:
        return Within(fact.name, values)
    if fact.kind is Kind.SET:
        return Overlaps(fact.name, frozenset(values))
    if fact.kind is Kind.TEXT:
        return OneOf(fact.name, frozenset(values))
    raise ValueError(f"`{fact.name}` is a {fact.kind.value} and cannot be compared with text")


def _text(node: exp.Expression) -> str:
    if isinstance(node, exp.Literal) and node.is_string:
        return str(node.this)
    raise _RefusedError(f"`{node.sql()}` must be a text in quotes")


def _prefix(node: exp.Like) -> Predicate:
    pattern = _text(node.expression)
    prefix = pattern[:-1]
    if not isinstance(node.this, exp.Column) or not pattern.endswith("%") or not prefix or set(prefix) & set("%_\\"):
        raise _RefusedError(f"`{node.sql()}`: only LIKE 'prefix%' is part of the language")

    def make(fact: Fact) -> Predicate:
        if fact.kind is not Kind.TEXT:
            raise _RefusedError(f"`{fact.name}` is a {fact.kind.value} and has no prefix")
        return StartsWith(fact.name, (prefix,))

    return _each_role(node.this, make)


def _comparison(node: exp.Expression) -> Predicate:
    left, relation, right = node.this, _RELATIONS[type(node)], node.expression
    if not isinstance(left, exp.Column) and isinstance(right, exp.Column):
        left, relation, right = right, _FLIPPED[relation], left
    if isinstance(left, exp.Column):
        return _each_role(left, lambda fact: _compare_fact(fact, relation, right))
    return _compare_terms(left, relation, right)


def _compare_fact(fact: Fact, relation: Operator, right: exp.Expression) -> Predicate:
    if fact.kind in (Kind.NUMBER, Kind.DAY):
        return _compare_terms(FactTerm(fact.name), relation, right)
    if relation not in ("=", "<>"):
        raise _RefusedError(f"`{fact.name}` is a {fact.kind.value} and has no order")
    if fact.kind is Kind.FLAG:
        if not isinstance(right, exp.Boolean):
            raise _RefusedError(f"`{fact.name}` is yes or no; compare it with true or false")
        return Flag(fact.name) if bool(right.this) == (relation == "=") else Not(Flag(fact.name))
    equal = among(fact, (_text(right),))
    return equal if relation == "=" else Not(equal)


def _compare_terms(left: Term | exp.Expression, relation: Operator, right: exp.Expression) -> Predicate:
    a = _term(left) if isinstance(left, exp.Expression) else left
    b = _term(right)
    if _kind(a) is not _kind(b):
        raise _RefusedError(f"a {_kind(a).value} cannot be compared with a {_kind(b).value}")
    return Compare(a, relation, b)


def _kind(term: Term) -> Kind:
    match term:
        case FactTerm(fact):
            return VOCABULARY[fact].kind
        case Day() | Shifted():
            return Kind.DAY
    return Kind.NUMBER


def _term(node: exp.Expression) -> Term:
    match node:
        case exp.Paren():
            return _term(node.this)
        case exp.Column():
            return _fact_term(node)
        case exp.Literal() if not node.is_string:
            return Number(Decimal(str(node.this)))
        case exp.Neg():
            return _scaled(_term(node.this), Decimal(-1))
        case exp.Cast() if node.to.is_type("date") and isinstance(node.this, exp.Literal):
            return Day(date.fromisoformat(str(node.this.this)))
        case exp.Add() | exp.Sub():
            sign = 1 if isinstance(node, exp.Add) else -1
            if isinstance(node.expression, exp.Interval):
                return _shifted(_term(node.this), node.expression, sign)
            return Sum(_number(node.this), _scaled(_number(node.expression), Decimal(sign)))
        case exp.Mul():
            return _product(_number(node.this), _number(node.expression))
    raise _RefusedError(f"`{node.sql()}` is not a number or a day of the language")


def _fact_term(node: exp.Column) -> Term:
    facts = _named(node)
    if len(facts) != 1 or facts[0].kind not in (Kind.NUMBER, Kind.DAY):
        raise _RefusedError(f"`{node.sql()}` is not one number or one day")
    return FactTerm(facts[0].name)


def _number(node: exp.Expression) -> Term:
    term = _term(node)
    if _kind(term) is not Kind.NUMBER:
        raise _RefusedError(f"`{node.sql()}` is a day; only intervals are added to days")
    return term


def _scaled(term: Term, factor: Decimal) -> Term:
    if factor == 1:
        return term
    return Number(term.value * factor) if isinstance(term, Number) else Scaled(term, factor)


def _product(left: Term, right: Term) -> Term:
    if isinstance(right, Number):
        return _scaled(left, right.value)
    if isinstance(left, Number):
        return _scaled(right, left.value)
    raise _RefusedError("only multiplication by a constant is part of the language")


def _shifted(term: Term, interval: exp.Interval, sign: int) -> Term:
    unit = str(interval.args.get("unit") or "").upper().rstrip("S")
    try:
        count = sign * int(str(interval.this.this))
    except (AttributeError, ValueError) as error:
        raise _RefusedError(f"`{interval.sql()}`: write INTERVAL '30' DAY") from error
    if _kind(term) is not Kind.DAY or unit not in ("DAY", "MONTH", "YEAR") or abs(count) > 10_000:
        raise _RefusedError(f"`{interval.sql()}`: a day plus or minus days, months or years")
    return Shifted(term, days=count) if unit == "DAY" else Shifted(term, months=count * (12 if unit == "YEAR" else 1))


def uses_missing(predicate: Predicate) -> bool:
    """Whether ``IS NULL`` stands anywhere in the tree."""
    match predicate:
        case AllOf(of) | AnyOf(of):
            return any(uses_missing(part) for part in of)
        case Not(part):
            return uses_missing(part)
    return isinstance(predicate, Missing)
