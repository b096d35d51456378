"""A store of its own for each test; each test of what a store does runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from moratorium.store import Store, open_store
from tests.store.office import keep_evidence


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
