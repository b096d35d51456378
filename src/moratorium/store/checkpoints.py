"""Checkpoints: the signed tree heads that were made, by size of the log. Their text is the note as published."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from moratorium.store.tables import checkpoints


def put(connection: Connection, size: int, note: str) -> None:
    """Keep the signed note for a size. The first one stays: one size, one root."""
    if at_size(connection, size) is None:
        connection.execute(insert(checkpoints).values(size=size, note=note))


def at_size(connection: Connection, size: int) -> str | None:
    """The note of exactly this size, or None."""
    return connection.execute(select(checkpoints.c.note).where(checkpoints.c.size == size)).scalar()


def newest(connection: Connection) -> tuple[int, str] | None:
    """Size and note of the newest checkpoint, or None."""
    row = connection.execute(select(checkpoints).order_by(checkpoints.c.size.desc()).limit(1)).first()
    return None if row is None else (row.size, row.note)


def all_notes(connection: Connection) -> tuple[tuple[int, str], ...]:
    """Size and note of every checkpoint, smallest first."""
    return tuple((row.size, row.note) for row in connection.execute(select(checkpoints).order_by(checkpoints.c.size)))
