"""Rows in and out by key, on the way of each decision.

SQLAlchemy puts a statement together anew each time, and an INSERT once more for each row; on the way of a decision that
took longer than the database itself. Here a statement is put together once for each table, and values are written and
read by the same rules of the columns' types.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Dialect, LargeBinary, Table

MOST_KEYS = 500
"""Keys asked for in one statement; SQLite takes at least 999 parameters."""

MANY = 16
"""From so many rows on it pays to write them otherwise than one by one."""

NEW_ROWS = "moratorium_new_rows"
"""Option of an INSERT that has a place for each column and many rows: a database may take them in another way."""

_Turned = Callable[[Any], Any] | None
"""How a value is turned on its way into the database, or out of it; None for as it is."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write new rows.

    Args:
        connection: In a write transaction.
        table: The table.
        rows: Values by name of the column; all of them name the same columns.
    """
    if rows:
        names = tuple(rows[0])
        _write(connection, table, names, _values(names, rows), replaces=False)


def put_rows(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    present: Collection[tuple[Any, ...]],
) -> None:
    """Write rows, new ones and such as take the place of others.

    Args:
        connection: In a write transaction.
        table: The table.
        names: Of the columns; those of the primary key come first.
        rows: Their values.
        present: Primary keys of the rows that are there and may be among them.
    """
    if len(rows) < MANY:
        _write(connection, table, names, rows, replaces=True)
        return
    keys = tuple(column.name for column in table.primary_key)
    coming = {row[: len(keys)] for row in rows} if present else set()
    delete_rows(connection, table, keys, [key for key in present if key in coming])
    _write(connection, table, names, rows, replaces=False)


def add_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], number: str) -> None:
    """Write rows; where one with the same primary key is, its number is added to instead.

    Args:
        connection: In a write transaction.
        table: The table.
        rows: As for :func:`insert_rows`; few of them.
        number: Name of the column that is added to.
    """
    if rows:
        names = tuple(rows[0])
        _write(connection, table, names, _values(names, rows), replaces=True, added=number)


def _values(names: tuple[str, ...], rows: Sequence[Mapping[str, Any]]) -> Sequence[tuple[Any, ...]]:
    """The values of rows in one order."""
    return list(map(itemgetter(*names), rows)) if len(names) > 1 else [(row[names[0]],) for row in rows]


def _write(
    connection: Connection,
    table: Table,
    names: tuple[str, ...],
    rows: Sequence[tuple[Any, ...]],
    *,
    replaces: bool,
    added: str = "",
) -> None:
    if not rows:
        return
    statement, written = _insertion(table, names, connection.dialect, replaces, added)
    options = {NEW_ROWS: True} if len(rows) >= MANY and not replaces else None
    connection.exec_driver_sql(statement, _turned(rows, written), options)


def _turned(rows: Sequence[tuple[Any, ...]], written: tuple[_Turned, ...]) -> list[tuple[Any, ...]]:
    """Values as the database takes them."""
    if not any(written):
        return list(rows)
    columns = zip(zip(*rows, strict=True), written, strict=True)
    return list(zip(*[column if write is None else map(write, column) for column, write in columns], strict=True))


@lru_cache(maxsize=256)
def _insertion(
    table: Table, names: tuple[str, ...], dialect: Dialect, replaces: bool, added: str
) -> tuple[str, tuple[_Turned, ...]]:
    """The INSERT with a place for each column, and how each is written; what is there is replaced, or added to.

    The primary key is not written again: its index stays as it is.
    """
    statement = f"INSERT INTO {_named(table, names, dialect)[0]} VALUES ({_places(len(names), dialect)})"  # noqa: S608 - names of our own
    if replaces:
        key = tuple(column.name for column in table.primary_key)
        others = (added,) if added else [name for name in names if name not in key]
        columns, keys = [_named(table, (name,), dialect)[1] for name in others], _named(table, key, dialect)[1]
        old = f"{dialect.identifier_preparer.format_table(table)}.{columns[0]} + " if added else ""
        new = ", ".join(f"{one} = {old}excluded.{one}" for one in columns)
        statement += f" ON CONFLICT ({keys}) DO " + (f"UPDATE SET {new}" if new else "NOTHING")
    return statement, tuple(_written(table.c[name].type, dialect) for name in names)


def update_rows(connection: Connection, table: Table, names: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> None:
    """Write some columns of rows that are there, and no index of the others.

    Args:
        connection: In a write transaction.
        table: The table; its primary key is one column.
        names: Of the columns; the primary key comes last.
        rows: Their values.
    """
    if rows:
        statement, written = _updating(table, names, connection.dialect)
        connection.exec_driver_sql(statement, _turned(rows, written))


@lru_cache(maxsize=256)
def _updating(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Turned, ...]]:
    """The UPDATE with a place for each column, and how each is written."""
    *set_, this = (f"{_named(table, (name,), dialect)[1]} = {_places(1, dialect)}" for name in names)
    place = _named(table, names, dialect)[0].partition(" (")[0]
    statement = f"UPDATE {place} SET {', '.join(set_)} WHERE {this}"  # noqa: S608 - names of our own
    return statement, tuple(_written(table.c[name].type, dialect) for name in names)


def delete_rows(connection: Connection, table: Table, names: tuple[str, ...], keys: Sequence[tuple[Any, ...]]) -> None:
    """Remove the rows that have one of these keys.

    Args:
        connection: In a write transaction.
        table: The table.
        names: Of the columns that are looked up together.
        keys: Their values.
    """
    if keys:
        statement, written = _deletion(table, names, connection.dialect)
        connection.exec_driver_sql(statement, _turned(keys, written))


@lru_cache(maxsize=256)
def _deletion(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Turned, ...]]:
    """The DELETE with a place for each column, and how each is written."""
    place = _named(table, names, dialect)[0].partition(" (")[0]
    these = " AND ".join(f"{_named(table, (name,), dialect)[1]} = {_places(1, dialect)}" for name in names)
    statement = f"DELETE FROM {place} WHERE {these}"  # noqa: S608 - names of our own
    return statement, tuple(_written(table.c[name].type, dialect) for name in names)


def rows_at(
    connection: Connection, table: Table, names: tuple[str, ...], key: str, keys: Iterable[Any]
) -> Iterator[tuple[Any, ...]]:
    """Some columns of the rows that have one of these keys, in no order.

    Args:
        connection: In any transaction.
        table: The table.
        names: Of the columns wanted.
        key: Name of the column that is looked up.
        keys: Its values; those without a row are left out.
    """
    wanted = list(dict.fromkeys(keys))
    for start in range(0, len(wanted), MOST_KEYS):
        part = wanted[start : start + MOST_KEYS]
        if _takes_arrays(connection.dialect):
            room, given = 1, (part,)
        else:
            room = 1 << (len(part) - 1).bit_length()  # few lengths, so few statements; the rest asks for the last again
            given = (*part, *[part[-1]] * (room - len(part)))
        statement, read = _lookup(table, names, key, room, connection.dialect)
        for row in connection.exec_driver_sql(statement, given).all():
            yield tuple([value if turn is None else turn(value) for value, turn in zip(row, read, strict=True)])


@lru_cache(maxsize=256)
def _lookup(
    table: Table, names: tuple[str, ...], key: str, room: int, dialect: Dialect
) -> tuple[str, tuple[_Turned, ...]]:
    """The SELECT with a place for each key, or one for all in an array, and how each column is read."""
    (whole, columns), (_, asked) = _named(table, names, dialect), _named(table, (key,), dialect)
    place = whole.partition(" (")[0]
    any_of = f"= ANY({_places(1, dialect)})" if _takes_arrays(dialect) else f"IN ({_places(room, dialect)})"
    statement = f"SELECT {columns} FROM {place} WHERE {asked} {any_of}"  # noqa: S608 - names of our own
    return statement, tuple(table.c[name].type.dialect_impl(dialect).result_processor(dialect, None) for name in names)


def _named(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, str]:
    """The table with its columns, and the columns alone."""
    quoted = dialect.identifier_preparer
    columns = ", ".join(quoted.format_column(table.c[name]) for name in names)
    return f"{quoted.format_table(table)} ({columns})", columns


def _takes_arrays(dialect: Dialect) -> bool:
    """Whether many keys go over as one value; hundreds of places are read by driver and server each time anew."""
    return dialect.name == "postgresql"


def _places(many: int, dialect: Dialect) -> str:
    return ", ".join(["?" if dialect.paramstyle == "qmark" else "%s"] * many)


def _written(kind: Any, dialect: Dialect) -> _Turned:
    if isinstance(kind, LargeBinary):  # both databases take bytes as they are
        return None
    found: _Turned = kind.dialect_impl(dialect).bind_processor(dialect)
    return found
