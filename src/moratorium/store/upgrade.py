"""A database of an older program brought to the tables of this one.

Acts, tree, checkpoints and blobs stay as they are. The projections are dropped, made anew, and filled by folding all
acts again: what the older program knew is in the acts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

from sqlalchemy import Connection, update

from moratorium.errors import ProofError
from moratorium.ledger import merkle
from moratorium.store import tables
from moratorium.store.acts import edge, leaves, read_acts, root
from moratorium.store.project import project_all

_T = TypeVar("_T")

_PAGE = 1000
_MEND = "restore the database from a backup; the program that made it tells more with `moratorium fsck`"


def upgrade(connection: Connection) -> None:
    """Fold all acts again into the tables of this program, and write its version.

    Args:
        connection: In a write transaction; nothing counts before it commits.

    Raises:
        ProofError: an act cannot be read back, or the acts lead to another root than the stored one.
        MoratoriumError: the acts do not follow from each other.
    """
    tables.metadata.drop_all(connection, tables.PROJECTIONS)
    tables.metadata.create_all(connection)
    for table in tables.metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            index.create(connection, checkfirst=True)  # of a table that stays, new ones are not made with it
    for page in _pages(read_acts(connection)):
        project_all(connection, ((one.index, one.act) for one in page if one.act.payload is not None))
    if _folded_root(connection) != root(connection):
        raise ProofError("the acts lead to another root than the stored one", "", _MEND)
    connection.execute(update(tables.schema).values(version=tables.VERSION))


def _folded_root(connection: Connection) -> bytes:
    """The root to which the acts lead, without the stored nodes; a page of leaves at a time."""
    size, known = 0, dict[tuple[int, int], bytes]()

    def node(level: int, index: int) -> bytes:
        return known[level, index]

    for page in _pages(map(merkle.leaf_hash, leaves(connection))):
        known |= {(level, index): made for level, index, made in merkle.extend_nodes(size, page, node)}
        size += len(page)
        known = {place: known[place] for place in edge(size)}
    return merkle.root(size, node)


def _pages(of: Iterable[_T]) -> Iterator[tuple[_T, ...]]:
    rest = iter(of)
    while page := tuple(islice(rest, _PAGE)):
        yield page
