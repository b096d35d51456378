"""The 50 per cent rule: companies that listed parties own together count as listed themselves.

As OFAC states it (guidance of 13 August 2014, questions 398 to 402): the shares of all listed owners are added, direct
and indirect ones; a company owned by half or more counts as listed *in full* for the companies that it owns in turn,
so percentages are never multiplied; ownership counts and control does not. BIS took the rule over in 2025. EU and UK
law ask for *more than* half, or control: exactly half is then possible, since we do not know who controls.

Three values, for each list apart. *Known*: known shares of owners who certainly count reach half. *Possible*: they
would reach it if every share that is not known were large enough, and everybody who may be listed were. A share that
is not known is never guessed from what the others leave over: votes and capital differ, and registers err.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

import msgspec

from moratorium.ownership.chain import MOST_LAYERS, Chain, Part
from moratorium.ownership.holdings import Holding, by_owned
from moratorium.terms.members import NONE, Members
from moratorium.terms.truth import Truth

HALF = Decimal(50)
"""Per cent. Source: OFAC, revised guidance on entities owned by persons whose property is blocked (2014-08-13)."""

_MORE_THAN_HALF = frozenset({"EU", "UK"})
"""Publishers whose law asks for more than half, or control. Source: the EU's best practices on Regulation 269/2014; the
UK's regulations under the Sanctions and Anti-Money Laundering Act 2018. Recalled, not read: an officer checks."""

ANY_LIST = "*"
"""Stands for lists of which nothing is known, as of an owner whom nobody could compare."""

_ALL = Decimal(100)
_Key = tuple[str, str]


class Owned(msgspec.Struct, frozen=True):
    """Who is owned by listed parties, list by list. Made by :func:`aggregate`.

    Attributes:
        lists: By party: lists whose parties together own half or more of it. Who is not in it is owned by none.
        listed: By party: lists that it is on itself, as handed in.
        owners: Holdings by the company they are in.
        certain: Parties that certainly count as listed, with the list.
        perhaps: Parties that count or may count as listed, with the list.
    """

    lists: Mapping[str, Members]
    listed: Mapping[str, Members]
    owners: Mapping[str, list[Holding]]
    certain: frozenset[_Key]
    perhaps: frozenset[_Key]

    def of(self, party: str) -> Members:
        """Lists whose parties together own half or more of a party."""
        return self.lists.get(party, NONE)

    def chain(self, party: str, list_id: str) -> Chain | None:
        """How a party comes to be owned, or perhaps owned, by parties of a list; None if it is not."""
        found = self.of(party)
        if list_id not in found.known | found.possible:
            return None
        parts = self._parts(party, list_id, self._counted(party, list_id), {party})
        return Chain(party, list_id, list_id in found.known, parts)

    def behind(self, party: str, list_id: str) -> tuple[tuple[str, ...], bool]:
        """The parties whose shares count and who are, or may be, on the list; and whether a share is not known."""
        counted = self._counted(party, list_id)
        seen, waiting, named, lacks = {party}, [party], dict[str, None](), False
        for owned in waiting:
            for one in self.owners.get(owned, ()):
                if (one.owner, list_id) not in counted:
                    continue
                lacks = lacks or one.share is None
                itself = self._itself(one.owner, list_id)
                if itself is not False:
                    named[one.owner] = None
                if itself is not True and one.owner not in seen:
                    seen.add(one.owner)
                    waiting.append(one.owner)
        return tuple(named), lacks

    def _counted(self, party: str, list_id: str) -> frozenset[_Key]:
        return self.certain if list_id in self.of(party).known else self.perhaps

    def _itself(self, party: str, list_id: str) -> Truth:
        return self.listed.get(party, NONE).overlaps(frozenset({list_id}))

    def _parts(
        self, party: str, list_id: str, counted: frozenset[_Key], seen: set[str], layers: int = MOST_LAYERS
    ) -> tuple[Part, ...]:
        """The owners that count; whoever was shown before is not followed again, so cycles end."""
        owners = [one for one in self.owners.get(party, ()) if (one.owner, list_id) in counted]
        owners.sort(key=lambda one: (one.share is None, -(one.share or 0), one.owner))
        found = []
        for one in owners:
            itself = self._itself(one.owner, list_id)
            follow = itself is not True and one.owner not in seen and layers > 1
            seen.add(one.owner)
            of = self._parts(one.owner, list_id, counted, seen, layers - 1) if follow else ()
            found.append(Part(one.owner, one.share, itself, of, one.since, one.until, one.source))
        return tuple(found)


def aggregate(holdings: Iterable[Holding], listed: Mapping[str, Members]) -> Owned:
    """Which parties are owned by half or more by listed ones, directly, indirectly and together.

    Takes time in proportion to the holdings of those who count, times the lists they are on. Several holdings of one
    owner in one company are added; a company's holding of itself does not count.

    Args:
        holdings: Those that count on the day.
        listed: By party: lists that it is on, or may be on. Who is missing is on none.

    >>> held = [Holding("X", "P", Decimal(25)), Holding("Y", "P", Decimal(25)), Holding("P", "Q", Decimal(50))]
    >>> found = aggregate(held, {"X": Members.of("OFAC-SDN"), "Y": Members.of("OFAC-SDN")})
    >>> sorted(found.lists), found.of("Q").known
    (['P', 'Q'], frozenset({'OFAC-SDN'}))
    >>> aggregate(held, {"X": Members.of("OFAC-SDN")}).lists
    {}
    """
    owners = by_owned(holdings)
    owning = _by_owner(owners)
    surely, certain = _spread(owning, _start(listed, perhaps=False), perhaps=False)
    maybe, perhaps = _spread(owning, _start(listed, perhaps=True), perhaps=True)
    lists: dict[str, Members] = {}
    for party, list_id in maybe:
        lists[party] = lists.get(party, NONE).join(_member(list_id, (party, list_id) in surely))
    return Owned(lists, listed, owners, certain, perhaps)


def _member(list_id: str, is_known: bool) -> Members:
    if list_id == ANY_LIST:
        return Members(open=True)
    return Members.of(list_id) if is_known else Members.of(possible=(list_id,))


def _by_owner(owners: Mapping[str, list[Holding]]) -> dict[str, list[Holding]]:
    found: dict[str, list[Holding]] = {}
    for held in owners.values():
        for one in held:
            found.setdefault(one.owner, []).append(one)
    return found


def _start(listed: Mapping[str, Members], perhaps: bool) -> list[_Key]:
    """Who counts as listed before any ownership is looked at."""
    found = []
    for party, members in listed.items():
        named = members.known | members.possible if perhaps else members.known
        found += [(party, list_id) for list_id in sorted(named)]
        found += [(party, ANY_LIST)] if perhaps and members.open else []
    return found


def _spread(
    owning: Mapping[str, list[Holding]], start: list[_Key], perhaps: bool
) -> tuple[dict[_Key, None], frozenset[_Key]]:
    """The least set that the rule allows: who is owned, and who counts as listed, each with the list.

    Whoever begins to count adds its shares once, so cross-holdings end and nobody lifts itself by its own boots.
    """
    counted = dict.fromkeys(start)
    owned: dict[_Key, None] = {}
    sums: dict[_Key, Decimal] = {}
    waiting = list(counted)
    unknown = _ALL if perhaps else Decimal(0)
    for owner, list_id in waiting:
        for one in owning.get(owner, ()):
            key = (one.owned, list_id)
            total = sums[key] = sums.get(key, Decimal(0)) + (unknown if one.share is None else one.share)
            if key in owned or not _reaches(total, list_id, perhaps):
                continue
            owned[key] = None
            if key not in counted:
                counted[key] = None
                waiting.append(key)
    return owned, frozenset(counted)


def _reaches(total: Decimal, list_id: str, perhaps: bool) -> bool:
    if total == HALF:
        return perhaps or list_id.partition("-")[0] not in _MORE_THAN_HALF
    return total > HALF
