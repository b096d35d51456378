"""Parties of ours: those of our register, their owners, and those of orders that are not delivered or are held."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from moratorium.decision.facts import Enricher
from moratorium.screening.disposition import compared_party
from moratorium.store import Connection, blobs, projections
from moratorium.terms.order import Order
from moratorium.terms.party import Party

PAGE = 500

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
    register = enricher.reference.parties
    for id, party in register.items():
        yield f"party:{id}", party
        for relation in party.relations:
            named = Party(names=(relation.who,))
            if relation.who not in register and named.subject is not None:
                yield named.subject, named
    for order in open_orders(connection):
        yield from enricher.parties(order)


def open_orders(connection: Connection) -> Iterator[Order]:
    """Orders that are not delivered or are held, by key."""
    after = ""
    while rows := projections.to_decide_again(connection, after, PAGE):
        after = rows[-1].key
        yield from (msgspec.json.decode(blobs.get(connection, row.digest), type=Order) for row in rows)
