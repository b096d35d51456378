"""Kinds and places of counted lines get numbers, so that what is kept in memory and beside a history is small."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from moratorium.history.cases import SIGNATURE
from moratorium.history.cells import Amounts, Cells, Place
from moratorium.history.schema import ROW
from moratorium.history.tables import Tables

_KIND = (ROW, SIGNATURE)

SUMS = "sum(lines)::BIGINT AS lines, sum(worth)::DECIMAL(38, 6) AS worth, sum(unvalued)::BIGINT AS unvalued"
"""Of counted lines: their number, their worth, and how many have none."""


def number(tables: Tables, counted: str) -> str:
    """Make the tables ``kinds`` and ``places`` of counted lines.

    Args:
        tables: The tables.
        counted: A table with columns row, signature, currency, territory and open, and others.

    Returns:
        SQL of the same lines that also have ``kind`` and ``place``, to stand behind FROM.
    """
    for name, one, columns in (("kinds", "kind", _KIND), ("places", "place", Place._fields)):
        keys = ", ".join(columns)
        tables.do(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT "
            f"(row_number() OVER (ORDER BY {keys}) - 1)::INTEGER AS {one}, "
            f"{keys} FROM (SELECT DISTINCT {keys} FROM {counted})"
        )
    same = " AND ".join(f"each.{name} IS NOT DISTINCT FROM places.{name}" for name in Place._fields)
    return f"{counted} AS each JOIN kinds USING ({ROW}, {SIGNATURE}) JOIN places ON {same}"


def cells_of(
    kinds: pa.Table, places: pa.Table, cells: pa.Table, months: tuple[int | None, ...], periods: npt.NDArray[Any]
) -> Cells:
    """Cells from tables.

    Args:
        kinds: The table ``kinds``, in order.
        places: The table ``places``, in order.
        cells: Columns kind, place, span, lines, worth and unvalued.
        months: For each span its month.
        periods: For each span its period.
    """
    return Cells(
        rows=kinds[ROW].to_numpy(),
        signatures=kinds[SIGNATURE].to_numpy(),
        places=tuple(Place(one["currency"], one["territory"], bool(one["open"])) for one in places.to_pylist()),
        months=months,
        periods=periods.astype(np.int64),
        kind=cells["kind"].to_numpy(),
        place=cells["place"].to_numpy(),
        span=cells["span"].to_numpy(),
        amounts=Amounts.of(cells),
    )
