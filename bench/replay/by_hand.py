"""The same question in SQL written by hand for it; see ``bench/sql/replay.sql``."""

from __future__ import annotations

import sys
from pathlib import Path

import duckdb

SQL = Path(__file__).resolve().parent.parent / "sql" / "replay.sql"
MEMORY = "3000MiB"
RESULTS = (
    "moves",
    "months",
    "territories",
    "partners",
    "products",
    "measures",
    "open_orders",
    "orders_moved",
    "losers",
)


def main() -> None:
    """Run it; results become Parquet files in a new folder."""
    history, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir()
    connection = duckdb.connect()
    connection.execute(f"SET memory_limit = '{MEMORY}'; SET temp_directory = '{out / 'spill'}'")
    connection.execute("SET preserve_insertion_order = false")
    texts = {
        "$lines": f"'{history / 'lines' / '*.parquet'}'",
        "$facts": f"'{history / 'facts' / '*.parquet'}'",
        "$changed": f"'{out / 'changed.parquet'}'",
    }
    sql = "\n".join(line for line in SQL.read_text("utf-8").splitlines() if not line.startswith("--"))
    for name, text in texts.items():
        sql = sql.replace(name, text)
    connection.execute(sql)
    for name in RESULTS:
        connection.execute(f"COPY {name} TO '{out / name}.parquet' (FORMAT parquet)")


if __name__ == "__main__":
    main()
