"""How far a reader of the log has come: written in the transaction of what it made of it, so nothing is read twice."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from moratorium.store import tables

marks = tables.marks


def mark(connection: Connection, reader: str) -> int | None:
    """Where a reader goes on; None if it never read."""
    found: int | None = connection.execute(select(marks.c.act).where(marks.c.reader == reader)).scalar()
    return found


def put(connection: Connection, reader: str, act: int) -> None:
    """Set where a reader goes on."""
    connection.execute(delete(marks).where(marks.c.reader == reader))
    connection.execute(insert(marks).values(reader=reader, act=act))
