"""Many rows into a table at once.

SQLAlchemy puts an INSERT together anew for each row that it sends; where a transaction records hundreds of decisions,
that took as long as the database itself. Here the statement is put together once for each table, and values are
written by the same rules of the columns' types.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, LargeBinary, Table

_Written = Callable[[Any], Any] | None


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows.

    Args:
        connection: In a write transaction.
        table: The table.
        rows: Values by name of the column; all of them name the same columns.
    """
    if not rows:
        return
    names = tuple(rows[0])
    statement, written = _statement(table, names, connection.dialect)
    columns = [
        [row[name] for row in rows] if write is None else [write(row[name]) for row in rows]
        for name, write in zip(names, written, strict=True)
    ]
    connection.exec_driver_sql(statement, list(zip(*columns, strict=True)))


@lru_cache(maxsize=256)
def _statement(table: Table, names: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[_Written, ...]]:
    """The INSERT with a place for each column, and how each is written; None for as it is."""
    quoted, place = dialect.identifier_preparer, "?" if dialect.paramstyle == "qmark" else "%s"
    columns = [table.c[name] for name in names]
    named = ", ".join(map(quoted.format_column, columns))
    statement = f"INSERT INTO {quoted.format_table(table)} ({named}) VALUES ({', '.join([place] * len(names))})"  # noqa: S608 - names of our own
    return statement, tuple(_written(column.type, dialect) for column in columns)


def _written(kind: Any, dialect: Dialect) -> _Written:
    if isinstance(kind, LargeBinary):  # both databases take bytes as they are
        return None
    found: _Written = kind.dialect_impl(dialect).bind_processor(dialect)
    return found
