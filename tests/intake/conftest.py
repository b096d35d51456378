"""What the intake's tests share: the named bad inputs, and tables and orders from a few words of text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from moratorium.intake import Mapping, Reading, Rejected, Table, open_table, parse_mapping, read_orders
from moratorium.terms.order import Order

ASSETS = Path(__file__).resolve().parent.parent / "assets"

Make = Callable[..., Table]
ReadAll = Callable[..., tuple[list[Order], list[Rejected], Reading]]


@pytest.fixture
def asset() -> Callable[[str], Path]:
    """Path of a named bad input."""
    return lambda name: ASSETS / f"orders_{name}"


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A table from text or bytes."""

    def table(content: str | bytes, name: str = "orders.csv", **options: str) -> Table:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return open_table(path, **options)

    return table


@pytest.fixture
def read_all() -> ReadAll:
    """Orders, rejected rows and the counters of a table under a map; by default its columns are named as fields."""

    def read(table: Table, mapping: str | Mapping | None = None) -> tuple[list[Order], list[Rejected], Reading]:
        if mapping is None:
            mapping = Mapping.of_columns(table.columns)
        elif isinstance(mapping, str):
            mapping = parse_mapping(mapping)
        assert mapping is not None, f"columns {table.columns} are not named as fields"
        reading = read_orders(table, mapping)
        found = list(reading)
        rows = sum(1 for _ in table.rows())
        orders = [one for one in found if isinstance(one, Order)]
        rejected = [one for one in found if isinstance(one, Rejected)]
        assert rows == reading.rows == reading.lines + reading.rejected
        assert (reading.lines, reading.rejected) == (sum(len(one.lines) for one in orders), len(rejected))
        assert all(one.faults for one in rejected)
        return orders, rejected, reading

    return read
