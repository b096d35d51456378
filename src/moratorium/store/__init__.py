"""The store: the record and what is read from it. The only room that speaks SQL.

Acts are the record; every other table is a projection of them and can be folded again (DESIGN law 13). Blobs hold what
acts cite by digest.

=========== ==========================================================================
module      what is in it
=========== ==========================================================================
tables      the tables, for SQLite now and PostgreSQL later
database    the file, its version, write and read transactions
acts        acts and their leaves: append, read, erase
project     one function per kind of act: the act -> rows
projections what the desk reads: orders, answers, the adopted rulebook, lists
blobs       order documents, judgements, lists, registers, by digest
checkpoints signed tree heads
fold        all acts folded again and compared with what is stored (``fsck``)
forms       payloads of acts in every form in which they were ever written
upgrade     a database of an older program brought to these tables
=========== ==========================================================================
"""

from sqlalchemy import Connection

from moratorium.store import blobs, checkpoints, projections
from moratorium.store.acts import Logged, Signed, act_at, append, erase, nodes, read_acts, root, size
from moratorium.store.database import Store, open_store
from moratorium.store.fold import Fold, fold, fsck
from moratorium.store.tables import VERSION

__all__ = [
    "VERSION",
    "Connection",
    "Fold",
    "Logged",
    "Signed",
    "Store",
    "act_at",
    "append",
    "blobs",
    "checkpoints",
    "erase",
    "fold",
    "fsck",
    "nodes",
    "open_store",
    "projections",
    "read_acts",
    "root",
    "size",
]
