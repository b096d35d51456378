"""The engines that a history is worked through with, each opened once: DuckDB, and Spark for real."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from moratorium.history.engines import DUCKDB, PYSPARK, Engine, opened
from tests.spark import ON_SPARK, QUICK_TO_START


@pytest.fixture(scope="session")
def duckdb() -> Iterator[Engine]:
    with opened(DUCKDB, threads=2, memory_mb=500) as engine:
        yield engine


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every program of this machine but Java."""
    folder = tmp_path_factory.mktemp("bin")
    places = reversed(os.environ["PATH"].split(os.pathsep))
    found = {program.name: program for place in places for program in Path(place).glob("*")}
    for name in found.keys() - {"java"}:
        (folder / name).symlink_to(found[name])
    return folder


@pytest.fixture(scope="session")
def spark(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Spark as it starts on a machine without Java; nothing of it is left at the end."""
    scratch = tmp_path_factory.mktemp("spark")
    with ExitStack() as stack:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in {**QUICK_TO_START, "PATH": str(programs)}.items():
                patch.setenv(name, value)
            patch.delenv("JAVA_HOME", raising=False)
            engine = stack.enter_context(opened(PYSPARK, threads=2, memory_mb=1_000, scratch=scratch))
            assert "JAVA_HOME" not in os.environ
        yield engine
    gc.collect()
    assert list(scratch.iterdir()) == []


@pytest.fixture(scope="session", params=[DUCKDB, pytest.param(PYSPARK, marks=ON_SPARK)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue("spark" if request.param == PYSPARK else "duckdb")
    return found
