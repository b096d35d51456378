"""Parties of ours: those of our register, their owners, and those of orders that are not delivered or are held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from moratorium.decision.facts import Enricher
from moratorium.decision.register import Register
from moratorium.screening.disposition import compared_party
from moratorium.store import Connection, blobs, projections
from moratorium.terms.order import Order
from moratorium.terms.party import Party

PAGE = 500
ANY = Decimal(0)
"""Owners of any share: whoever is tied at all is looked at again."""

Parties = dict[str, dict[str, Party]]
"""By subject, then by digest of their compared data: orders may spell one party in several ways."""


def known_parties(connection: Connection, enricher: Enricher) -> Parties:
    """All parties of ours, under the subjects that answers about them have."""
    found: Parties = {}
    digests: dict[object, str] = {}
    for subject, party in _all(connection, enricher):
        key = (party.names, party.identifiers, party.birth_dates, party.address.country)
        digest = digests.get(key)
        if digest is None:
            digest = digests[key] = compared_party(party).digest
        found.setdefault(subject, {}).setdefault(digest, party)
    return found


def _all(connection: Connection, enricher: Enricher) -> Iterator[tuple[str, Party]]:
    for _, party in registered(enricher.reference.parties, Register(enricher.reference.parties)):
        if party.subject is not None:
            yield party.subject, party
    for order in open_orders(connection):
        yield from enricher.parties(order)


def registered(parties: Mapping[str, Party], register: Register) -> Iterator[tuple[str, Party]]:
    """Everybody whom our register names, by id in its graph: parties, and owners and directors outside it."""
    yield from parties.items()
    outside = {register.named(one.who) for party in parties.values() for one in party.relations} - parties.keys()
    yield from ((id, register.party(id)) for id in sorted(outside))


def open_orders(connection: Connection) -> Iterator[Order]:
    """Orders that are not delivered or are held, by key."""
    after = ""
    while rows := projections.to_decide_again(connection, after, PAGE):
        after = rows[-1].key
        yield from (msgspec.json.decode(blobs.get(connection, row.digest), type=Order) for row in rows)


class Concerned:
    """Orders that a change of some parties concerns: theirs, and those of parties that hang together with them.

    Args:
        enricher: Looks up who the parties of an order are.
        subjects: The parties that changed, as answers know them.
    """

    def __init__(self, enricher: Enricher, subjects: frozenset[str]) -> None:
        self._enricher = enricher
        self._subjects = subjects
        self._register = Register(enricher.reference.parties)
        everybody = registered(enricher.reference.parties, self._register)
        self._tied = self._reached({id for id, party in everybody if party.subject in subjects})

    def __call__(self, order: Order) -> bool:
        """Whether an order is concerned."""
        return any(subject in self._subjects or self._is_tied(one) for subject, one in self._enricher.parties(order))

    def _is_tied(self, party: Party) -> bool:
        if not self._tied:
            return False
        id = self._register.id_of(party)
        links = self._register.links.of(id, None, ANY, self._register.traits(party))
        return id in self._tied or any(link.other in self._tied for link in links)

    def _reached(self, ids: set[str]) -> set[str]:
        """Everybody whom owners, directors, addresses and numbers lead to, however far."""
        found, new = set(ids), list(ids)
        while new:
            near = {link.other for link in self._register.links.of(new.pop(), None, ANY)} - found
            found |= near
            new.extend(near)
        return found
