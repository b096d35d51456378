"""A home of its own for each test on measures, copied from one that is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desk.measure_office import Desk, opened
from tests.web.office import build


@pytest.fixture(scope="session")
def measured_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an adopted suspension."""
    folder = tmp_path_factory.mktemp("measured")
    build(folder)
    return folder


@pytest.fixture
def desk(measured_home: Path, tmp_path: Path) -> Iterator[Desk]:
    """A copy of it."""
    with opened(measured_home, tmp_path / "home") as found:
        yield found
