"""Companies that hang together: the same owner, director, address or telephone number.

A dealer whose owner also owns a listed company is no listed party, and no share makes it one; it is a reason to ask.
Addresses and numbers that very many share (a mass address, a call centre) tie nobody together.

Source: red flags R14 and R15 of the project's facts; the shares below which an owner ties nobody (10 and 25 per cent),
and the bound of 50 parties at one address, are policy defaults and come from no law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from moratorium.ownership.holdings import holds_on

Kind = Literal["self", "owner", "director", "address", "phone"]

MOST_SHARING = 50
"""Parties at one address or telephone number; where more share it, it ties nobody together."""

TELLING_SHARE = Decimal(10)
"""Per cent below which a known share ties nobody together."""

_FAMILY = {"self": "person", "owner": "person", "director": "person", "address": "address", "phone": "phone"}

_WORDS: dict[tuple[Kind, Kind], str] = {
    ("owner", "owner"): "the same owner, {key}, as {other}",
    ("director", "director"): "the same director, {key}, as {other}",
    ("owner", "director"): "an owner, {key}, who directs {other}",
    ("director", "owner"): "a director, {key}, who owns {other}",
    ("owner", "self"): "{other} as an owner",
    ("director", "self"): "{other} as a director",
    ("self", "owner"): "a share in {other}",
    ("self", "director"): "a seat in the direction of {other}",
    ("address", "address"): "the same address as {other}",
    ("phone", "phone"): "the same telephone number as {other}",
}


class Trait(NamedTuple):
    """Something by which a party can hang together with another.

    Attributes:
        kind: ``self`` for the party's own id, under which it owns or directs others.
        key: Id of the owner, director or party itself; else the address or number in a form that can be compared.
        share: Of an owner, in per cent; None if not known or no owner.
        since: First day.
        until: First day without it.
    """

    kind: Kind
    key: str
    share: Decimal | None = None
    since: date | None = None
    until: date | None = None


class Link(NamedTuple):
    """One thing that two parties have in common.

    Attributes:
        other: The other party.
        kind: What it is of the party asked about.
        other_kind: What it is of the other.
        key: The owner, director, address or number.
    """

    other: str
    kind: Kind
    other_kind: Kind
    key: str

    def words(self, key: str, other: str) -> str:
        """What the party asked about has, with names for people.

        >>> Link("C-9", "owner", "owner", "P-1").words("Ann Example", "Sky (C-9)")
        'the same owner, Ann Example, as Sky (C-9)'
        """
        return _WORDS[self.kind, self.other_kind].format(key=key, other=other)


class Links:
    """Who has what in common, among the parties of a register.

    Args:
        traits: By party.
    """

    def __init__(self, traits: Mapping[str, Iterable[Trait]]) -> None:
        self._traits = {party: tuple(dict.fromkeys(of_party)) for party, of_party in traits.items()}
        self._holders: dict[tuple[str, str], list[tuple[str, Trait]]] = {}
        for party, of_party in self._traits.items():
            for trait in of_party:
                self._holders.setdefault((_FAMILY[trait.kind], trait.key), []).append((party, trait))

    def of(
        self, party: str, day: date | None, least: Decimal = TELLING_SHARE, more: Iterable[Trait] = ()
    ) -> Iterator[Link]:
        """What a party has in common with others on a day.

        Args:
            party: Who is asked about; need not be in the register.
            day: Traits that do not hold on it are left out; None takes all.
            least: Per cent; owners known to hold less are left out, on both sides.
            more: Traits of the party beyond those of the register.
        """
        for trait in dict.fromkeys((*self._traits.get(party, ()), *more)):
            if _counts(trait, day, least):
                yield from self._by(party, trait, day, least)

    def _by(self, party: str, trait: Trait, day: date | None, least: Decimal) -> Iterator[Link]:
        family = _FAMILY[trait.kind]
        holders = self._holders.get((family, trait.key), [])
        if family != "person" and len(holders) > MOST_SHARING:
            return
        for other, its in holders:
            if other != party and (trait.kind, its.kind) in _WORDS and _counts(its, day, least):
                yield Link(other, trait.kind, its.kind, trait.key)


def _counts(trait: Trait, day: date | None, least: Decimal) -> bool:
    return holds_on(trait.since, trait.until, day) and (trait.share is None or trait.share >= least)
