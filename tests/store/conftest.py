"""A store in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from moratorium.store import Store, open_store
from tests.store.office import keep_evidence


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """An empty store that keeps the evidence of :mod:`tests.store.office`."""
    with open_store(tmp_path) as opened:
        with opened.begin() as connection:
            keep_evidence(connection)
        yield opened
