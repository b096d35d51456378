"""A stranger verifies with this folder and ``errors.py`` alone, offline."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import moratorium

PACKAGE = Path(moratorium.__file__).parent

OFFLINE = """
import runpy, sys
def forbid(event, arguments):
    if event.startswith("socket."):
        raise RuntimeError(f"a stranger is offline: {event}")
sys.addaudithook(forbid)
module = sys.argv.pop(1)
try:
    runpy.run_module(module, run_name="__main__", alter_sys=True)
finally:
    import moratorium.errors
    ours = sorted(name for name in sys.modules if name.startswith("moratorium."))
    print([name for name in ours if not name.startswith(("moratorium.ledger", "moratorium.errors"))])
    print(moratorium.errors.__file__)
"""


@pytest.mark.parametrize("module", ["moratorium.ledger", "moratorium.ledger.verify"])
def test_a_stranger_verifies_with_two_things_copied(tmp_path: Path, assets: Path, module: str) -> None:
    copy = tmp_path / "moratorium"
    shutil.copytree(PACKAGE / "ledger", copy / "ledger", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(PACKAGE / "errors.py", copy)
    (copy / "__init__.py").touch()
    key = (assets / "receipt_key.txt").read_text(encoding="utf-8").strip()
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", OFFLINE, module, str(assets / "receipt_good.json"), "--key", key],
        env={"PYTHONPATH": str(tmp_path), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, *_, others, place = done.stdout.splitlines()
    assert first.startswith("proved: this act is leaf 6")
    assert (others, place) == ("[]", str(copy / "errors.py"))
