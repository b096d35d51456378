"""Whose fact it is: the keys under which answers are kept. An answer settles all lines of its subject."""

from __future__ import annotations

from moratorium.terms.order import Line, Order
from moratorium.terms.party import Party


def order_subject(order: Order) -> str:
    """Key under which answers about an order are kept."""
    return f"order:{order.key}"


def line_subject(order: Order, line: Line) -> str:
    """Key under which answers about a line are kept."""
    return f"order:{order.key}#{line.number}"


def party_subject(party: Party, order: Order) -> str:
    """Key under which answers about a party are kept; a party without id and name is known by its order only."""
    return party.subject or f"{order_subject(order)}@party"


def place_subject(order: Order, role: str) -> tuple[str, str]:
    """Key and fact under which the answer about a place is kept.

    A place that the map took from the buyer is the buyer's: one answer settles both.
    """
    buyers = order.parties.get("buyer", ())
    if role in order.assumed and len(buyers) == 1 and order.places.get(role) == (buyers[0].address,):
        return party_subject(buyers[0], order), "territory"
    return order_subject(order), f"{role}.territory"
