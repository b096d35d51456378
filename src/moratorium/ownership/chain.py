"""How a company comes to be owned by listed parties: the chain as a value, and in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.terms.truth import Truth

MOST_SHOWN = 12
"""Owners named in one sentence; a longer chain tells how many more there are."""

MOST_LAYERS = 25
"""Layers of owners shown; a chain that goes on is told to."""

MOST_FOLLOWED = 200
"""Owners followed upwards in one chain; beyond them it is not told who owns whom."""

_MOST_CHARACTERS = 2_000

Named = Callable[[str], str]
"""A party's id as people know it."""

Entries = Callable[[str, str], str]
"""The entries of a list that a party is, or may be, such as ``OFAC-SDN#36``."""


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """One owner whose share counts.

    Attributes:
        owner: Who.
        share: In per cent; None if not known.
        listed: Whether it is on the list itself; False if it counts only through its own owners.
        of: Its own owners that count; empty if it is listed itself, was shown before, or lies too far up.
        since: First day of the share.
        until: First day without it.
        source: Where it was read.
    """

    owner: str
    share: Decimal | None
    listed: Truth
    of: tuple[Part, ...] = ()
    since: date | None = None
    until: date | None = None
    source: str = ""


class Chain(msgspec.Struct, frozen=True):
    """Why a party counts, or may count, as owned by parties of a list.

    Attributes:
        party: The party that is owned.
        list: Id of the list.
        certain: False if a share is not known, or an owner may or may not be the listed party.
        parts: Its owners that count, the largest share first, unknown ones last.
    """

    party: str
    list: str
    certain: bool
    parts: tuple[Part, ...]

    @property
    def known_share(self) -> Decimal:
        """What the owners that count are known to hold together, in per cent."""
        return sum((one.share for one in self.parts if one.share is not None), Decimal(0))


def words(chain: Chain, named: Named, entries: Entries) -> str:
    """A chain in words.

    >>> y = Part("Y", Decimal(25), False, (Part("Z", Decimal(60), True),))
    >>> chain = Chain("P", "OFAC-SDN", True, (Part("X", Decimal(30), True), y))
    >>> words(chain, str, lambda party, _: {"X": "OFAC-SDN#1", "Z": "OFAC-SDN#2"}[party])
    'X 30 % (OFAC-SDN#1) + Y 25 % via Z 60 % (OFAC-SDN#2) = 55 % of P'
    """
    total = f"{chain.known_share:f} %" + (" and what is not known" if _lacks(chain.parts) else "")
    owned = f"= {total} of {named(chain.party)}" if len(chain.parts) > 1 else f"of {named(chain.party)}"
    told = _sum(chain.parts, chain.list, named, entries)
    return f"{told if len(told) <= _MOST_CHARACTERS else f'{told[:_MOST_CHARACTERS]}…'} {owned}"


def _lacks(parts: tuple[Part, ...]) -> bool:
    return any(one.share is None for one in parts)


def _sum(parts: tuple[Part, ...], list_id: str, named: Named, entries: Entries) -> str:
    told = [_part(one, list_id, named, entries) for one in parts[:MOST_SHOWN]]
    more = len(parts) - len(told)
    return " + ".join([*told, *([f"{more} more"] if more else [])])


def _part(part: Part, list_id: str, named: Named, entries: Entries) -> str:
    share = f"{part.share:f} %" if part.share is not None else "a share that is not known"
    told = f"{named(part.owner)} {share}" if part.share is not None else f"{named(part.owner)} with {share}"
    if part.listed is not False:
        told += f" ({'perhaps ' if part.listed is None else ''}{entries(part.owner, list_id)})"
    if part.listed is False and not part.of:
        return f"{told} through its own owners"
    if part.of:
        inner = _sum(part.of, list_id, named, entries)
        told += f" via {inner}" if len(part.of) == 1 else f" via [{inner}]"
    return told
