"""A store of its own for each test; each test of what a store does runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from moratorium.store import Store, open_store
from tests.postgres import Postgres, postgres
from tests.store.office import keep_evidence

BOTH = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> Iterator[Postgres]:
    """A running PostgreSQL, one for all test processes of a run."""
    with postgres(testrun_uid) as running:
        yield running


@pytest.fixture
def address(server: Postgres) -> Iterator[str]:
    """Address of a PostgreSQL database with empty tables."""
    with server.emptied() as found:
        yield found


@pytest.fixture(params=BOTH)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a database of either kind is: a folder, or an address."""
    return tmp_path if request.param == "sqlite" else str(request.getfixturevalue("address"))


@pytest.fixture(params=BOTH)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a database of either kind may be made: there is none yet."""
    if request.param == "sqlite":
        yield tmp_path
    else:
        with request.getfixturevalue("server").new() as address:
            yield address


@pytest.fixture
def store(database: Path | str) -> Iterator[Store]:
    """An empty store that keeps the evidence of :mod:`tests.store.office`."""
    with open_store(database) as opened:
        with opened.begin() as connection:
            keep_evidence(connection)
        yield opened


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    """The same on SQLite alone, for what is about the file."""
    with open_store(tmp_path) as opened:
        with opened.begin() as connection:
            keep_evidence(connection)
        yield opened
