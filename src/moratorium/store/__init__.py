"""The store: the record and what is read from it. The only room that speaks SQL.

Acts are the record; every other table is a projection of them and can be folded again (DESIGN law 13). Blobs hold what
acts cite by digest.

=========== ==========================================================================
module      what is in it
=========== ==========================================================================
tables      the tables, the same on SQLite and PostgreSQL
database    how it is opened, its version, write and read transactions
driver      what the two databases have in common, and errors in words
sqlite      a file, for one machine
postgresql  a server, for several machines
acts        acts and their leaves: append, read, erase
project     one function per kind of act: the act -> rows
projections what the desk reads: orders, answers, the adopted rulebook, lists
rows        rows in and out by key, quickly, on the way of each decision
blobs       order documents, judgements, lists, registers, by digest
attachments files on cases, which can be erased
case_rows   acts of cases -> rows
case_search words of cases found, by FTS5 and by PostgreSQL
cases       cases read: one, a page of them, who points where, copies of a message
holding     acts -> the queue of holds, from what decisions cite
holds       the queue of holds read
overdue     which holds are late by the clock of the rules, as a condition
effects     when the effect of an order changed: marked, and counted by quarter
second_person answers of one person that wait for a second one
directory   who our parties are, in which orders, whom they may be on the lists: no part of the record
remarks     what people said of possible matches
list_acts   versions of lists with who brought them, runs of re-screening
pages       orders and acts, a page at a time
partners    notices with their recipients, undertakings, who acts for whom
requests    requests of the service that must not be done twice
outbox      letters in transit
receivers   who is written to about what
jobs        what was asked of the worker, and how far it is
marks       how far a reader of the log has come
happenings  days that came, outcomes that changed
periods     what happened in a quarter, as of a size of the log
alone       one of several programs at a time
accounts    accounts as acts left them, and who looked at what
sign_in     digests of passwords, sessions, one-time links: no part of the record
checkpoints signed tree heads
fold        all acts folded again and compared with what is stored (``fsck``)
forms       payloads of acts in every form in which they were ever written
upgrade     a database of an older program brought to these tables
copying     a record carried from one database into another
=========== ==========================================================================
"""

from sqlalchemy import Connection

from moratorium.store import accounts, blobs, checkpoints, projections, sign_in
from moratorium.store.acts import Logged, Signed, act_at, append, erase, nodes, read_acts, root, size
from moratorium.store.copying import copy
from moratorium.store.database import State, Store, open_store, state_of, upgrade_store
from moratorium.store.fold import Fold, fold, fsck
from moratorium.store.tables import VERSION

__all__ = [
    "VERSION",
    "Connection",
    "Fold",
    "Logged",
    "Signed",
    "State",
    "Store",
    "accounts",
    "act_at",
    "append",
    "blobs",
    "checkpoints",
    "copy",
    "erase",
    "fold",
    "fsck",
    "nodes",
    "open_store",
    "projections",
    "read_acts",
    "root",
    "sign_in",
    "size",
    "state_of",
    "upgrade_store",
]
