"""What the page of a delisting shows beside what all cases share: both sides' words, and what is affected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from moratorium.desk import delistings as desk
from moratorium.web.console.language import N_
from moratorium.web.console.page import Visit, filled
from moratorium.web.console.tables import Column, Effect, Link, Money, Table, Word, worth_of

STATUS_WORDS = {"open": N_("open"), "shipped": N_("shipped"), "closed": N_("closed")}

_LINES = (
    Column("product", N_("Product"), lambda one: one.product),
    Column("quantity", N_("Quantity"), lambda one: one.quantity),
    Column("value", N_("Value"), lambda one: Money(one.value, one.currency) if one.value is not None else None),
)
_ORDERS = (
    Column("order", N_("Order"), lambda one: Link(one.id, filled("/orders/{id:path}", {"id": one.id}))),
    Column("effect", N_("Effect"), lambda one: Effect(one.effect)),
    Column("status", N_("Status"), lambda one: Word(STATUS_WORDS.get(one.status, one.status))),
    Column("lines", N_("Lines affected"), lambda one: one.lines),
    Column("value", N_("Value"), lambda one: Money(one.value, one.currency) if one.value is not None else None),
)


def section(visit: Visit, found: Any) -> Mapping[str, Any]:
    """Both sides' words, products, orders and sums."""
    shown = desk.delisting(visit.home, visit.service.directory, found.case.id)
    sides = (
        (N_("The partner's words"), shown.partner, N_("The partner's words are not on record yet.")),
        (N_("Our words"), shown.company, N_("We have said nothing that is on record.")),
    )
    lines = N_("No product is entered. Add one as a part of the case, and only its lines are counted below.")
    orders = N_("No order is affected. Link the case to orders, or to the party whose orders they are.")
    return {
        "sides": sides,
        "press": shown.press,
        "said_at": lambda one: datetime.fromisoformat(one.said_at) if one.said_at else None,
        "lines": Table("lines", N_("Products that are out, as entered"), _LINES, shown.lines, lines),
        "orders": Table("affected", N_("Orders of ours that are affected"), _ORDERS, shown.orders, orders),
        "stated": worth_of(shown.stated) if shown.stated else None,
        "worth": worth_of(shown.worth) if shown.worth else None,
        "is_linked": shown.is_linked,
        "has_more": shown.has_more,
        "most": desk.MOST_ORDERS,
        "unvalued": sum(one.value is None for one in shown.orders),
    }
