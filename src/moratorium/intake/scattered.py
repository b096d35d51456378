"""Orders whose rows do not stand together. Found by a first pass over ids, gathered on disk, the rest streams.

The first pass keeps eight bytes for each run of rows with the same id. An id that begins a second run is *scattered*:
a second pass lays its rows aside in a nameless file, so that they can be handed out with its first row. A file that is
sorted by order, as nearly all are, needs neither the second pass nor the disk.
"""

from __future__ import annotations

import tempfile
from array import array
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import IO

import msgspec

from moratorium.intake.plan import Plan
from moratorium.intake.rows import Row, Table

_PARTITIONS = 256
_IN_MEMORY = 16 * 1024**2

Runs = Iterator[tuple[str | None, list[Row]]]


def scattered_ids(ids: Iterable[str | None]) -> frozenset[int]:
    """Hashes of the ids that begin more than one run. Two ids may share one; that costs time, never an order.

    >>> scattered_ids(["a", "a", "b", "a"]) == {hash("a")}
    True
    """
    partitions = [array("q") for _ in range(_PARTITIONS)]
    last = None
    for one in ids:
        if one is not None and one != last:
            last = one
            value = hash(one)
            partitions[value & (_PARTITIONS - 1)].append(value)
    return frozenset(value for partition in partitions for value in _repeated(sorted(partition)))


def _repeated(ordered: list[int]) -> Iterator[int]:
    return (value for value, after in pairwise(ordered) if value == after)


def by_order(table: Table, plan: Plan) -> Runs:
    """All rows of each order, in order of first rows; a row without an order id alone, with None.

    Raises:
        InputError: the file cannot be read any further.
    """
    scattered = scattered_ids(plan.order_id(row) for row in table.rows() if row.error is None)
    if not scattered:
        yield from _runs(table, plan)
        return
    with _Aside(table, plan, scattered) as aside:
        done: set[str] = set()
        for order, rows in _runs(table, plan):
            if order is None or hash(order) not in scattered:
                yield order, rows
            elif order not in done:
                done.add(order)
                yield order, aside.rows_of(order)


def _runs(table: Table, plan: Plan) -> Runs:
    """Runs of rows with the same id. A row without one is no part of a run and does not end it."""
    current: str | None = None
    run: list[Row] = []
    for row in table.rows():
        order = plan.order_id(row) if row.error is None else None
        if order is None:
            yield None, [row]
        elif order == current:
            run.append(row)
        else:
            if run:
                yield current, run
            current, run = order, [row]
    if run:
        yield current, run


class _Aside:
    """Rows of scattered orders, on disk beyond some megabytes, each linked to the one before it of the same hash."""

    def __init__(self, table: Table, plan: Plan, scattered: frozenset[int]) -> None:
        self._plan = plan
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - __exit__
        self._last: dict[int, int] = {}
        for row in table.rows():
            order = plan.order_id(row) if row.error is None else None
            if order is not None and hash(order) in scattered:
                self._add(hash(order), row)

    def __enter__(self) -> _Aside:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _add(self, key: int, row: Row) -> None:
        before = self._last.get(key, -1)
        self._last[key] = self._file.tell()
        packed = msgspec.msgpack.encode((before, row.number, tuple(row.values)))
        self._file.write(len(packed).to_bytes(4, "big") + packed)

    def rows_of(self, order: str) -> list[Row]:
        """The order's rows in the order of the file."""
        found = []
        at = self._last.get(hash(order), -1)
        while at >= 0:
            self._file.seek(at)
            size = int.from_bytes(self._file.read(4), "big")
            at, number, values = msgspec.msgpack.decode(self._file.read(size))
            row = Row(number, values)
            if self._plan.order_id(row) == order:
                found.append(row)
        return found[::-1]
