"""The tables of a replay within this process: small, made by one step for the next, gone with the engine.

What is asked of lines is said in Ibis, for any engine. What is asked of these tables is said in SQL, for DuckDB alone:
names of columns and numbers of ours are put into it, never a text of a user.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from moratorium.history.engines import Engine
from moratorium.history.folder import History
from moratorium.history.schema import ROW, columns_of
from moratorium.terms.vocabulary import VOCABULARY


class Tables:
    """Tables of the engine within this process.

    Args:
        local: The engine.
    """

    def __init__(self, local: Engine) -> None:
        self.local = local

    def make_facts(self, name: str, history: History, facts: Iterable[str]) -> None:
        """A table of some facts of each combination, once though several parts of a history hold it."""
        paths = ", ".join("'" + str(path).replace("'", "''") + "'" for path in history.facts_paths)
        columns = ", ".join([ROW, *columns_named(facts)])
        rows = f"SELECT DISTINCT ON ({ROW}) {columns} FROM read_parquet([{paths}])"
        self.do(f"CREATE OR REPLACE TEMP TABLE {name} AS {rows}")

    def make(self, name: str, rows: ir.Table) -> None:
        """A table of what an expression over other tables gives; one of that name is replaced."""
        self.do(f"CREATE OR REPLACE TEMP TABLE {name} AS {self.local.con.compile(rows)}")

    def take(self, name: str, table: pa.Table) -> None:
        """A table handed in; one of that name is replaced."""
        duckdb = self.local.raw
        duckdb.register("handed_over", table)
        self.do(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM handed_over")
        duckdb.unregister("handed_over")

    def do(self, sql: str) -> None:
        """Run a statement."""
        self.local.raw.execute(sql)

    def arrow(self, sql: str) -> pa.Table:
        """What a query gives, as columns."""
        found: pa.Table = self.local.raw.sql(sql).to_arrow_table()
        return found

    def rows(self, sql: str) -> list[dict[str, Any]]:
        """What a query gives, row by row."""
        found: list[dict[str, Any]] = self.arrow(sql).to_pylist()
        return found

    def named(self, name: str) -> ir.Table:
        """A table, for an expression."""
        found: ir.Table = self.local.con.table(name)
        return found

    def collect(self, name: str, rows: ir.Table, engine: Engine) -> None:
        """A table of what an engine makes of the lines."""
        if engine.con is self.local.con:
            self.make(name, rows)
        else:
            self.take(name, engine.con.to_pyarrow(rows))

    def lend(self, name: str, engine: Engine) -> ir.Table:
        """A table, for an engine that works through the lines."""
        if engine.con is self.local.con:
            return self.named(name)
        found: ir.Table = engine.con.create_view(name, ibis.memtable(self.arrow(f"FROM {name}")), overwrite=True)
        return found


def columns_named(facts: Iterable[str]) -> list[str]:
    """Columns of some facts, by name."""
    return [field.name for fact in sorted(set(facts)) for field in columns_of(VOCABULARY[fact])]
