"""Engines: what works through a history. DuckDB within this process, or Spark, on this machine or on a cluster.

Both are asked through Ibis, and both give the same rows. An engine is opened for one piece of work and closed after
it; what it spills to disk lies in a folder of its own, which is removed with it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property, partial
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
from ibis.util import gen_name

from moratorium.errors import InputError, MissingError, SourceError

DUCKDB, PYSPARK = "duckdb", "pyspark"

MEMORY_MB = 3_000
"""What an engine may keep in memory unless told otherwise, in MiB; more is spilled to disk."""


class Engine:
    """An open engine.

    Attributes:
        name: ``duckdb``, or ``pyspark`` with the address of its cluster.
        raw: The connection that Ibis goes by, for DuckDB; None for Spark, which Ibis connects itself.
    """

    def __init__(self, name: str, connect: Callable[[], Any], raw: Any = None) -> None:
        self.name = name
        self.raw = raw
        self._connect = connect

    @cached_property
    def con(self) -> Any:
        """Its Ibis connection, made on first use: what is asked in SQL alone does not wait for Ibis to be loaded."""
        return self._connect()

    def read(self, paths: Iterable[Path]) -> ir.Table:
        """The Parquet files as one table; at least one."""
        found: ir.Table = self.con.read_parquet([str(path) for path in paths], table_name=gen_name("read"))
        return found


@contextmanager
def opened(
    engine: str = DUCKDB, *, memory_mb: int = MEMORY_MB, threads: int | None = None, scratch: Path | None = None
) -> Iterator[Engine]:
    """An engine, closed afterwards.

    Args:
        engine: ``duckdb``; ``pyspark`` for Spark on this machine; ``pyspark:ADDRESS`` for a cluster, such as
            ``pyspark:spark://HOST:7077``.
        memory_mb: What it may keep in memory, in MiB.
        threads: How many threads it may use; all processors if not said.
        scratch: Folder on whose disk it may spill.

    Raises:
        InputError: no such engine.
        ConflictError: this process works with Spark already.
        MissingError: Spark or Java is not there; says how to get it.
        SourceError: it could not do what was asked: a file is not readable, disk or memory do not suffice.
    """
    name, _, address = engine.partition(":")
    if name not in (DUCKDB, PYSPARK) or (name == DUCKDB and address):
        raise InputError(f"no engine `{engine}`", "engine", f"`{DUCKDB}`, `{PYSPARK}` or `{PYSPARK}:ADDRESS`")
    processors = threads or os.cpu_count() or 1
    with TemporaryDirectory(prefix="moratorium-", dir=scratch) as spill:
        if name == DUCKDB:
            yield from _duckdb(memory_mb, processors, Path(spill))
        else:
            yield from _pyspark(address, memory_mb, processors, Path(spill))


def _duckdb(memory_mb: int, threads: int, spill: Path) -> Iterator[Engine]:
    config: dict[str, Any] = {
        "memory_limit": f"{memory_mb}MiB",
        "threads": threads,
        "temp_directory": str(spill),
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,  # it would fetch them from the network
        "python_enable_replacements": False,  # a name in SQL is a table, never a variable of ours
        "lambda_syntax": "ENABLE_SINGLE_ARROW",  # Ibis 12 writes `x -> ...`, which DuckDB 2 takes only if told so
    }
    raw = duckdb.connect(":memory:", config=config)
    try:
        with _in_our_words((duckdb.Error,)):
            raw.execute("SET enable_progress_bar = false")  # it would write among what we print
            yield Engine(DUCKDB, lambda: ibis.duckdb.from_connection(raw), raw)
    finally:
        raw.close()


def _pyspark(address: str, memory_mb: int, threads: int, spill: Path) -> Iterator[Engine]:
    missing = [name for name in ("pyspark", "py4j") if find_spec(name) is None]
    if missing:
        raise MissingError("Spark is not installed", "engine", "pip install 'moratorium[spark]'")
    from moratorium.history import spark

    name = f"{PYSPARK}:{address}" if address else PYSPARK
    ours = partial(_in_our_words, spark.ERRORS)
    with ours(), spark.connected(address, memory_mb, threads, spill) as con, ours():  # Spark's errors end with it
        yield Engine(name, lambda: con)


@contextmanager
def _in_our_words(errors: tuple[type[Exception], ...]) -> Iterator[None]:
    try:
        yield
    except errors as error:
        told = str(error).strip().partition("\n")[0]
        help_ = "give it more memory, or more room to spill" if _is_short(error) else ""
        raise SourceError(f"the engine could not do it: {told}", "engine", help_) from error


def _is_short(error: Exception) -> bool:
    """Whether it ran out of memory or disk."""
    told = str(error)
    return isinstance(error, duckdb.OutOfMemoryException) or "OutOfMemory" in told or "No space left" in told
