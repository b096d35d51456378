"""A disk that is full while callers call, log and all: every answer says so, and nothing is lost."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree

import httpx
import pytest

from moratorium.store import fsck, open_store
from tests.web.callers import Callers, decided
from tests.web.running import WAIT, running


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system with little room."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)], capture_output=True).returncode:
        pytest.skip("needs the right to mount a small file system")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(path: Path) -> None:
    """Leave no room beside a file."""
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass


def test_a_full_disk_is_told_and_nothing_is_lost(template: tuple[Path, dict[str, str]], small: Path) -> None:
    home = Path(copytree(template[0], small / "home"))
    filler = small / "filler"
    with running(home) as server:
        callers = Callers([server.url], template[1]["machine"])
        with callers.calling("FULL"):
            callers.until(lambda: len(callers.answered) > 10)
            fill(filler)
            callers.until(lambda: len(callers.statuses) > 10)
            told = httpx.post(
                f"{server.url}/v1/decisions",
                json={"id": "X", "activity": "sale", "lines": [{"number": "1"}]},
                headers={"authorization": f"Bearer {callers.key}"},
                timeout=WAIT,
            )
            assert (told.status_code, "disk is full" in told.text) == (503, True)
            assert httpx.get(f"{server.url}/v1/health", timeout=WAIT).status_code == 200  # it can be read
            answered = len(callers.answered)
            filler.unlink()
            callers.until(lambda: len(callers.answered) > answered + 10)
        callers.ask_again()
        server.end()
    assert set(callers.statuses) == {503}
    assert callers.effects == {"deny"}
    with open_store(home) as store:
        found = decided(store)
        assert fsck(store) == ()
    assert {id: found.get(id) for id in callers.answered} == {id: [act] for id, act in callers.answered.items()}
