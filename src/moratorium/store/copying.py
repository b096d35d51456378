"""A record carried from one database into another: from a file to a server that a second machine shares, or back.

Acts, tree, checkpoints and blobs are copied as they are; everything else is folded again from the acts in the new
database, and the root that they lead to must be the same. All of it is one transaction.
"""

from __future__ import annotations

from sqlalchemy import Connection, Table, insert, select

from moratorium.errors import ConflictError
from moratorium.store import tables
from moratorium.store.acts import size
from moratorium.store.database import Store
from moratorium.store.upgrade import upgrade

_PAGES = {tables.acts: 1000, tables.nodes: 5000, tables.checkpoints: 1000, tables.blobs: 50, tables.attachments: 4}
"""What is copied, and how many rows at a time: blobs may be large."""


def copy(source: Store, target: Store) -> int:
    """Carry a record over into an empty database; returns how many acts it has. The source stays as it is.

    Raises:
        ConflictError: there is a record in the target already.
        ProofError: an act cannot be read back, or the acts lead to another root than the stored one.
    """
    with source.read() as stored, target.begin() as made:
        for table in _PAGES:
            if made.execute(select(*table.primary_key).limit(1)).first() is not None:
                raise ConflictError("there is a record in it already", target.place, "choose an empty database")
        for table, page in _PAGES.items():
            _copy_table(table, page, stored, made)
        upgrade(made)
        return size(made)


def _copy_table(table: Table, page: int, stored: Connection, made: Connection) -> None:
    asked = select(table).order_by(*table.primary_key).execution_options(yield_per=page)
    for rows in stored.execute(asked).mappings().partitions(page):
        made.execute(insert(table), [dict(row) for row in rows])
