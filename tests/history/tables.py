"""Rows of facts as the columns of a history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from moratorium.conditions.evaluate import Row
from moratorium.history.schema import columns_of
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Value


def as_table(rows: Sequence[Row], facts: Iterable[str]) -> pa.Table:
    """Some facts of the rows, as their columns."""
    columns: dict[str, pa.Array[Any]] = {}
    for fact in facts:
        fields = columns_of(VOCABULARY[fact])
        values = [_in_columns(row.get(fact), len(fields)) for row in rows]
        for place, field in enumerate(fields):
            columns[field.name] = pa.array([value[place] for value in values], field.type)
    return pa.table(columns)


def _in_columns(value: Value, count: int) -> tuple[Any, ...]:
    if isinstance(value, Members):
        return sorted(value.known), sorted(value.possible), value.open
    return (value,) * count if value is None else (value,)


def written(table: pa.Table, path: Path) -> Path:
    """The table as a Parquet file."""
    parquet.write_table(table, path)
    return path
