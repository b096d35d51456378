"""The database file, and the two ways into it: one write transaction, or one read of a fixed state.

SQLite in WAL mode: readers never wait for the writer, and there is one writer at a time. ``synchronous=FULL``: a commit
has reached the disk before a receipt can be handed out, so that no power cut takes back what was promised. That costs
one flush a transaction (1 to 10 ms on a plain disk); acts come in batches of hundreds, so it is not felt.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, insert, inspect, select
from sqlalchemy.exc import DBAPIError, IntegrityError

from moratorium.errors import ConflictError, InputError, MoratoriumError, ProofError
from moratorium.store import tables
from moratorium.store.upgrade import upgrade

FILE = "moratorium.db"
WAIT_SECONDS = 20.0
"""How long a writer waits for another one."""

_PRAGMAS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "secure_delete": "ON",  # an erased payload is overwritten, not only unlinked
    "cache_size": "-65536",  # 64 MiB
}

_SPOKEN: dict[int, tuple[type[MoratoriumError], str, str]] = {
    5: (ConflictError, "another process is writing", "wait until it has ended, then try again"),
    6: (ConflictError, "another process is writing", "wait until it has ended, then try again"),
    8: (InputError, "the database may only be read", "give write permission to the file and its folder"),
    10: (InputError, "the disk cannot be read or written", "check the disk; nothing of this step was kept"),
    11: (ProofError, "the database is damaged", "restore it from a backup, then run `moratorium fsck`"),
    13: (InputError, "the disk is full", "make room and try again; nothing of this step was kept"),
    14: (InputError, "the database cannot be opened", "check that the folder exists and may be written"),
    26: (InputError, "this file is not a database", "move it away, or restore it from a backup"),
}
"""SQLite's primary result codes in words."""


class Store:
    """An open database. Close it, or use it as a context manager.

    Attributes:
        path: The database file.
        upgraded_from: Version of the tables that opening it found and upgraded; None if they were of this program.
    """

    def __init__(self, engine: Engine, path: Path) -> None:
        self.path = path
        self.upgraded_from: int | None = None
        self._engine = engine
        weakref.finalize(self, engine.dispose)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give back all connections; the last one to do so merges the write-ahead log into the file."""
        self._engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One write transaction: all of it is kept, or nothing.

        Raises:
            ConflictError: another process is writing for longer than the wait, or wrote the same thing first.
        """
        with self._transaction(write=True) as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One fixed state, whatever others write meanwhile; writing in it is refused."""
        with self._transaction(write=False) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        try:
            with self._engine.connect() as plain:
                connection = plain.execution_options(moratorium_write=write)
                with connection.begin():
                    yield connection
        except DBAPIError as error:
            raise _spoken(error, self.path) from error


def open_store(path: Path, wait: float = WAIT_SECONDS) -> Store:
    """Open the database in a folder; it is made on first use, and upgraded if an older program made it.

    Args:
        path: The folder, which holds ``moratorium.db``; or the file itself, ending in ``.db``.
        wait: Seconds that a writer waits for another one.

    Raises:
        InputError: it cannot be opened, is no database, or a newer version of this program made it.
        ConflictError: another process is writing for longer than the wait.
        ProofError: it is to be upgraded, and its acts cannot be folded again.
    """
    file = path if path.suffix == ".db" else path / FILE
    if not file.parent.is_dir():
        raise InputError(f"no folder `{file.parent}`", help="make it first")
    store = Store(_engine(f"sqlite:///{file}", wait), file)
    try:
        _prepare(store)
    except MoratoriumError:
        store.close()
        raise
    return store


def scratch() -> Store:
    """An empty database in memory, for folding acts again."""
    store = Store(_engine("sqlite://", 0), Path(":memory:"))
    with store.begin() as connection:
        tables.metadata.create_all(connection)
    return store


def _engine(url: str, wait: float) -> Engine:
    engine = create_engine(url, connect_args={"isolation_level": None, "timeout": wait})
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _: object) -> None:
    for name, value in _PRAGMAS.items():
        connection.execute(f"PRAGMA {name} = {value}").close()


def _begin(connection: Connection) -> None:
    """A writer takes the lock at once, so that what it reads first still holds when it writes."""
    write = connection.get_execution_options().get("moratorium_write", False)
    connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def _prepare(store: Store) -> None:
    with store.read() as connection:
        found = _version(connection)
    if found is None:
        with store.begin() as connection:
            if _version(connection) is None:
                tables.metadata.create_all(connection)
                connection.execute(insert(tables.schema).values(version=tables.VERSION))
    elif found < tables.VERSION:
        _bring_up(store, found)
    elif found > tables.VERSION:
        raise InputError(
            f"the database has version {found}, this program knows {tables.VERSION}",
            str(store.path),
            "use the newer program, or another home folder",
        )


def _bring_up(store: Store, found: int) -> None:
    """Upgrade in one transaction, unless another process has done so since the version was read."""
    try:
        with store.begin() as connection:
            is_ours = _version(connection) == found
            if is_ours:
                upgrade(connection)
    except MoratoriumError as error:
        tried = f"the state has version {found} and was not upgraded to {tables.VERSION}; it is as it was"
        raise type(error)(f"{tried}: {error.fault.message}", error.fault.at, error.fault.help) from error
    store.upgraded_from = found if is_ours else None


def _version(connection: Connection) -> int | None:
    if not inspect(connection).has_table(tables.schema.name):
        return None
    return connection.execute(select(tables.schema.c.version)).scalar()


def _spoken(error: DBAPIError, path: Path) -> MoratoriumError:
    if isinstance(error, IntegrityError):
        return ConflictError(f"somebody was faster: {error.orig}", str(path), "read again, then repeat the step")
    code = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
    kind, message, help = _SPOKEN.get(code, (InputError, f"the database refused: {error.orig}", ""))
    return kind(message, str(path), help)
