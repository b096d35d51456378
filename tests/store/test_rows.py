"""Rows by key: written and read as SQLAlchemy's own statements write and read them, on either database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import Table, insert, select

from moratorium.errors import ConflictError
from moratorium.store import Store, tables
from moratorium.store.rows import MANY, MOST_KEYS, delete_rows, insert_rows, put_rows, rows_at

NOON = datetime(2022, 5, 2, 12, tzinfo=UTC)


def order(key: str, act: int) -> dict[str, Any]:
    placed_on = None if act % 2 else date(2022, 5, 2)
    return {
        "key": key,
        "id": key,
        "digest": "d",
        "status": "open",
        "placed_on": placed_on,
        "day": date(2022, 5, 2),
        "effect": "hold",
        "trial": act % 2 == 0,
        "act": act,
    }


def drawdown(act: int) -> dict[str, Any]:
    return {
        "act": act,
        "authorisation": 'L "1" %s ?',
        "order_key": f"SO-{act}/sale",
        "line": "1",
        "actor": "ann",
        "quantity": Decimal("1.5"),
        "value": None,
        "currency": None,
        "released": None,
        "at": NOON.astimezone(timezone(timedelta(hours=act % 3))),
    }


BLOB = {"digest": "d" * 64, "media": "application/json", "bytes": 3, "content": b"\x00\xff'"}
TABLES: tuple[tuple[Table, list[dict[str, Any]], str], ...] = (
    (tables.orders, [order(f"SO-{number}/sale", number) for number in range(5)], "key"),
    (tables.orders, [order(f"SO\t{number}\\N\n/sale", number) for number in range(2 * MANY)], "key"),
    (tables.drawdowns, [drawdown(number) for number in range(5)], "act"),
    (tables.drawdowns, [drawdown(number) for number in range(2 * MANY)], "act"),
    (tables.blobs, [BLOB], "digest"),
    (tables.blobs, [{**BLOB, "digest": f"{number:064x}"} for number in range(2 * MANY)], "digest"),
)


def test_they_are_what_the_slow_way_writes_and_reads(store: Store) -> None:
    for table, rows, key in TABLES:
        with store.begin() as connection:
            connection.execute(table.delete())
            connection.execute(insert(table), rows)
            every = select(table).order_by(key)
            slow = connection.execute(every).all()
            connection.execute(table.delete())
            insert_rows(connection, table, rows)
            assert connection.execute(every).all() == slow
            quick = rows_at(connection, table, tuple(table.columns.keys()), key, [row[key] for row in rows])
            assert sorted(quick, key=repr) == sorted(map(tuple, slow), key=repr)


def test_keys_without_a_row_are_left_out_and_many_are_asked_in_turn(store: Store) -> None:
    keys = [f"SO-{number}/sale" for number in range(2 * MOST_KEYS + 3)]
    with store.begin() as connection:
        insert_rows(connection, tables.orders, [order(key, act) for act, key in enumerate(keys)])
        found = rows_at(connection, tables.orders, ("key", "act"), "key", [*keys[::2], *keys[::4], "none"])
        assert sorted(found) == sorted((key, act) for act, key in enumerate(keys) if act % 2 == 0)
        assert list(rows_at(connection, tables.orders, ("key",), "key", [])) == []


def test_a_row_takes_the_place_of_the_one_with_its_key_and_leaves_others_alone(store: Store) -> None:
    rows = [order(f"SO-{number}/sale", number) for number in range(3)]
    changed = {**rows[1], "effect": "allow", "act": 7, "placed_on": None}
    with store.begin() as connection:
        insert_rows(connection, tables.orders, rows)
        for more in (1, MANY):  # few, and many
            come = [order(f"new-{number}/sale", number) for number in range(more)]
            new, present = [tuple(row.values()) for row in (changed, *come)], ("SO-1/sale", "SO-2/sale", "new-0/sale")
            put_rows(connection, tables.orders, tuple(changed), new, [(key,) for key in present])
            found = {row.key: dict(row._mapping) for row in connection.execute(select(tables.orders))}
            assert found == {row["key"]: row for row in (rows[0], changed, rows[2], *come)}


def test_rows_are_removed_by_all_columns_of_a_key_and_no_others(store: Store) -> None:
    stops = [
        {"judgement": judgement, "order_key": key, "effect": "deny", "act": 0}
        for judgement in ("a", "b")
        for key in ("SO-1/sale", "SO-2/sale")
    ]
    with store.begin() as connection:
        insert_rows(connection, tables.stops, stops)
        delete_rows(connection, tables.stops, ("judgement", "order_key"), [("a", "SO-1/sale"), ("none", "SO-2/sale")])
        left = set(rows_at(connection, tables.stops, ("judgement", "order_key"), "act", [0]))
        assert left == {("a", "SO-2/sale"), ("b", "SO-1/sale"), ("b", "SO-2/sale")}
        delete_rows(connection, tables.stops, ("order_key",), [("SO-2/sale",)])
        assert list(rows_at(connection, tables.stops, ("judgement",), "act", [0])) == [("b",)]


@pytest.mark.parametrize("more", [1, 2 * MANY])
def test_rows_of_which_one_is_there_already_are_not_written(store: Store, more: int) -> None:
    """However many they are and whichever way they go, the error is one that people can read."""
    rows = [{**BLOB, "digest": f"{number:064x}"} for number in range(more)]
    with pytest.raises(ConflictError, match="somebody was faster"), store.begin() as connection:
        insert_rows(connection, tables.blobs, [*rows, rows[-1]])
    with store.begin() as connection:
        keys = [row["digest"] for row in rows]
        assert list(rows_at(connection, tables.blobs, ("digest",), "digest", keys)) == []
        insert_rows(connection, tables.blobs, rows)
        assert len(list(rows_at(connection, tables.blobs, ("digest",), "digest", keys))) == more


def test_no_rows_are_no_statement(store: Store) -> None:
    with store.read() as connection:  # in which writing is refused
        insert_rows(connection, tables.orders, [])
        put_rows(connection, tables.orders, ("key",), [], [])
        delete_rows(connection, tables.orders, ("key",), [])
