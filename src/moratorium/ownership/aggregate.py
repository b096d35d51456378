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

from moratorium.ownership.chain import MOST_FOLLOWED, MOST_LAYERS, Chain, Part
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
_NONE_HELD = Decimal(0)
_Found = tuple[tuple[str, bool], ...]
_NOBODY: frozenset[str] = frozenset()


class Owned(msgspec.Struct, frozen=True):
    """Who is owned by listed parties, list by list. Made by :func:`aggregate`.

    Attributes:
        lists: By party: lists whose parties together own half or more of it. Who is not in it is owned by none.
        listed: By party: lists that it is on itself, as handed in.
        owners: Holdings by the company they are in.
        certain: By list: parties that certainly count as listed.
        perhaps: By list: parties that count or may count as listed.
    """

    lists: Mapping[str, Members]
    listed: Mapping[str, Members]
    owners: Mapping[str, list[Holding]]
    certain: Mapping[str, frozenset[str]]
    perhaps: Mapping[str, frozenset[str]]

    def of(self, party: str) -> Members:
        """Lists whose parties together own half or more of a party."""
        return self.lists.get(party, NONE)

    def chain(self, party: str, list_id: str) -> Chain | None:
        """How a party comes to be owned, or perhaps owned, by parties of a list; None if it is not."""
        found = self.of(party)
        if list_id not in found.known | found.possible:
            return None
        return Chain(party, list_id, list_id in found.known, _Chains(self, party, list_id).parts(party, MOST_LAYERS))

    def behind(self, party: str, list_id: str) -> tuple[tuple[str, ...], bool]:
        """The parties whose shares count and who are, or may be, on the list; and whether a share is not known."""
        counted = self.counted(party, list_id)
        seen, waiting, named, lacks = {party}, [party], dict[str, None](), False
        for owned in waiting:
            for one in self.owners.get(owned, ()):
                if one.owner not in counted:
                    continue
                lacks = lacks or one.share is None
                itself = self.itself(one.owner, list_id)
                if itself is not False:
                    named[one.owner] = None
                if itself is not True and one.owner not in seen:
                    seen.add(one.owner)
                    waiting.append(one.owner)
        return tuple(named), lacks

    def counted(self, party: str, list_id: str) -> frozenset[str]:
        """Whose shares count towards what is said of a party: those of certain owners, if they are enough."""
        worlds = self.certain if list_id in self.of(party).known else self.perhaps
        return worlds.get(list_id, _NOBODY)

    def itself(self, party: str, list_id: str) -> Truth:
        """Whether a party is on a list itself."""
        return self.listed.get(party, NONE).overlaps(frozenset({list_id}))


class _Chains:
    """Follows owners upwards. Whoever was shown before is not followed again: rings end, chains stay in bounds."""

    def __init__(self, owned: Owned, party: str, list_id: str) -> None:
        self._owned = owned
        self._list = list_id
        self._counted = owned.counted(party, list_id)
        self._seen = {party}

    def parts(self, party: str, layers: int) -> tuple[Part, ...]:
        """The owners of a party that count, the largest share first."""
        owners = [one for one in self._owned.owners.get(party, ()) if one.owner in self._counted]
        owners.sort(key=lambda one: (one.share is None, -(one.share or 0), one.owner))
        return tuple(self._part(one, layers) for one in owners)

    def _part(self, one: Holding, layers: int) -> Part:
        itself = self._owned.itself(one.owner, self._list)
        is_new = one.owner not in self._seen and len(self._seen) < MOST_FOLLOWED
        self._seen.add(one.owner)
        of = self.parts(one.owner, layers - 1) if itself is not True and is_new and layers > 1 else ()
        return Part(one.owner, one.share, itself, of, one.since, one.until, one.source)


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
    known, possible = _start(listed)
    found: dict[str, _Found] = {}
    certain: dict[str, frozenset[str]] = {}
    perhaps: dict[str, frozenset[str]] = {}
    for list_id, start in possible.items():
        surely, certain[list_id] = _spread(owning, known.get(list_id, ()), list_id, perhaps=False)
        maybe, perhaps[list_id] = _spread(owning, start, list_id, perhaps=True)
        for party in maybe:
            found[party] = (*found.get(party, ()), (list_id, party in surely))
    alike = {lists: _members(lists) for lists in set(found.values())}
    return Owned({party: alike[lists] for party, lists in found.items()}, listed, owners, certain, perhaps)


def _members(lists: _Found) -> Members:
    known = frozenset(list_id for list_id, is_known in lists if is_known)
    possible = frozenset(list_id for list_id, is_known in lists if not is_known)
    return Members(known, possible - {ANY_LIST}, ANY_LIST in possible)


def _by_owner(owners: Mapping[str, list[Holding]]) -> dict[str, list[tuple[str, Decimal | None]]]:
    """What each owner holds: the companies, with the shares."""
    found: dict[str, list[tuple[str, Decimal | None]]] = {}
    for held in owners.values():
        for one in held:
            found.setdefault(one.owner, []).append((one.owned, one.share))
    return found


def _start(listed: Mapping[str, Members]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """By list: who is on it, and who is or may be on it, before any ownership is looked at."""
    known: dict[str, list[str]] = {}
    possible: dict[str, list[str]] = {}
    for party, members in listed.items():
        for list_id in members.known:
            known.setdefault(list_id, []).append(party)
        named = members.known | members.possible
        for list_id in (*named, ANY_LIST) if members.open else named:
            possible.setdefault(list_id, []).append(party)
    return known, dict(sorted(possible.items()))


def _spread(
    owning: Mapping[str, list[tuple[str, Decimal | None]]], start: Iterable[str], list_id: str, perhaps: bool
) -> tuple[set[str], frozenset[str]]:
    """The least sets that the rule allows: who is owned, and who counts as listed.

    Whoever begins to count adds its shares once, so cross-holdings end and nobody lifts itself by its own boots.
    """
    waiting = list(start)
    counted, owned = set(waiting), set[str]()
    sums: dict[str, Decimal] = {}
    unknown = _ALL if perhaps else Decimal(0)
    at_half = perhaps or list_id.partition("-")[0] not in _MORE_THAN_HALF
    for owner in waiting:
        for party, share in owning.get(owner, ()):
            if party in owned:
                continue
            total = sums[party] = sums.get(party, _NONE_HELD) + (unknown if share is None else share)
            if total < HALF or (total == HALF and not at_half):
                continue
            owned.add(party)
            if party not in counted:
                counted.add(party)
                waiting.append(party)
    return owned, frozenset(counted)
