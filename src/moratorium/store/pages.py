"""Pages of orders and of acts, for whoever looks through them: in one order, from a place on, so many at a time."""

from __future__ import annotations

from collections.abc import Collection

import msgspec
from sqlalchemy import Connection, select

from moratorium.store import tables
from moratorium.store.acts import Entry, entries
from moratorium.store.projections import OrderRow


class Wanted(msgspec.Struct, frozen=True):
    """Which orders; None takes all.

    Attributes:
        effect: ``allow``, ``hold`` or ``deny``.
        status: ``open``, ``shipped`` or ``closed``.
    """

    effect: str | None = None
    status: str | None = None


def orders(connection: Connection, wanted: Wanted, after: str, limit: int) -> tuple[OrderRow, ...]:
    """Orders as they were last decided, in the order of their keys.

    Args:
        connection: To the store.
        wanted: Which.
        after: Key of the last order of the page before; empty for the first page.
        limit: At most so many.
    """
    of = tables.orders.c
    asked = select(tables.orders).where(of.key > after).order_by(of.key).limit(limit)
    if wanted.effect is not None:
        asked = asked.where(of.effect == wanted.effect)
    if wanted.status is not None:
        asked = asked.where(of.status == wanted.status)
    return tuple(OrderRow(*row) for row in connection.execute(asked))


def decided_since(connection: Connection, start: int, limit: int) -> tuple[OrderRow, ...]:
    """Orders whose decision that stands was made at a log index or later, in the order of the log."""
    of, decisions = tables.orders, tables.decisions.c
    asked = select(of).join(tables.decisions, (decisions.order_key == of.c.key) & (decisions.act == of.c.act))
    rows = connection.execute(asked.where(decisions.act >= start).order_by(decisions.act).limit(limit))
    return tuple(OrderRow(*row) for row in rows)


def acts(connection: Connection, start: int, limit: int, kinds: Collection[str] | None = None) -> tuple[Entry, ...]:
    """Acts as they lie in the log, from an index on."""
    found = []
    for entry in entries(connection, kinds, start):
        found.append(entry)
        if len(found) == limit:
            break
    return tuple(found)
