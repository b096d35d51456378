"""What each pass over the lines of a history found, kept until the work is whole: a kill costs the pass under way.

A pass over many lines takes minutes, and what it finds is small beside them. Whoever does the same work again finds
what was found; whether it is the same work, whoever names the folder says.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import ibis.expr.types as ir

from moratorium.history.engines import Engine
from moratorium.history.tables import Tables


@dataclass(frozen=True)
class Passes:
    """Passes of one piece of work.

    Attributes:
        folder: Where they are kept; None keeps nothing. Only for engines whose files are single files, as DuckDB's are.
    """

    folder: Path | None = None

    def collect(self, tables: Tables, name: str, rows: ir.Table, engine: Engine) -> None:
        """A table of what an engine makes of the lines; what is kept of it is taken from there.

        Args:
            tables: Where it goes.
            name: Of the table, and of what is kept.
            rows: What is made.
            engine: Makes it.
        """
        if self.folder is None:
            tables.collect(name, rows, engine)
            return
        path = self.written(name, lambda part: engine.con.to_parquet(rows, part, compression="zstd"))
        quoted = str(path).replace("'", "''")
        tables.do(f"CREATE OR REPLACE TEMP TABLE {name} AS FROM read_parquet('{quoted}')")

    def written(self, name: str, write: Callable[[Path], object]) -> Path:
        """A file that a pass writes, there whole or not at all.

        Args:
            name: Of what is kept.
            write: Writes it to a path.
        """
        if self.folder is None:
            raise ValueError("nothing is kept here")
        path = self.folder / f"{name}.parquet"
        if not path.is_file():
            part = path.with_name(f".{path.name}.part")
            write(part)
            part.replace(path)
        return path


NOTHING_KEPT = Passes()
