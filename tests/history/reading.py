"""A history read back: each line with all its facts, as they were looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from pyarrow import parquet

from moratorium.history.folder import History
from moratorium.history.schema import column_name, columns_of, facts_schema, is_of_line, lines_schema
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Fact, Value


class Line(NamedTuple):
    """A line of a history.

    Attributes:
        told: The columns that are for telling.
        row: All facts.
    """

    told: Mapping[str, Any]
    row: dict[str, Value]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """Order, activity, line, acting entity."""
        return tuple(self.told[name] for name in ("order", "order_activity", "line", "actor"))


def lines_of(history: History) -> list[Line]:
    """All lines of a history, in the order of its parts."""
    return list(joined(table(history.lines_paths, lines_schema()), table(history.facts_paths, facts_schema())))


def table(paths: Iterable[Path], schema: pa.Schema) -> pa.Table:
    """One table of many files."""
    return pa.concat_tables([schema.empty_table(), *(parquet.read_table(path) for path in paths)])


def joined(lines: pa.Table, facts: pa.Table) -> Iterator[Line]:
    """Lines with their facts."""
    combinations: dict[int, dict[str, Value]] = {}
    for found in facts.to_pylist():
        row = {name: _value(fact, found) for name, fact in VOCABULARY.items() if not is_of_line(fact)}
        assert combinations.setdefault(found["row"], row) == row
    for found in lines.to_pylist():
        own = {name: _value(fact, found) for name, fact in VOCABULARY.items() if is_of_line(fact)}
        yield Line(found, {**combinations[found["row"]], **own})


def _value(fact: Fact, found: Mapping[str, Any]) -> Value:
    names = [field.name for field in columns_of(fact)]
    if len(names) == 1:
        value: Value = found[column_name(fact.name)]
        return value
    known, possible, is_open = (found[name] for name in names)
    return None if known is None else Members(frozenset(known), frozenset(possible), is_open)
