"""A served home of its own for each test, copied from one that is made once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.office import Office, build, served
from tests.web.screening_office import listed_office


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


@pytest.fixture(scope="session")
def listed_template(
    template: tuple[Path, dict[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, str]]:
    """A home with a list, a register, and a dealer who may be the listed company; not served itself."""
    folder = tmp_path_factory.mktemp("listed") / "home"
    with served(*template, folder) as made:
        listed_office(made)
    return folder, template[1]


@pytest.fixture
def listed(listed_template: tuple[Path, dict[str, str]], tmp_path: Path) -> Iterator[Office]:
    """The same, served."""
    with served(*listed_template, tmp_path / "listed") as found:
        yield found
