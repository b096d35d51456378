"""Owners, directors, addresses and telephone numbers of our register, as facts about the parties of an order.

``owned_by_listed``: the 50 per cent rule (see the room ``ownership``). No known listed owner is *no*; a listed owner of
unknown share, or an owner who may or may not be the listed one, is *possible*. ``linked_to_listed``: a common owner,
director, address or number with somebody listed. ``common_owner_with_embargoed_seller``: the pattern of 2022, one owner
on both sides of an embargo. Each comes with its chain in words, and with what would settle it.

Whether an owner is listed is asked as of any party: the same screening, the same answers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from moratorium.decision.decision import Tie
from moratorium.decision.reference import Reference
from moratorium.decision.register import Register
from moratorium.decision.screening import Screening
from moratorium.ownership import ANY_LIST, Holding, Link, Owned, above, aggregate, valid, words
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.party import Party, Scalar
from moratorium.terms.values import read_value
from moratorium.terms.vocabulary import VOCABULARY

OWNED, LINKED = "owned_by_listed", "linked_to_listed"
COMMON, RESEARCHED = "common_owner_with_embargoed_seller", "ownership_researched"
OWNERSHIP = frozenset((OWNED, LINKED, COMMON, RESEARCHED))
"""Facts of a party that this module knows something of."""

TIED = OWNERSHIP - {RESEARCHED}
"""Those of them that come with what ties the party to somebody."""

EMBARGOED = ("RU", "BY", "UA-43", "UA-40", "X-UA-DNR", "X-UA-LNR")
"""Territories of a seller across an embargo. A policy default, the same as in red flag R10; it comes from no law."""

COMMON_SHARE = Decimal(25)
"""Per cent from which an owner is a common one. A policy default of red flag R15; it comes from no law."""

MOST_TOLD = 12
"""Links told of one party; where there are more, their number is told."""

MOST_ABOVE = 2_000
"""Holdings above one party that are looked at for it alone."""

_MOST_REMEMBERED = 100_000


class Owners:
    """Looks up what the register says of a party's owners and of those it hangs together with.

    Args:
        reference: Register, territories, and whether the register could be read.
        screening: Compares owners with the lists, with what people have said.
        absent: Lists that are asked about and not at hand: whoever is compared may be on them.
        register: The register's graph, if somebody has made it; None makes it.
    """

    def __init__(
        self,
        reference: Reference,
        screening: Screening,
        absent: frozenset[str] = frozenset(),
        register: Register | None = None,
    ) -> None:
        self.register = register or Register(reference.parties)
        self._reference = reference
        self._screening = screening
        self._absent = absent
        self._unreadable = "parties" in reference.unreadable
        self._lists: dict[str, Members] = {}
        self._owned: dict[tuple[str, date | None], Owned] = {}
        self._whole: dict[date | None, Owned] = {}
        self._seats: dict[str, str] = {}

    def epoch(self, day: date | None) -> date | None:
        """Days with the same epoch have the same facts: the day itself, if the register's relations have dates."""
        return day if self.register.has_dates else None

    def knows(self, party: Party) -> bool:
        """Whether our register holds, on any day, owners of a party or anything that it has in common with others."""
        if not self._reference.parties:
            return False
        id, register = self.register.id_of(party), self.register
        links = register.links.of(id, None, Decimal(0), register.traits(party))
        return id in register.owners or next(links, None) is not None

    # -- facts ----------------------------------------------------------------------------------------------------

    def lists(self, party: Party, attribute: str, day: date | None) -> Members:
        """The lists of ``owned_by_listed`` or ``linked_to_listed``, as far as our register goes.

        Args:
            party: With all that is known of it.
            attribute: Which of the two.
            day: Shares and seats that do not hold on it do not count; None counts all.
        """
        if self._unreadable:
            return UNKNOWN
        if attribute == OWNED:
            return self.owned(self.register.id_of(party), day).of(self.register.id_of(party))
        found = NONE
        for link in self._links(party, day):
            found = found.join(self._of_linked(link.other))
        return found

    def flag(self, party: Party, attribute: str, day: date | None) -> bool:
        """Whether our register shows a common owner, or that somebody looked up the owners."""
        if attribute == RESEARCHED:
            return bool(self.register.owners.get(self.register.id_of(party))) if self.register.has_relations else False
        return self.register.has_relations and next(self._common(party, day), None) is not None

    def owned(self, id: str, day: date | None) -> Owned:
        """Who is owned by listed parties, among a party and everybody above it."""
        key = (id, self.epoch(day))
        found = self._owned.get(key)
        if found is None:
            if len(self._owned) >= _MOST_REMEMBERED:
                self._owned.clear()
            found = self._owned[key] = self._new_owned(id, day)
        return found

    def _new_owned(self, id: str, day: date | None) -> Owned:
        if not self.register.has_relations or id not in self.register.owners:
            return _NOBODY
        holdings = above(id, self.register.owners, day, MOST_ABOVE)
        return self._aggregate(holdings) if len(holdings) <= MOST_ABOVE else self._of_all(day)

    def _of_all(self, day: date | None) -> Owned:
        """The whole register at once, for parties above which a great part of it stands."""
        found = self._whole.get(self.epoch(day))
        if found is None:
            held = [one for of in self.register.owners.values() for one in of]
            found = self._whole[self.epoch(day)] = self._aggregate(valid(held, day))
        return found

    def _aggregate(self, holdings: tuple[Holding, ...]) -> Owned:
        owners = dict.fromkeys(one.owner for one in holdings)
        new = [self.register.party(owner) for owner in owners if owner not in self._lists]
        if len(new) > 1:
            self._screening.compare(new)
        return aggregate(holdings, {owner: of for owner in owners if (of := self.listed(owner)) != NONE})

    def listed(self, id: str) -> Members:
        """The lists that an owner, director or linked party is on, and those that somebody stated to own it."""
        found = self._lists.get(id)
        if found is None:
            party = self.register.party(id)
            found = self._screening.lists_of(party, party.subject or id, self._absent)
            stated = _stated(party.facts.get(OWNED))
            found = self._lists[id] = found.join(stated) if stated != NONE else found
        return found

    def _of_linked(self, id: str) -> Members:
        """Whoever cannot be compared is listed nowhere that we know: a mere link leaves nothing open."""
        found = self.listed(id)
        return Members(found.known, found.possible) if found.open else found

    # -- links ----------------------------------------------------------------------------------------------------

    def _links(self, party: Party, day: date | None) -> Iterator[Link]:
        register = self.register
        return register.links.of(register.id_of(party), day, more=register.traits(party))

    def _common(self, party: Party, day: date | None) -> Iterator[Link]:
        """Links by a common owner or director to a company in an embargoed territory, or to an owner that is one."""
        for link in self.register.links.of(self.register.id_of(party), day, COMMON_SHARE, self.register.traits(party)):
            persons = link.kind in ("owner", "director") and link.other_kind in ("owner", "director", "self")
            if persons and self._seat(link.other):
                yield link

    def _seat(self, id: str) -> str:
        """The embargoed territory in which a company of the register sits; empty for others, and for persons."""
        found = self._seats.get(id)
        if found is None:
            party, atlas = self.register.party(id), self._reference.atlas
            places = atlas.resolve(party.address).members.known & atlas.extent(EMBARGOED, date.max).inside
            is_company = party.facts.get("type") != "individual" and not party.birth_dates
            names = (atlas.name(code) for code in sorted(atlas.finest(places)))
            found = self._seats[id] = ", ".join(names) if is_company else ""
        return found

    # -- why ------------------------------------------------------------------------------------------------------

    def ties(self, party: Party, subject: str, attributes: frozenset[str], day: date | None) -> Iterator[Tie]:
        """What ties a party of an order to somebody listed, or to a seller across an embargo, in words.

        Args:
            party: With all that is known of it.
            subject: The party, as answers know it.
            attributes: Facts that are asked about.
            day: As in :meth:`lists`.
        """
        if self._unreadable:
            return
        if OWNED in attributes:
            yield from self._owned_tie(party, subject, day)
        if LINKED in attributes:
            yield from self._linked_tie(party, subject, day)
        if COMMON in attributes and self.register.has_relations:
            told = [
                f"{link.words(*self._spoken(link))} in {self._seat(link.other)}" for link in self._common(party, day)
            ]
            if told:
                yield Tie(subject, COMMON, f"{self._name(party)} has {_shortened(told)}")

    def _owned_tie(self, party: Party, subject: str, day: date | None) -> Iterator[Tie]:
        id = self.register.id_of(party)
        owned = self.owned(id, day)
        found = owned.of(id)
        told, asks, lacks = [], dict[str, None](), found.open
        for list_id in sorted((found.known | found.possible) - self._absent):
            chain = owned.chain(id, list_id)
            if chain is None:
                continue
            told.append(words(chain, self.register.spoken, self._entries))
            if not chain.certain:
                behind, unknown = owned.behind(id, list_id)
                lacks = lacks or unknown
                asks.update(dict.fromkeys(one for one in behind if list_id in self.listed(one).possible))
        if found.open:
            unnamed, _ = owned.behind(id, ANY_LIST)
            told += [f"{self.register.spoken(one)} cannot be compared with any list" for one in unnamed]
        if told:
            yield Tie(subject, OWNED, _shortened(told), self._asked(asks), lacks)

    def _linked_tie(self, party: Party, subject: str, day: date | None) -> Iterator[Tie]:
        told, asks = [], dict[str, None]()
        for link in self._links(party, day):
            found = self._of_linked(link.other)
            named = sorted((found.known | found.possible) - self._absent)
            if not named:
                continue
            entries = ", ".join(
                f"{'perhaps ' if one in found.possible else ''}{self._entries(link.other, one)}" for one in named
            )
            told.append(f"{link.words(*self._spoken(link))} ({entries})")
            if found.possible - self._absent:
                asks[link.other] = None
        if told:
            yield Tie(subject, LINKED, f"{self._name(party)} has {_shortened(told)}", self._asked(asks))

    def _name(self, party: Party) -> str:
        name = next(iter(party.names), "")
        return f"{name} ({party.id})" if name and party.id else name or party.id or "a party without a name"

    def _spoken(self, link: Link) -> tuple[str, str]:
        key = self.register.spoken(link.key) if link.kind in ("owner", "director") else link.key
        return key, self.register.spoken(link.other)

    def _entries(self, id: str, list_id: str) -> str:
        """The entries of a list that a party is, or may be; the list itself where somebody only stated it."""
        party = self.register.party(id)
        hits = self._screening.hits(party, party.subject or id)
        keys = [one.entry for one in hits if one.list == list_id and one.state != "false_positive"]
        return ", ".join(keys) or list_id

    def _asked(self, ids: dict[str, None]) -> tuple[Party, ...]:
        """Who may be a listed party, with just what tells who is meant."""
        parties = (self.register.party(id) for id in ids)
        return tuple(Party(id=one.id, names=one.names[:1]) for one in parties)


_NOBODY = aggregate((), {})


def _stated(raw: Scalar | None) -> Members:
    """Lists that a register states to own a party."""
    if raw is None:
        return NONE
    try:
        value = read_value(VOCABULARY["buyer.owned_by_listed"], raw)
    except ValueError:
        return NONE
    return value if isinstance(value, Members) else NONE


def _shortened(told: list[str]) -> str:
    distinct = list(dict.fromkeys(told))
    more = len(distinct) - MOST_TOLD
    return "; ".join([*distinct[:MOST_TOLD], *([f"{more} more"] if more > 0 else [])])
