"""Our register of parties as a graph: who owns and directs whom, and what parties have in common.

An owner is named by the id of a party in our register, or as people write names. A name that one party of the register
has means that party; one that several have may be each of them, so what they may be, it may be. Any other name stands
for somebody outside the register, the same name always for the same one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from moratorium.ownership import Holding, Links, Trait, address_key, by_owned, phone_key
from moratorium.screening import normalised
from moratorium.terms.party import Party, Relation

_NAMED = "name: "
"""Begins the id of somebody outside the register, who is known by a name alone."""


def name_key(name: str) -> str:
    """A name without case, accents, script and the order of its words.

    >>> name_key("GOLBERG, Ilya") == name_key("Илья Голберг")
    True
    """
    return " ".join(sorted(normalised(name).split())) or name.strip().casefold()


class Register:
    """The graph of a register. Made once; parts that nobody asks about are never made.

    Args:
        parties: Our register by id.
    """

    def __init__(self, parties: Mapping[str, Party]) -> None:
        self._parties = parties
        self._named: dict[str, str] = {}

    @cached_property
    def has_relations(self) -> bool:
        """Whether it names any owner or director."""
        return any(party.relations for party in self._parties.values())

    @cached_property
    def has_dates(self) -> bool:
        """Whether who owns or directs whom depends on the day."""
        return any(one.since or one.until for party in self._parties.values() for one in party.relations)

    @cached_property
    def _by_name(self) -> dict[str, list[str]]:
        """Ids by name."""
        found: dict[str, list[str]] = {}
        for id, party in self._parties.items():
            for key in {name_key(name) for name in party.names}:
                found.setdefault(key, []).append(id)
        return found

    def id_of(self, party: Party) -> str:
        """The id under which a party of an order stands in the graph; an empty text if nothing is known of it."""
        if party.id in self._parties:
            return party.id or ""
        return next((self.named(name) for name in party.names), "") if self.has_relations else ""

    @cached_property
    def _outside(self) -> dict[str, Party]:
        """Owners and directors who are no parties of the register, or no certain one, with all their spellings."""
        found: dict[str, dict[str, None]] = {}
        whos = dict.fromkeys(one.who for party in self._parties.values() for one in party.relations)
        for who in whos:
            id = self.named(who)
            if id not in self._parties:
                found.setdefault(id, {})[who] = None
        return {id: Party(names=tuple(names)) for id, names in found.items()}

    def named(self, who: str) -> str:
        """The id of an owner or director as written."""
        if who in self._parties:
            return who
        id = self._named.get(who)
        if id is None:
            key = name_key(who)
            known = self._by_name.get(key, ())
            id = self._named[who] = known[0] if len(known) == 1 else f"{_NAMED}{key}"
        return id

    def party(self, id: str) -> Party:
        """The party behind an id of the graph."""
        return self._parties.get(id) or self._outside.get(id) or Party(names=(id.removeprefix(_NAMED),))

    def spoken(self, id: str) -> str:
        """A party for people: its name, and our id if it has one."""
        party = self.party(id)
        name = next(iter(party.names), "")
        return f"{name} ({party.id})" if name and party.id else name or party.id or id

    @cached_property
    def owners(self) -> dict[str, list[Holding]]:
        """Holdings by the company they are in; of a name that several parties have, each may be the whole."""
        held = [
            Holding(self.named(one.who), id, one.share, one.since, one.until, one.source)
            for id, party in self._parties.items()
            for one in party.relations
            if one.kind == "owner"
        ]
        names = [name for name in self._outside if name.removeprefix(_NAMED) in self._by_name]
        held += [Holding(one, name) for name in names for one in self._by_name[name.removeprefix(_NAMED)]]
        return by_owned(held)

    @cached_property
    def links(self) -> Links:
        """Who has an owner, director, address or telephone number in common with whom."""
        traits = {id: list(self.traits(party)) for id, party in self._parties.items()}
        for of_party in list(traits.values()):
            for trait in of_party:
                if trait.kind in ("owner", "director"):
                    traits.setdefault(trait.key, []).append(Trait("self", trait.key))
        return Links({id: of_party for id, of_party in traits.items() if of_party})

    def traits(self, party: Party) -> Iterator[Trait]:
        """What a party may have in common with others."""
        for one in party.relations:
            yield _trait(one, self.named(one.who))
        address = address_key(party.address)
        if address is not None:
            yield Trait("address", address)
        for number in party.phones:
            phone = phone_key(number, party.address.country)
            if phone is not None:
                yield Trait("phone", phone)


def _trait(relation: Relation, key: str) -> Trait:
    return Trait(relation.kind, key, relation.share, relation.since, relation.until)
