"""The engines that a history is worked through with, each opened once: DuckDB, and Spark for real."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest

from moratorium.history.engines import DUCKDB, PYSPARK, Engine, opened
from tests.spark import ON_SPARK, QUICK_TO_START


@pytest.fixture(scope="session")
def duckdb() -> Iterator[Engine]:
    with opened(DUCKDB, threads=2, memory_mb=500) as engine:
        yield engine


@pytest.fixture(scope="session")
def spark() -> Iterator[Engine]:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in QUICK_TO_START.items():
            patch.setenv(name, value)
        with opened(PYSPARK, threads=2, memory_mb=1_000) as engine:
            yield engine
    gc.collect()


@pytest.fixture(scope="session", params=[DUCKDB, pytest.param(PYSPARK, marks=ON_SPARK)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    found: Engine = request.getfixturevalue("spark" if request.param == PYSPARK else "duckdb")
    return found
