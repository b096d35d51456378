"""PostgreSQL: a server that several machines share.

The log is a sequence, so whoever appends holds one lock (an advisory one, for this schema) until the transaction ends,
and reads the size of the log after it has it. A reader sees one fixed state and can write nothing. A commit waits until
the server has written it to its disk, whatever the server's own setting is.

An address may carry a password, so it is never shown: errors name user, host, port and database.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from moratorium.errors import BusyError, InputError, ProofError, SettingError, SourceError
from moratorium.store.driver import BUSY, FULL, READ_ONLY, Driver, Words, begins, first_line
from moratorium.store.rows import NEW_ROWS

SCHEMES = ("postgresql", "postgres", "postgresql+psycopg")
"""How an address of a PostgreSQL server begins, before ``://``."""

CONNECTIONS = 20
"""The most that one process opens at once."""

_CONNECT = {
    "application_name": "moratorium",
    "connect_timeout": "10",
    "keepalives_idle": "30",
    "keepalives_interval": "10",
    "keepalives_count": "3",
}
"""What an address that says nothing of it is opened with: a server that is gone is noticed within a minute."""

_READ = "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_WRITE = """
BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE;
SET LOCAL lock_timeout = {wait};
SELECT set_config('synchronous_commit', 'on', true)
    WHERE current_setting('synchronous_commit') NOT IN ('on', 'remote_apply');
SELECT pg_advisory_xact_lock(hashtextextended('moratorium ' || current_schema(), 0))
"""
"""Read committed, since each statement after the lock is to see what the one before us wrote.

All of it is sent at once, for each journey to the server keeps the interpreter's turn from the thread that writes; so
the connection begins nothing by itself (``AUTOCOMMIT``), and is not asked before whether it is still there: the store
begins again on a new one if it is not.
"""

_UNREACHED = Words(SourceError, "the database cannot be reached", "nothing is decided without it; try again later")
_LOST = Words(
    SourceError,
    "the connection to the database was lost",
    "run the step again: what was kept already is found and not recorded twice",
)
_STOPPING = Words(SourceError, "the database server is stopping or starting", "try again in a moment")
_CROWDED = Words(SourceError, "the database server has no connection left", "try again later, or raise max_connections")
_STRANGER = Words(
    SettingError, "the database server does not let this user in", "check user and password (PGPASSWORD, or ~/.pgpass)"
)
_NO_DATABASE = Words(SettingError, "there is no such database", "make it first: createdb NAME")

_SPOKEN = {
    "08": _LOST,
    "22021": Words(InputError, "a text holds a character that the database cannot keep", "remove it, then try again"),
    "25006": READ_ONLY._replace(help="connect to the primary server, as a user who may write"),
    "28": _STRANGER,
    "3D000": _NO_DATABASE,
    "3F000": Words(SettingError, "there is no schema to make tables in", "make one, or set search_path for this user"),
    "40": Words(BusyError, "another process wrote at the same time", "try again"),
    "42501": Words(SettingError, "this user may not do that in the database", "grant it, or make the user its owner"),
    "53": Words(SourceError, "the database server lacks memory or room", "make room and try again"),
    "53100": FULL,
    "53300": _CROWDED,
    "55P03": BUSY,
    "57": _STOPPING,
    "57014": Words(BusyError, "the server ended the step, as it took too long", "raise statement_timeout"),
    "58": Words(SourceError, "the server's disk cannot be read or written", "check it; nothing of this step was kept"),
    "XX001": Words(ProofError, "the database is damaged", "restore it from a backup, then run `moratorium fsck`"),
    "XX002": Words(ProofError, "the database is damaged", "restore it from a backup, then run `moratorium fsck`"),
}
"""Codes of the server, or their first two letters, in words."""

_AT_THE_DOOR = {
    "accepting connections": _STOPPING,
    "starting up": _STOPPING,
    "shutting down": _STOPPING,
    "recovery mode": _STOPPING,
    "too many": _CROWDED,
    "connection slots": _CROWDED,
    "password": _STRANGER,
    "authentication": _STRANGER,
    "pg_hba.conf": _STRANGER,
    "role ": _STRANGER,
    "database ": _NO_DATABASE,
}
"""A refused connection has no code, only the server's text; the first of these that is in it tells."""


def is_address(place: str) -> bool:
    """Whether a text is the address of a PostgreSQL server.

    >>> is_address("postgresql://moratorium@db.example/moratorium"), is_address("/srv/moratorium")
    (True, False)
    """
    scheme, divided, _ = place.partition("://")
    return bool(divided) and scheme in SCHEMES


def postgresql(address: str, wait: float) -> Driver:
    """The database behind an address.

    Args:
        address: Such as ``postgresql://moratorium@db.example:5432/moratorium?sslmode=verify-full``.
        wait: Seconds that a writer waits for another one.

    Raises:
        InputError: the address cannot be read.
    """
    url = _read(address)
    engine = create_engine(
        url.update_query_dict({**_CONNECT, **url.query}),
        isolation_level="AUTOCOMMIT",
        pool_size=5,
        max_overflow=CONNECTIONS - 5,
        pool_timeout=max(wait, 0.1),
        hide_parameters=True,
    )
    begins(engine, partial(_begin, writing=_WRITE.format(wait=max(1, round(wait * 1000)))))
    event.listen(engine, "do_executemany", _copied)
    return Driver(engine, shown(url), _words, is_shared=True)


def _read(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # its text may hold the password
        help = "write it as postgresql://USER@HOST:PORT/DATABASE"
        raise InputError("the address of the database cannot be read", "MORATORIUM_DATABASE", help) from None
    return url.set(drivername="postgresql+psycopg")


def with_password(address: str, password: str) -> str:
    """An address with the password that is kept apart from it.

    Raises:
        InputError: the address cannot be read.

    >>> with_password("postgresql://ann@db.example/moratorium?sslmode=verify-full", "s@crét")
    'postgresql://ann:s%40cr%C3%A9t@db.example/moratorium?sslmode=verify-full'
    """
    url = _read(address).set(drivername="postgresql", password=password)
    return url.render_as_string(hide_password=False)


def shown(url: URL) -> str:
    """An address for people, without password and options.

    >>> shown(make_url("postgresql+psycopg://ann:secret@db.example:5433/moratorium?sslpassword=secret"))
    'postgresql://ann@db.example:5433/moratorium'
    """
    user = f"{url.username}@" if url.username else ""
    port = f":{url.port}" if url.port else ""
    return f"postgresql://{user}{url.host or ''}{port}/{url.database or ''}"


def _begin(connection: Connection, write: bool, writing: str) -> None:
    connection.exec_driver_sql(writing if write else _READ)


def _copied(cursor: Any, statement: str, rows: Iterable[tuple[Any, ...]], context: Any) -> bool:
    """Many new rows go to the server as one stream, which costs both sides a quarter of as many statements."""
    if not context.execution_options.get(NEW_ROWS):
        return False
    place = statement.removeprefix("INSERT INTO ").partition(" VALUES ")[0]
    with cursor.copy(f"COPY {place} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)
    return True


def _words(error: DBAPIError) -> Words:
    code = getattr(error.orig, "sqlstate", None)
    if code is None:
        return _at_the_door(error)
    words = _SPOKEN.get(code) or _SPOKEN.get(code[:2])
    if words is None and error.connection_invalidated:
        words = _LOST
    return words or Words(InputError, f"the database refused: {first_line(error)}")


def _at_the_door(error: DBAPIError) -> Words:
    text = str(error.orig)
    if "NUL" in text:
        return _SPOKEN["22021"]
    if error.connection_invalidated:
        return _LOST
    return next((words for sign, words in _AT_THE_DOOR.items() if "FATAL" in text and sign in text), _UNREACHED)
