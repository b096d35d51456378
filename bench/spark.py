"""Spark on this machine beside DuckDB: the same replay, whole processes in turn, and the same lines.

Sizes are named by ``MORATORIUM_BENCH_LINES``, ``1000000 10000000`` by default. On one machine Spark is there to try
what a cluster will be asked, so no target is set: what it costs is said.
"""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from measuring import Figure
from replay import HERE, QUICK_LINES, child
from replay.generate import generate


def figures(quick: bool) -> list[Figure]:
    """The bench."""
    stated = os.environ.get("MORATORIUM_BENCH_LINES", "1000000 10000000")
    sizes = [QUICK_LINES] if quick else [int(one) for one in stated.split()]
    return [figure for lines in sizes for figure in _figures(lines)]


def _figures(lines: int) -> list[Figure]:
    with TemporaryDirectory(prefix="moratorium-bench-") as name:
        folder = Path(name)
        generate(folder / "history", lines)
        here = child("replay.ours", folder, "duckdb", HERE, "duckdb")
        there = child("replay.ours", folder, "pyspark", HERE, "pyspark")
        _check_same(folder / "duckdb", folder / "pyspark")
    wall = Figure("spark", f"replay of {lines:,} lines, ten measures, Spark on this machine, wall", "s", [there.wall])
    wall.baseline, wall.baseline_runs = "DuckDB in the process", [here.wall]
    wall.note = f"{there.wall / here.wall:.1f} times as long; the same changed lines with the same reasons"
    memory = Figure("spark", "the same, peak memory of Python", "MB", [there.peak_mb])
    memory.note = "Java's own memory is not in it; it may use 3,000 MiB"
    return [wall, memory]


def _check_same(one: Path, other: Path) -> None:
    """Changed lines of both, whatever their order."""
    rows = [f"SELECT * FROM read_parquet('{folder}/**/*.parquet', union_by_name = true)" for folder in (one, other)]
    for first, second in (rows, rows[::-1]):
        ((differing,),) = duckdb.sql(f"SELECT count(*) FROM ({first} EXCEPT ALL {second})").fetchall()
        if differing:
            raise SystemExit(f"Spark and DuckDB differ in {differing:,} lines")
