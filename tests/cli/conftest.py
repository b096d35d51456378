"""An office of its own for each test."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.office import Office


@pytest.fixture
def office(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Office:
    """An empty home, and an empty desk as the working folder; no setting of the person who runs the tests."""
    for name in ("MORATORIUM_HOME", "MORATORIUM_AS", "MORATORIUM_DATABASE"):
        monkeypatch.delenv(name, raising=False)
    desk = tmp_path / "desk"
    desk.mkdir()
    monkeypatch.chdir(desk)
    return Office(desk, tmp_path / "home", capsys)
