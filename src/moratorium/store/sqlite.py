"""SQLite: one file in the home folder, or in memory.

In WAL mode readers never wait for the writer, and there is one writer at a time. ``synchronous=FULL``: a commit has
reached the disk before a receipt can be handed out, so that no power cut takes back what was promised. That costs one
flush a transaction (1 to 10 ms on a plain disk); acts come in batches of hundreds, so it is not felt.

An order that is decided alone touches a page of each of some forty tables and indexes, and every page touched is
written whole: first behind the write-ahead log, then, settled, into the file. So pages are small, and are settled
rarely: what is touched again and again in between is written there once.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError

from moratorium.errors import ConflictError, InputError, MoratoriumError, ProofError, SettingError, SourceError
from moratorium.store.driver import BUSY, FULL, READ_ONLY, Driver, Words, begins, first_line

_PRAGMAS = {
    "page_size": "2048",  # of a file that is made now; an older one keeps its 4096
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # an erased payload is overwritten, not only unlinked
    "cache_size": "-65536",  # 64 MiB
    "wal_autocheckpoint": "32000",  # pages, so 64 MiB; who writes much settles before (`settle`)
}

_SPOKEN = {
    5: BUSY,
    6: BUSY,
    8: READ_ONLY._replace(help="give write permission to the file and its folder"),
    10: Words(SourceError, "the disk cannot be read or written", "check the disk; nothing of this step was kept"),
    11: Words(ProofError, "the database is damaged", "restore it from a backup, then run `moratorium fsck`"),
    13: FULL,
    14: Words(SettingError, "the database cannot be opened", "check that the folder exists and may be written"),
    26: Words(SettingError, "this file is not a database", "move it away, or restore it from a backup"),
}
"""SQLite's primary result codes in words."""

_MOST = 2_000
"""Statements that are kept as written; these are more than the program has."""


class _Written:
    """Statements as they are written in SQLite's SQL, kept for all databases of this process.

    SQLAlchemy looks them up by the dialect too, of which each engine has one of its own, and would write the same again
    for each file opened and each record folded: that lasts longer than to carry them out. All dialects of one library
    write the same.
    """

    def __init__(self) -> None:
        self._kept: dict[Any, Any] = {}

    def get(self, key: tuple[Any, ...]) -> Any:
        """What a statement was written as; None if it was not yet."""
        return self._kept.get(key[1:])

    def __setitem__(self, key: tuple[Any, ...], written: Any) -> None:
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key[1:]] = written


_WRITTEN = _Written()


def sqlite(file: Path | None, wait: float) -> Driver:
    """A database in a file, made on first use; None for one in memory.

    Args:
        file: Its path.
        wait: Seconds that a writer waits for another one.
    """
    url = "sqlite://" if file is None else f"sqlite:///{file}"
    engine = create_engine(
        url,
        connect_args={"isolation_level": None, "timeout": wait},
        hide_parameters=True,
        execution_options={"compiled_cache": _WRITTEN},
    )
    event.listen(engine, "connect", _set_up)
    begins(engine, _begin)
    return Driver(engine, str(file or ":memory:"), _words, is_shared=False, settle=partial(_settle, engine))


def _set_up(connection: Any, _: object) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}").close()


def _begin(connection: Connection, write: bool) -> None:
    """A writer takes the lock at once, so that what it reads first still holds when it writes."""
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _settle(engine: Engine) -> None:
    """Move what the write-ahead log holds into the file, as far as no reader still needs the file as it was.

    If the disk has no room for it, it stays in that log, where it is safe, and is moved another time.
    """
    with suppress(sqlite3.Error), closing(engine.raw_connection()) as connection:
        connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def back_up(file: Path, target: Path) -> None:
    """One state of a database written to a new file, while others go on writing to it.

    The copy gets its name when all of it has reached the disk, so a copy that has its name is whole.

    Args:
        file: The database.
        target: The file that is made.

    Raises:
        ConflictError: there is a file of this name already.
        MoratoriumError: the database cannot be read, or the copy not be written; nothing is left of it.
    """
    if target.exists():
        raise ConflictError("there is a file of this name already", str(target), "name another folder")
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(file, isolation_level=None)) as database:
            database.execute("VACUUM INTO ?", (str(unfinished),))
        with unfinished.open("rb") as made:
            os.fsync(made.fileno())
        unfinished.rename(target)
    except sqlite3.Error as error:
        unfinished.unlink(missing_ok=True)
        raise _raised(error, target) from error


def _raised(error: sqlite3.Error, target: Path) -> MoratoriumError:
    kind, message, help = _of_code(error) or Words(SourceError, f"it cannot be written: {error}", "check the folder")
    return kind(message, str(target), help)


def _words(error: DBAPIError) -> Words:
    return _of_code(error.orig) or Words(InputError, f"the database refused: {first_line(error)}")


def _of_code(error: BaseException | None) -> Words | None:
    return _SPOKEN.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
