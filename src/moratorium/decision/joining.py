"""Joining what several holders, or several sources, say of one fact."""

from __future__ import annotations

from collections.abc import Iterable

from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.party import Scalar
from moratorium.terms.truth import some
from moratorium.terms.values import read_value
from moratorium.terms.vocabulary import Fact, Kind, Value


def read_or_none(fact: Fact, raw: Scalar | None) -> Value:
    """A stated value; what cannot be read is not known."""
    if raw is None:
        return None
    try:
        return read_value(fact, raw)
    except ValueError:
        return None


def unfilled_value(fact: Fact, required: bool) -> Value:
    """What a role says that nobody holds: unknown if the activity needs it, else no."""
    if fact.kind in (Kind.SET, Kind.TERRITORY):
        return UNKNOWN if required else NONE
    return False if fact.kind is Kind.FLAG and not required else None


def joined_value(fact: Fact, values: list[Value]) -> Value:
    """One value for several holders: sets by union, yes-or-no by Kleene's OR, others only if they agree."""
    if fact.kind is Kind.FLAG:
        return some(value if isinstance(value, bool) else None for value in values)
    if fact.kind in (Kind.SET, Kind.TERRITORY):
        return union(value if isinstance(value, Members) else UNKNOWN for value in values)
    return values[0] if all(value == values[0] for value in values) else None


def union(sets: Iterable[Members]) -> Members:
    """All sets joined; none at all is certainly empty."""
    joined = NONE
    for members in sets:
        if members is not joined and members is not NONE:
            joined = members if joined is NONE else joined.join(members)
    return joined


def place_of(code: str | None) -> Members:
    """The place of a code of our own; unknown if nobody wrote one."""
    return Members.of(code) if code else UNKNOWN
