"""Drafts of measures that somebody has begun to write: kept between sessions, no part of the record.

A draft becomes an act when it is proposed, and is gone then.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from moratorium.store import tables

drafts = tables.drafts


class DraftRow(msgspec.Struct, frozen=True):
    """A draft.

    Attributes:
        id: Its name.
        version: Counts how often it was kept.
        text: The document, however faulty.
        reason: Why the measure is wanted.
        measure: Id of the measure that it changes; empty if it is a new one.
        seen: Digest of that measure's text when the draft was begun; empty for a new one.
        by: Who kept it last.
        at: When.
    """

    id: str
    version: int
    text: str
    reason: str
    measure: str
    seen: str
    by: str
    at: datetime


def find(connection: Connection, id: str) -> DraftRow | None:
    """The draft of this name, or None."""
    row = connection.execute(select(drafts).where(drafts.c.id == id)).first()
    return None if row is None else DraftRow(**row._mapping)


def all_drafts(connection: Connection) -> tuple[DraftRow, ...]:
    """Every draft, the one kept last first."""
    rows = connection.execute(select(drafts).order_by(drafts.c.at.desc(), drafts.c.id))
    return tuple(DraftRow(**row._mapping) for row in rows)


def put(connection: Connection, row: DraftRow) -> None:
    """Keep a new draft."""
    connection.execute(insert(drafts).values(msgspec.structs.asdict(row)))


def replace(connection: Connection, row: DraftRow) -> bool:
    """Keep a draft again; False, and nothing is kept, if it is not the version before that is there."""
    before = (drafts.c.id == row.id) & (drafts.c.version == row.version - 1)
    return connection.execute(update(drafts).where(before).values(msgspec.structs.asdict(row))).rowcount == 1


def remove(connection: Connection, id: str) -> bool:
    """Throw a draft away; False if there is none."""
    return connection.execute(delete(drafts).where(drafts.c.id == id)).rowcount == 1
