"""Law 9: a condition as a column answers every row as the specification does, on each engine."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any

import ibis.expr.types as ir
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from moratorium.conditions.evaluate import Row, holds
from moratorium.conditions.predicate import Predicate
from moratorium.errors import InputError
from moratorium.history.column import column
from moratorium.history.engines import DUCKDB, Engine
from tests.history.tables import as_table, written
from tests.strategies import FACTS, completeness, edge_predicates, edge_rows, predicates, rows

PHASES = (Phase.generate,)
"""Without shrinking: what disagrees is told pair by pair, and a query for each try would take minutes."""

_files = count()


def _disagreements(
    engine: Engine, asked: Sequence[Predicate], found: Sequence[Row], folder: pytest.TempPathFactory
) -> list[tuple[Predicate, Row, bool | None, bool | None]]:
    """Where a column says otherwise than ``holds``: all conditions of all rows, in one query."""
    path = written(as_table(found, FACTS), folder.getbasetemp() / f"rows{next(_files) % 50}.parquet")
    table = engine.read([path])
    columns = {f"c{number}": truth for number, one in enumerate(asked) if (truth := _column(one, table)) is not None}
    answers = engine.con.to_pyarrow(table.select(**columns)).to_pydict()
    return [
        (predicate, row, said, answer)
        for number, predicate in enumerate(asked)
        if f"c{number}" in columns
        for row, answer in zip(found, answers[f"c{number}"], strict=True)
        if (said := holds(predicate, row)) is not answer
    ]


def _column(predicate: Predicate, table: ir.Table) -> ir.BooleanValue | None:
    """None if the condition is refused, as one that adds facts times numbers with thirty digits."""
    try:
        return column(predicate, table)
    except InputError:
        return None


class _Batch(list[Any]):
    """So many that they are not told one by one when the law fails; what disagrees is."""

    def __repr__(self) -> str:
        return f"{len(self)} of them"


def _agree(
    engine: Engine,
    folder: pytest.TempPathFactory,
    examples: int,
    of: st.SearchStrategy[Predicate],
    row: st.SearchStrategy[Row],
) -> None:
    """Draws conditions and rows by the dozen, since a query costs more than what it asks."""
    several = st.lists(of, min_size=30, max_size=30).map(_Batch)

    @settings(max_examples=examples, deadline=None, phases=PHASES, suppress_health_check=list(HealthCheck))
    @given(several, st.lists(row, min_size=40, max_size=40).map(_Batch))
    def law(asked: list[Predicate], found: list[Row]) -> None:
        assert _disagreements(engine, asked, found, folder)[:1] == []

    law()


def _examples(engine: Engine, soak: bool = False) -> int:
    """Each is 1,200 pairs of a condition and a row."""
    return (10 if engine.name == DUCKDB else 3) * (30 if soak else 1)


def test_a_column_answers_as_the_specification(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> None:
    _agree(engine, tmp_path_factory, _examples(engine), predicates | completeness, rows)


def test_a_column_answers_as_the_specification_at_the_edges(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Dates at both ends of the calendar, numbers at the last digit, empty sets, texts that SQL might read."""
    _agree(engine, tmp_path_factory, _examples(engine), edge_predicates, edge_rows)


@pytest.mark.soak
def test_a_column_answers_as_the_specification_for_long(
    engine: Engine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    _agree(engine, tmp_path_factory, _examples(engine, soak=True), predicates | completeness, rows)
    _agree(engine, tmp_path_factory, _examples(engine, soak=True), edge_predicates, edge_rows)
