"""What partners owe us and have undertaken, as far as an order asks: acknowledgements awaited, undertakings accepted.

A partner is *overdue* on a day if a notice that went out to them was to be acknowledged by an earlier day and is not.
That our register holds no such notice means that they are not: it was read, and nothing is awaited.

An undertaking *covers* an order while it counts on the day, its partner is a party of the order, and the order, all
its goods and its end user are among those that it names, if it names any. What it covers it states: that an end-use
statement is on file, that the contract forbids re-export to Russia or Belarus. That no undertaking covers an order says
nothing: the fact stays what was stated or answered, and unknown if nobody said.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from moratorium.registers.undertakings import END_USE, NO_REEXPORT
from moratorium.terms.canon import digest
from moratorium.terms.order import Order

OVERDUE = "acknowledgement_overdue"
"""The fact of a party."""

CLAUSES = {"contract.no_reexport_ru_clause": "RU", "contract.no_reexport_by_clause": "BY"}
"""Facts of an order that an undertaking against re-export states, by the territory that it must name."""

STATEMENT = "end_use.statement_on_file"
UNDERTAKEN = frozenset({STATEMENT, *CLAUSES})
"""Facts of an order that undertakings may state."""

ROLES = ("buyer", "consignee", "end_user")
"""A partner is a party of an order in one of these roles."""

_NOTHING = digest(None)


class Undertaken(msgspec.Struct, frozen=True, omit_defaults=True):
    """An undertaking that was accepted.

    Attributes:
        case: Its id.
        party: Our id of the partner.
        kind: ``end_use_statement`` or ``no_reexport``.
        since: First day on which it counts.
        until: First day on which it no longer counts.
        orders: Ids of the orders that it names; empty for all of the partner.
        products: Our ids of the products that it names; empty for all.
        end_user: Our id of the end user whom it names; empty for any.
        territories: To which goods may not be re-exported.
    """

    case: str
    party: str
    kind: str
    since: date
    until: date
    orders: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    end_user: str = ""
    territories: tuple[str, ...] = ()

    def covers(self, order: Order, day: date) -> bool:
        """Whether it covers an order on a day."""
        return (
            self.since <= day < self.until
            and any(party.id == self.party for role in ROLES for party in order.parties.get(role, ()))
            and (not self.orders or order.id in self.orders)
            and (not self.products or all(line.product in self.products for line in order.lines))
            and (not self.end_user or {one.id for one in order.parties.get("end_user", ())} == {self.end_user})
        )

    def states(self, fact: str) -> bool:
        """Whether an order that it covers has this fact by it."""
        if fact == STATEMENT:
            return self.kind == END_USE
        return self.kind == NO_REEXPORT and CLAUSES.get(fact) in self.territories


class Partners(msgspec.Struct, frozen=True):
    """Our register of partners, as far as orders ask.

    Attributes:
        awaited: By our id of a partner, the earliest day by which they were to acknowledge a notice that is out and
            that they have not acknowledged.
        undertaken: Undertakings that were accepted, by our id of the partner.
        days: The days of ``awaited``, in order.
        digest: Over all of it.
    """

    awaited: Mapping[str, date] = {}
    undertaken: Mapping[str, tuple[Undertaken, ...]] = {}
    days: tuple[date, ...] = ()
    digest: str = _NOTHING

    def is_overdue(self, party: str | None, day: date | None) -> bool:
        """Whether a partner is overdue with an acknowledgement on a day; None takes all that are awaited."""
        due = self.awaited.get(party) if party else None
        return due is not None and (day is None or due < day)

    def has(self, fact: str, order: Order, day: date | None) -> bool:
        """Whether an undertaking that covers an order on a day states a fact of it; None takes the day of the order."""
        on = day or order.placed_on
        if on is None:
            return False
        holders = {party.id for role in ROLES for party in order.parties.get(role, ()) if party.id}
        return any(one.states(fact) and one.covers(order, on) for id in holders for one in self.undertaken.get(id, ()))

    def epoch(self, day: date | None) -> int:
        """Days of one epoch have the same partners overdue."""
        return len(self.days) if day is None else bisect_left(self.days, day)


def partners_of(awaited: Iterable[tuple[str, date]], undertaken: Iterable[Undertaken]) -> Partners:
    """The register.

    Args:
        awaited: Our id of a partner and the day by which a notice that they have not acknowledged was to be.
        undertaken: Undertakings that were accepted, in any order.
    """
    earliest: dict[str, date] = {}
    for party, due in awaited:
        earliest[party] = min(due, earliest.get(party, due))
    of: dict[str, tuple[Undertaken, ...]] = {}
    for one in sorted(undertaken, key=lambda one: one.case):
        of[one.party] = (*of.get(one.party, ()), one)
    if not earliest and not of:
        return Partners()
    days = tuple(sorted(set(earliest.values())))
    return Partners(earliest, of, days, digest([sorted(earliest.items()), [of[party] for party in sorted(of)]]))
