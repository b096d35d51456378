"""Folders that take their name in the end: a kill leaves none for long, and nothing that somebody works on is swept."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from moratorium.history.unfinished import unfinished

WORK = """
import sys
from pathlib import Path
from moratorium.history.unfinished import unfinished
with unfinished(Path(sys.argv[1]), "replay") as part:
    (part / "half").write_text("half")
    print(part.name, flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be held there: none is swept")
def test_what_a_kill_left_is_swept_and_what_lives_is_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "result"
    command = [sys.executable, "-c", WORK, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        left = tmp_path / other.stdout.readline().strip()
        with unfinished(target, "replay"):
            assert (left / "half").exists()
        other.kill()
    assert (left / "half").exists()
    with unfinished(tmp_path / "another", "replay") as part:
        assert [*tmp_path.iterdir()] == [part]
    assert not [*tmp_path.iterdir()]


def test_folders_of_others_are_left_alone(tmp_path: Path) -> None:
    """Another kind of work, a file of the same name, and a link to a folder elsewhere."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "kept").touch()
    (tmp_path / ".x-1.profile.part").mkdir()
    (tmp_path / ".x-2.replay.part").touch()
    (tmp_path / ".x-3.replay.part").symlink_to(elsewhere)
    before = {*tmp_path.iterdir()}
    with unfinished(tmp_path / "result", "replay"):
        pass
    assert {*tmp_path.iterdir()} == before
    assert (elsewhere / "kept").exists()


def test_what_fails_leaves_nothing_and_what_is_named_stays(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="full"), unfinished(tmp_path / "result", "replay"):
        raise OSError("full")
    assert not [*tmp_path.iterdir()]
    with unfinished(tmp_path / "result", "replay") as part:
        (part / "figures").touch()
        part.replace(tmp_path / "result")
    assert [path.name for path in tmp_path.rglob("*")] == ["result", "figures"]
