"""A party as a whole: what our register and its orders say of it, who owns it, what it has in common with whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import msgspec

from moratorium.desk.directory import AtHand, Directory, spelled_of, words_of
from moratorium.desk.home import Home
from moratorium.desk.parties import members_words, told
from moratorium.errors import MissingError
from moratorium.ownership import Holding
from moratorium.store import directory, remarks
from moratorium.store.directory import MatchRow, PartyRow
from moratorium.store.projections import OrderRow
from moratorium.store.remarks import Remark
from moratorium.terms.party import Party

MOST_SHARES = 200
"""Shares of owners that are shown of one party; where there are more, it is told."""

MOST_TIES = 100
"""Others that are shown to have something in common with a party."""

MOST_MATCHES = 200


@dataclass(frozen=True)
class Owner:
    """A share in a party, or in one of its owners.

    Attributes:
        layer: 1 for a share in the party itself, 2 for one in its owners, and so on.
        owner: Who holds it: our id, or the key under which the register knows a name.
        name: Of the owner, for people.
        id: Our id of the owner; empty if the register knows the name alone.
        owned: In whom, as ``owner`` of the layer below.
        share: In per cent; None if not known.
        since: First day; None if not known.
        until: First day without it.
        counts: Whether it holds on the day.
        lists: Lists that the owner is on or may be on, in words.
        source: Where it was read.
    """

    layer: int
    owner: str
    name: str
    id: str
    owned: str
    share: Decimal | None
    since: date | None
    until: date | None
    counts: bool
    lists: str
    source: str


@dataclass(frozen=True)
class InCommon:
    """Something that a party has in common with another one.

    Attributes:
        words: Such as ``the same owner, Ann Example (P-1), as Sky (C-9)``.
        other: Name of the other.
        id: Our id of the other; empty if the register knows the name alone.
        lists: Lists that the other is on or may be on, in words.
    """

    words: str
    other: str
    id: str
    lists: str


@dataclass(frozen=True)
class WholeParty:
    """A party.

    Attributes:
        row: Who it is.
        stated: As our register has it; None if it does not know it.
        spelled: How orders spell it, where that differs in what is compared.
        matches: List entries that it may be.
        remarks: What people have said of these, oldest first.
        owners: Shares in it, layer by layer.
        more_owners: Whether there are more shares than are shown.
        in_common: What it has in common with others.
        found: What owners and links come to, in words.
        day: For shares and seats.
    """

    row: PartyRow
    stated: Party | None
    spelled: tuple[Party, ...]
    matches: tuple[MatchRow, ...]
    remarks: tuple[Remark, ...]
    owners: tuple[Owner, ...]
    more_owners: bool
    in_common: tuple[InCommon, ...]
    found: tuple[str, ...]
    day: date


def found(
    home: Home, known: Directory, words: str, asked: bool, after: tuple[str, str], limit: int
) -> tuple[tuple[PartyRow, ...], int]:
    """So many parties by name, from a place on; and how many acts are still to be read.

    Args:
        home: The state.
        known: The directory.
        words: Each begins a word of a name, in any script, or of our id; empty for all.
        asked: Only those that may be a listed party, about which a person is asked.
        after: Name and subject of the last one of the page before.
        limit: At most so many.
    """
    behind = known.look()
    with home.store.read() as connection:
        return directory.found(connection, words_of(words), asked, after, limit), behind


def counted(home: Home, known: Directory) -> tuple[int, int]:
    """How many parties are known, and how many possible matches wait for a person."""
    known.look()
    with home.store.read() as connection:
        return directory.counted(connection)


def orders(
    home: Home, known: Directory, party: str, after: str, limit: int
) -> tuple[tuple[OrderRow, tuple[str, ...]], ...]:
    """So many orders of a party from a key on, each with its roles.

    Raises:
        MissingError: no such party.
    """
    row = one(home, known, party)
    with home.store.read() as connection:
        return directory.orders_of(connection, row.subject, after, limit)


def one(home: Home, known: Directory, party: str) -> PartyRow:
    """The party of our id, or of the key of answers about it.

    Raises:
        MissingError: no such party.
    """
    known.look()
    with home.store.read() as connection:
        row = directory.of_id(connection, party)
    if row is None:
        raise MissingError(f"no party `{party}`", help="parties of our register and of orders are known")
    return row


def whole(home: Home, known: Directory, party: str, day: date | None = None) -> WholeParty:
    """All that is known of a party.

    Args:
        home: The state.
        known: The directory.
        party: Our id, or the key of answers about it.
        day: For shares and seats; None for today.

    Raises:
        MissingError: no such party.
    """
    row, on = one(home, known, party), day or home.today()
    with home.store.read() as connection:
        spelled = spelled_of(connection, row.subject)
        matches = directory.matches(connection, directory.Wanted(subject=row.subject), None, MOST_MATCHES)
        said = remarks.of_party(connection, row.subject)
    with known.lock:
        at_hand = known.at_hand()
        stated = at_hand.reference.parties.get(row.id)
        whom = stated or next(iter(spelled.values()), Party())
        owners = tuple(_owners(at_hand, whom, on))
        common = tuple(_in_common(at_hand, whom, on))
        ties = tuple(told(at_hand.owners, whom, on))
    different = tuple(one for one in spelled.values() if stated is None or _bare(one) != _bare(stated))
    return WholeParty(
        row, stated, different, matches, said, owners[:MOST_SHARES], len(owners) > MOST_SHARES, common, ties, on
    )


def _bare(party: Party) -> Party:
    return msgspec.structs.replace(party, relations=(), facts={})


def _owners(known: AtHand, party: Party, day: date) -> list[Owner]:
    """Layer by layer; shares of other days are shown, and lead no further up."""
    register = known.owners.register
    first = register.id_of(party)
    seen, layer, number = {first}, [first], 1
    found: list[Owner] = []
    while layer and len(found) <= MOST_SHARES:
        above: list[str] = []
        for owned in layer:
            for share in register.owners.get(owned, ()):
                found.append(_owner(known, number, share, day))
                if share.is_valid(day) and share.owner not in seen:
                    seen.add(share.owner)
                    above.append(share.owner)
        layer, number = above, number + 1
    return found


def _owner(known: AtHand, layer: int, share: Holding, day: date) -> Owner:
    party = known.owners.register.party(share.owner)
    return Owner(
        layer,
        share.owner,
        next(iter(party.names), party.id or share.owner),
        party.id or "",
        share.owned,
        share.share,
        share.since,
        share.until,
        share.is_valid(day),
        members_words(known.owners.listed(share.owner)),
        share.source,
    )


def _in_common(known: AtHand, party: Party, day: date) -> list[InCommon]:
    """Others with the same owner, director, address or number; those on a list first."""
    register = known.owners.register
    links = list(dict.fromkeys(register.links.of(register.id_of(party), day, more=register.traits(party))))
    found = []
    for link in links[: 10 * MOST_TIES]:
        other = register.party(link.other)
        key = register.spoken(link.key) if link.kind in ("owner", "director") else link.key
        lists = members_words(known.owners.listed(link.other))
        words = link.words(key, register.spoken(link.other))
        found.append(InCommon(words, next(iter(other.names), link.other), other.id or "", lists))
    return sorted(found, key=lambda each: (not each.lists, each.words))[:MOST_TIES]
