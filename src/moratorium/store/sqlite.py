"""SQLite: one file in the home folder, or in memory.

In WAL mode readers never wait for the writer, and there is one writer at a time. ``synchronous=FULL``: a commit has
reached the disk before a receipt can be handed out, so that no power cut takes back what was promised. That costs one
flush a transaction (1 to 10 ms on a plain disk); acts come in batches of hundreds, so it is not felt.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Connection, create_engine, event
from sqlalchemy.exc import DBAPIError

from moratorium.errors import InputError, ProofError, SourceError
from moratorium.store.driver import BUSY, FULL, READ_ONLY, Driver, Words, begins, first_line

_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # an erased payload is overwritten, not only unlinked
    "cache_size": "-65536",  # 64 MiB
}

_SPOKEN = {
    5: BUSY,
    6: BUSY,
    8: READ_ONLY._replace(help="give write permission to the file and its folder"),
    10: Words(SourceError, "the disk cannot be read or written", "check the disk; nothing of this step was kept"),
    11: Words(ProofError, "the database is damaged", "restore it from a backup, then run `moratorium fsck`"),
    13: FULL,
    14: Words(InputError, "the database cannot be opened", "check that the folder exists and may be written"),
    26: Words(InputError, "this file is not a database", "move it away, or restore it from a backup"),
}
"""SQLite's primary result codes in words."""


def sqlite(file: Path | None, wait: float) -> Driver:
    """A database in a file, made on first use; None for one in memory.

    Args:
        file: Its path.
        wait: Seconds that a writer waits for another one.
    """
    url = "sqlite://" if file is None else f"sqlite:///{file}"
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": wait}, hide_parameters=True)
    event.listen(engine, "connect", _set_up)
    begins(engine, _begin)
    return Driver(engine, str(file or ":memory:"), _words, is_shared=False)


def _set_up(connection: Any, _: object) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}").close()


def _begin(connection: Connection, write: bool) -> None:
    """A writer takes the lock at once, so that what it reads first still holds when it writes."""
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _words(error: DBAPIError) -> Words:
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    return _SPOKEN.get(code) or Words(InputError, f"the database refused: {first_line(error)}")
