"""A served home of its own for each test, copied from one that is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.office import Office, build, served


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A home that is not served itself, and its keys."""
    folder = tmp_path_factory.mktemp("served")
    return folder, build(folder)


@pytest.fixture
def office(template: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Office]:
    """A served home."""
    with served(*template, tmp_path / "home") as found:
        yield found


@pytest.fixture(scope="session")
def shared_office(template: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A served home that tests share which record nothing."""
    with served(*template, tmp_path_factory.mktemp("shared") / "home") as found:
        yield found
