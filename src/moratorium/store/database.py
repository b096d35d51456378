"""The database, and the two ways into it: one write transaction, or one read of a fixed state.

It is a file (:mod:`moratorium.store.sqlite`) or a server that several machines share
(:mod:`moratorium.store.postgresql`). On both there is one writer at a time, readers never wait for it, and a commit has
reached the disk before anybody is told of it.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, create_mock_engine, insert, inspect, select
from sqlalchemy.dialects.sqlite import dialect
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.schema import ExecutableDDLElement

from moratorium.errors import BusyError, InputError, MoratoriumError
from moratorium.store import tables
from moratorium.store.alone import IsHeld, by_file, by_server
from moratorium.store.driver import WAIT_SECONDS, Driver, spoken
from moratorium.store.postgresql import is_address, postgresql
from moratorium.store.sqlite import sqlite
from moratorium.store.upgrade import upgrade

FILE = "moratorium.db"


class Store:
    """An open database. Close it, or use it as a context manager.

    Attributes:
        place: Where it is, for people: the file, or the address without its secrets.
        upgraded_from: Version of the tables that opening it found and upgraded; None if they were of this program.
    """

    def __init__(self, driver: Driver) -> None:
        self.place = driver.place
        self.upgraded_from: int | None = None
        self._driver = driver
        weakref.finalize(self, driver.engine.dispose)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_shared(self) -> bool:
        """Whether other machines may be at work in it."""
        return self._driver.is_shared

    @property
    def address(self) -> str:
        """Its address with what opens it, for a library that keeps tables of its own on the same server."""
        return self._driver.engine.url.render_as_string(hide_password=False)

    @contextmanager
    def alone(self, name: str) -> Iterator[IsHeld | None]:
        """Hold a place that one program at a time holds; None if another one does: see the module ``alone``.

        Raises:
            SourceError: the database cannot be reached.
        """
        held = by_server(self._driver.engine, name) if self.is_shared else by_file(Path(f"{self.place}.{name}"))
        with self.speaking(), held as is_held:
            yield is_held

    @contextmanager
    def speaking(self) -> Iterator[None]:
        """What goes wrong with the database in a block is told as everywhere, also by a library that uses it too.

        Raises:
            SourceError: the database cannot be used now.
        """
        try:
            yield
        except (DBAPIError, PoolTimeout) as error:
            raise spoken(error, self._driver) from error

    def settle(self) -> None:
        """Have the database do now what else would hold up one of the next commits; best when nobody waits for one."""
        self._driver.settle()

    def close(self) -> None:
        """Give back all connections; the last one to a file merges the write-ahead log into it."""
        self._driver.engine.dispose()

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One write transaction: all of it is kept, or nothing.

        Raises:
            ConflictError: another process is writing for longer than the wait, or wrote the same thing first, or a
                newer program has upgraded the tables since this one opened them.
            SourceError: the database cannot be used now; nothing was kept.
        """
        with self.transaction(write=True) as connection:
            _check_version(connection, self.place)
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One fixed state, whatever others write meanwhile; writing in it is refused.

        Raises:
            SourceError: the database cannot be used now.
        """
        with self.transaction(write=False) as connection:
            yield connection

    @contextmanager
    def transaction(self, *, write: bool) -> Iterator[Connection]:
        """As :meth:`begin` or :meth:`read`, whatever version the tables have."""
        with self.speaking(), ExitStack() as stack:
            yield self._begun(stack, write=write)

    def _begun(self, stack: ExitStack, *, write: bool) -> Connection:
        """A connection in a transaction; one that the server cut while it lay idle is followed by a new one.

        That is seen when the transaction begins, so nothing was done on it yet.
        """
        try:
            return self._begin(stack, write=write)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            return self._begin(stack, write=write)

    def _begin(self, stack: ExitStack, *, write: bool) -> Connection:
        plain = stack.enter_context(self._driver.engine.connect())
        connection = plain.execution_options(moratorium_write=write)
        stack.enter_context(connection.begin())
        return connection


class State(NamedTuple):
    """What a database holds, as far as its tables go.

    Attributes:
        place: Where it is, for people.
        version: Of its tables; None if there are none yet.
        needed: The version that this program needs.
    """

    place: str
    version: int | None
    needed: int = tables.VERSION


def open_store(place: Path | str, wait: float = WAIT_SECONDS) -> Store:
    """Open a database; it is made on first use. A file is upgraded if an older program made it.

    Args:
        place: A folder, which holds ``moratorium.db``; or the file itself, ending in ``.db``; or the address of a
            PostgreSQL database, ``postgresql://USER@HOST/DATABASE``.
        wait: Seconds that a writer waits for another one.

    Raises:
        InputError: it cannot be opened, is no database, a newer version of this program made it, or it is a server's
            and an older one did: then it is upgraded on command only, for other machines may be at work.
        SourceError: it cannot be reached.
        ConflictError: another process is writing for longer than the wait.
        ProofError: it is to be upgraded, and its acts cannot be folded again.
    """
    store = _found(place, wait)
    try:
        _prepare(store, on_command=False)
    except MoratoriumError:
        store.close()
        raise
    return store


def upgrade_store(place: Path | str, wait: float = WAIT_SECONDS) -> tuple[State, State]:
    """Bring a database to the tables of this program, or make it; returns what it was before and is after.

    Raises as :func:`open_store` does.
    """
    before = state_of(place, wait)
    with _found(place, wait) as store:
        _prepare(store, on_command=True)
    return before, state_of(place, wait)


def state_of(place: Path | str, wait: float = WAIT_SECONDS) -> State:
    """What a database holds, without changing it; a file that is not there has no version.

    Raises:
        InputError: it cannot be opened, or is no database.
        SourceError: it cannot be reached.
    """
    file = _file(place)
    if file is not None and not file.exists():
        return State(str(file), None)
    with _found(place, wait) as store, store.read() as connection:
        return State(store.place, _version(connection))


def _found(place: Path | str, wait: float) -> Store:
    file = _file(place)
    if file is None:
        return Store(postgresql(str(place), wait))
    if not file.parent.is_dir():
        raise InputError(f"no folder `{file.parent}`", help="make it first")
    return Store(sqlite(file, wait))


def _file(place: Path | str) -> Path | None:
    """The file of a place; None if it is a server's address."""
    if isinstance(place, str) and is_address(place):
        return None
    if isinstance(place, str) and "://" in place:
        message = f"a database of the kind `{place.partition('://')[0]}` is not known"
        raise InputError(message, "MORATORIUM_DATABASE", "write it as postgresql://USER@HOST:PORT/DATABASE")
    path = Path(place)
    return path if path.suffix == ".db" else path / FILE


def scratch() -> Store:
    """An empty database in memory, for folding acts again."""
    store = Store(sqlite(None, 0))
    with store.transaction(write=True) as connection:
        _make(connection)
    return store


def _make(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for statement in _statements():
            connection.exec_driver_sql(statement)
    else:
        tables.metadata.create_all(connection)
    connection.execute(insert(tables.schema).values(version=tables.VERSION))


@cache
def _statements() -> tuple[str, ...]:
    """What makes all tables in a file, written once: writing it lasts longer than doing it, and every fold does it."""
    written: list[str] = []

    def write(made: ExecutableDDLElement, *_: object) -> None:
        written.append(str(made.compile(dialect=dialect())))

    tables.metadata.create_all(create_mock_engine("sqlite://", write), checkfirst=False)
    return tuple(written)


def _prepare(store: Store, *, on_command: bool) -> None:
    with store.read() as connection:
        found = _version(connection)
    if found is None:
        with store.transaction(write=True) as connection:
            if _version(connection) is None:
                _make(connection)
    elif found < tables.VERSION:
        if store.is_shared and not on_command:
            message = f"the database has version {found}, this program needs {tables.VERSION}"
            raise InputError(message, store.place, "stop the other programs, back it up, then `moratorium db upgrade`")
        _bring_up(store, found)
    elif found > tables.VERSION:
        raise InputError(
            f"the database has version {found}, this program knows {tables.VERSION}",
            store.place,
            "use the newer program, or another home folder",
        )


def _bring_up(store: Store, found: int) -> None:
    """Upgrade in one transaction, unless another process has done so since the version was read."""
    try:
        with store.transaction(write=True) as connection:
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


_VERSION = select(tables.schema.c.version)


def _check_version(connection: Connection, place: str) -> None:
    """A program that goes on running while another one upgrades the tables must not write into them."""
    found = connection.execute(_VERSION).scalar()
    if found != tables.VERSION:
        message = f"the database has version {found} by now, this program knows {tables.VERSION}"
        raise BusyError(message, place, "end this program and start the one that upgraded it")
