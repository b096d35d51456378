"""A set of which not everything may be known.

Activities of an order, territories of a place, lists that a party is on, control entries that a product meets: each
is a set in which some members are certain, some possible, and sometimes anything may be missing.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from moratorium.terms.truth import Truth


class Members(msgspec.Struct, frozen=True, order=True):
    """Members that are certain, members that are possible, and whether more may be missing.

    Attributes:
        known: Certainly in the set.
        possible: Perhaps in the set; disjoint from ``known``.
        open: True if anything else may be in it too (something was not resolved, or never asked).
    """

    known: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    open: bool = False

    def __post_init__(self) -> None:
        """What is certain is not also merely possible."""
        if not self.known.isdisjoint(self.possible):
            msgspec.structs.force_setattr(self, "possible", self.possible - self.known)

    @classmethod
    def of(cls, *known: str, possible: Iterable[str] = (), open: bool = False) -> Members:
        """Shorthand.

        >>> Members.of("RU").overlaps(frozenset({"RU", "BY"}))
        True
        """
        return cls(frozenset(known), frozenset(possible), open)

    def __hash__(self) -> int:
        """Equal sets hash alike."""
        return hash((self.known, self.possible, self.open))

    def overlaps(self, asked: frozenset[str]) -> Truth:
        """Whether one of ``asked`` is in the set.

        >>> Members.of("sale", possible=["export"]).overlaps(frozenset({"export"})) is None
        True
        >>> Members.of("sale").overlaps(frozenset({"export"}))
        False
        """
        if not self.known.isdisjoint(asked):
            return True
        if self.open or not self.possible.isdisjoint(asked):
            return None
        return False

    def join(self, other: Members) -> Members:
        """Union: several holders of a role, or what is stated and what is derived."""
        known = self.known | other.known
        return Members(known, (self.possible | other.possible) - known, self.open or other.open)


NONE = Members()
"""Certainly empty: a role that an activity may lack and nobody filled."""

UNKNOWN = Members(open=True)
"""Nothing is known: a required role that nobody filled, or a place that did not resolve."""
