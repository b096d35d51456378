"""The queue of holds: a page of each kind, with a million orders of which a tenth is held, in a file and on a server.

Rows are invented and put in past the program; what is read is read as the pages do. Times are of the query with its
rows made, not of the page around them.
"""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import msgspec
from log import server
from measuring import Figure, aimed, times
from sqlalchemy import Connection, insert

from moratorium.store import Store, holds, open_store, pages, tables
from moratorium.store.holding import Wait, name_of
from moratorium.store.holds import Filter, Place

ORDERS = 1_000_000
QUICK = 2_000
SINCE = datetime(2022, 4, 1, tzinfo=UTC)
BATCH = 10_000
ROWS = 51
MOST_MS = 200.0
"""Asked for a whole page."""


def figures(quick: bool) -> list[Figure]:
    """The bench, on both databases."""
    with TemporaryDirectory() as folder, open_store(Path(folder)) as store:
        found = _measured(store, "SQLite", quick)
    with server() as address, open_store(address) as store:
        return found + _measured(store, "PostgreSQL", quick)


def _measured(store: Store, kind: str, quick: bool) -> list[Figure]:
    orders = QUICK if quick else ORDERS
    with store.begin() as connection:
        _fill(connection, orders)
        connection.exec_driver_sql("ANALYZE")
    return [_page(store, f"{kind}, {orders:,} orders: {what}", ask, quick) for what, ask in _asked(orders).items()]


def _page(store: Store, what: str, ask: Callable[[Connection], Any], quick: bool) -> Figure:
    runs = []
    with store.read() as connection:
        ask(connection)
        for _ in times(quick):
            start = time.perf_counter()
            ask(connection)
            runs.append((time.perf_counter() - start) * 1000)
    return aimed(Figure("holds", what, "ms", runs), at_most=MOST_MS)


def _asked(orders: int) -> dict[str, Callable[[Connection], Any]]:
    """A page of each kind; those from the middle on go along the index from a place."""
    key = _key(orders // 20)
    since = SINCE + timedelta(seconds=orders // 20)
    most = name_of("answer", "party:C-1", "territory")

    def page(wanted: Filter, place: Place | None = None) -> Callable[[Connection], Any]:
        return lambda connection: holds.holds(connection, wanted, place, ROWS)

    middle = Place(since, key)
    return {
        "questions by orders": lambda connection: holds.questions_by_orders(connection, None, ROWS),
        "questions by age, from the middle": partial(holds.questions_by_age, after=(since, ""), limit=ROWS),
        "held orders": page(Filter()),
        "held orders, from the middle": page(Filter(), middle),
        "orders of the largest question": page(Filter(question=most), middle),
        "orders of one person": page(Filter(assignee="ann"), middle),
        "orders to one country": page(Filter(countries=("NL",)), middle),
        "orders above a rare value": page(Filter(above=("EUR", Decimal(99_990)))),
        "orders by effect": lambda connection: pages.orders(connection, pages.Wanted("hold"), key, ROWS),
        "destinations": holds.countries,
    }


def _key(number: int) -> str:
    return f"SO-{number * 10:07d}/sale"


# -- rows -------------------------------------------------------------------------------------------------------------


def _fill(connection: Connection, orders: int) -> None:
    sums: dict[str, dict[str, Any]] = {}
    for start in range(0, orders, BATCH):
        connection.execute(insert(tables.orders), list(_orders(range(start, min(orders, start + BATCH)))))
    for start in range(0, orders // 10, BATCH):
        held = range(start, min(orders // 10, start + BATCH))
        waiting = {number: _waits(number, sums) for number in held}
        connection.execute(insert(tables.holds), [_hold(number, waiting[number]) for number in held])
        places = [_place(number, name) for number in held for name in waiting[number]]
        places = [one for one in places if sums[one["question"]]["order_key"] != one["order_key"]]
        connection.execute(insert(tables.waits), places)
    connection.execute(insert(tables.questions), list(sums.values()))


def _orders(numbers: range) -> Iterator[dict[str, Any]]:
    shared = {"digest": "d", "status": "open", "placed_on": SINCE.date(), "day": date(2022, 4, 1), "trial": False}
    for number in numbers:
        id = f"SO-{number:07d}"
        yield {**shared, "key": f"{id}/sale", "id": id, "effect": "allow" if number % 10 else "hold", "act": number}


def _hold(number: int, waits: dict[str, Wait]) -> dict[str, Any]:
    return {
        "order_key": _key(number),
        "act": number * 10,
        "since": SINCE + timedelta(seconds=number),
        "kind": "answer",
        "currency": ["EUR", "USD"][_drawn("currency", number, 2)],
        "value": Decimal(1 + _drawn("value", number, 100_000)),
        "country": ["NL", "DE", "BY", "FR", "TR", "AE"][_drawn("country", number, 6)],
        "assignee": ["", "", "", "ann", "bo"][_drawn("assignee", number, 5)],
        "waits": msgspec.json.encode(waits).decode(),
    }


def _drawn(what: str, number: int, below: int) -> int:
    """As if by chance, and the same each time."""
    return zlib.crc32(f"{what} {number}".encode()) % below


def _place(number: int, name: str) -> dict[str, Any]:
    return {"question": name, "since": SINCE + timedelta(seconds=number), "order_key": _key(number)}


def _waits(number: int, sums: dict[str, dict[str, Any]]) -> dict[str, Wait]:
    """Two things that an order waits for: one of few, and one of many."""
    found = {}
    for customer in {_drawn("few", number, 3), _drawn("many", number, 20_000)}:
        subject, since = f"party:C-{customer}", SINCE + timedelta(seconds=number)
        asked = {"kind": "answer", "subject": subject, "fact": "territory", "text": "Where is it?", "since": since}
        name = name_of("answer", subject, "territory")
        first = {**asked, "question": name, "order_key": _key(number)}
        one = sums.setdefault(name, {**first, "orders": 0, "lines": 0, "worth": '{"EUR":"5"}'})
        one["orders"] += 1
        one["lines"] += 1
        found[name] = Wait(**asked, measures=("m",), lines=1, currency="EUR", value=Decimal(5))
    return found
