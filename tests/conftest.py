"""What all tests share: the folder of real data, a PostgreSQL server, and Hypothesis profiles."""

from __future__ import annotations

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.postgres import Postgres

BOTH = ("sqlite", "postgresql")
"""The databases that the store works on."""

ROOT = Path(__file__).resolve().parent.parent

MEMORY = Path("/dev/shm")  # noqa: S108 - only where the folders of the tests go
NEEDED = 4 * 2**30
"""Bytes free there from which on the folders of the tests go into memory; all tests together fill about one GB."""


def _in_memory() -> bool:
    """Whether there is room: containers often have next to none."""
    return MEMORY.is_dir() and os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free >= NEEDED


if "TMPDIR" not in os.environ and _in_memory():
    # a slow disk, or one that others use, would decide how long the tests take
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)  # for processes that are started, and here

settings.register_profile("default", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "soak",
    deadline=None,
    max_examples=10_000,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
settings.load_profile("default")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """One process more than there are cores: tests wait for servers, browsers and disks a third of their time."""
    return int(os.environ.get("PYTEST_XDIST_AUTO_NUM_WORKERS") or (os.cpu_count() or 1) + 1)


gc.disable()  # till all tests are found: whatever is loaded and found for them stays to the end


def pytest_collection_finish() -> None:
    """From here on only what tests make is looked through for what can be thrown away."""
    gc.freeze()
    gc.enable()


@pytest.fixture(scope="session")
def shared() -> Callable[[str], Path]:
    """Path of a file of real data below ``MORATORIUM_SHARED`` (default: ``../shared``); skips where it is missing."""
    folder = Path(os.environ.get("MORATORIUM_SHARED") or "../shared")
    base = folder if folder.is_absolute() else ROOT / folder

    def path(name: str) -> Path:
        found = base / name
        if not found.exists():
            pytest.skip(f"needs `{name}` below MORATORIUM_SHARED ({base})")
        return found

    return path


@pytest.fixture(scope="session")
def server(testrun_uid: str) -> Iterator[Postgres]:
    """A running PostgreSQL, one for all test processes of a run."""
    from tests.postgres import postgres

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
        with request.getfixturevalue("server").new() as found:
            yield found
