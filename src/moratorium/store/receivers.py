"""Who wants to be written to, where, in which language and about what: each person's choice, no part of the record."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, Row, delete, insert, select

from moratorium.store import tables

receivers = tables.receivers


class Receiver(msgspec.Struct, frozen=True):
    """How a person is written to.

    Attributes:
        person: Their name, as it stands in acts.
        address: Their mail address.
        language: ``en``, ``nl`` or ``zh``.
        kinds: What they want to be told of.
        is_grouped: Whether it comes once a day, all together, instead of at once.
    """

    person: str
    address: str
    language: str
    kinds: tuple[str, ...] = ()
    is_grouped: bool = False


def put(connection: Connection, receiver: Receiver) -> None:
    """Set how a person is written to."""
    forget(connection, receiver.person)
    connection.execute(insert(receivers).values(**msgspec.structs.asdict(receiver)))


def forget(connection: Connection, person: str) -> None:
    """Write to a person no longer."""
    connection.execute(delete(receivers).where(receivers.c.person == person))


def find(connection: Connection, person: str) -> Receiver | None:
    """How a person is written to; None if they are not."""
    row = connection.execute(select(receivers).where(receivers.c.person == person)).first()
    return None if row is None else _receiver(row)


def every(connection: Connection) -> tuple[Receiver, ...]:
    """Everybody who is written to, by name."""
    return tuple(map(_receiver, connection.execute(select(receivers).order_by(receivers.c.person))))


def _receiver(row: Row[Any]) -> Receiver:
    return Receiver(**row._mapping)
