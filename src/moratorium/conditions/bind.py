"""Binding a predicate to a day: territories as written become the codes that lie within them on that day."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from moratorium.conditions.predicate import Overlaps, Predicate, Within, rewrite


class Extent(msgspec.Struct, frozen=True):
    """What lies within some territories on a day.

    Attributes:
        inside: Codes that lie wholly within.
        overlaps: Codes that do not, but contain a part: a place known no finer than such a code is unknown.
    """

    inside: frozenset[str]
    overlaps: frozenset[str]


def bind(predicate: Predicate, extent: Callable[[tuple[str, ...]], Extent]) -> Predicate:
    """The predicate with every ``Within`` replaced by the codes of one day.

    Args:
        predicate: As written.
        extent: What lies within the given territories on the day meant.

    >>> eu = Extent(frozenset({"EU", "NL"}), frozenset())
    >>> bind(Within("buyer.territory", ("EU",)), lambda codes: eu).asked
    ('EU',)
    """

    def leaf(part: Predicate) -> Predicate:
        if not isinstance(part, Within):
            return part
        found = extent(part.territories)
        return Overlaps(part.fact, found.inside, found.overlaps, part.territories)

    return rewrite(predicate, leaf)
