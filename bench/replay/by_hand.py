"""The same question in SQL written by hand for it; see ``bench/sql/replay.sql``."""

from __future__ import annotations

from pathlib import Path

import duckdb

from moratorium.history.engines import MEMORY_MB
from moratorium.history.folder import load

SQL = Path(__file__).resolve().parent.parent / "sql" / "replay.sql"


def run(history: Path, changed: Path, scratch: Path) -> duckdb.DuckDBPyConnection:
    """Run it; the connection holds the tables of results.

    Args:
        history: Folder of the history.
        changed: File to write changed lines into.
        scratch: Folder to spill into.
    """
    found = load(history)
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY_MB}MiB'; SET temp_directory = '{scratch}'")
    connection.execute("SET preserve_insertion_order = false")
    texts = {"$lines": _files(found.lines_paths), "$facts": _files(found.facts_paths), "$changed": f"'{changed}'"}
    sql = "\n".join(line for line in SQL.read_text("utf-8").splitlines() if not line.startswith("--"))
    for name, text in texts.items():
        sql = sql.replace(name, text)
    connection.execute(sql)
    return connection


def _files(paths: tuple[Path, ...]) -> str:
    return "[" + ", ".join(f"'{path}'" for path in paths) + "]"
