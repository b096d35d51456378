"""Which held orders are late by the company's clock, as a condition that a database can count by.

Whether one is late hangs on the promise that it falls under, on working hours, and on when somebody outside was asked.
For orders about which nobody outside was ever asked, each promise comes to an instant: those held since before it are
late. The few others are told one by one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, case, exists, false, or_, select

from moratorium.store import tables

MOST = 10_000
"""So many held orders about which somebody outside was asked are looked at, the one held longest first."""

_H, _A = tables.holds.c, tables.asks.c


class Promised(msgspec.Struct, frozen=True):
    """A promise at one instant.

    Attributes:
        kind: Of the orders that it is for; empty for both.
        above: Only for orders worth more, by currency; what is not known counts as more.
        begun: Orders that fall under it and are held since before this are late.
    """

    kind: str
    above: Mapping[str, Decimal]
    begun: datetime


class Overdue(msgspec.Struct, frozen=True):
    """Which held orders are late at one instant.

    Attributes:
        promised: The promises, of which the first that fits an order counts.
        keys: Of the orders about which somebody outside was asked, those that are late.
    """

    promised: tuple[Promised, ...] = ()
    keys: tuple[str, ...] = ()


_WAS_ASKED = exists(select(_A.act).where(_A.order_key == _H.order_key))


def asked_about(connection: Connection) -> tuple[str, ...]:
    """Held orders about which somebody outside was asked, the one held longest first."""
    asked = select(_H.order_key).where(_WAS_ASKED).order_by(_H.since, _H.order_key).limit(MOST)
    return tuple(connection.execute(asked).scalars())


def is_overdue(late: Overdue) -> ColumnElement[bool]:
    """Whether a row of ``holds`` is late."""
    if not late.promised:
        return false()
    latest = max(one.begun for one in late.promised)  # along the index of ages
    by_promise = case(*((_fits(one), _H.since < one.begun) for one in late.promised), else_=false())
    unasked = and_(_H.since < latest, by_promise, ~_WAS_ASKED)
    return or_(unasked, _H.order_key.in_(late.keys)) if late.keys else unasked


def _fits(one: Promised) -> ColumnElement[bool]:
    """As `terms.holding.promise_for` has it."""
    found = [_H.kind == one.kind] if one.kind else []
    if one.above:
        more = [(_H.currency == currency) & (_H.value > value) for currency, value in one.above.items()]
        other = _H.currency.not_in(sorted(one.above))
        found.append(or_(_H.currency.is_(None), _H.value.is_(None), other, *more))
    return and_(True, *found)
