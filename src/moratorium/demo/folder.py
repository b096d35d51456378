"""The demo's folder: empty at first, or left by an earlier demo, which is replaced. Nobody else's files are touched."""

from __future__ import annotations

import shutil
from pathlib import Path

from moratorium.errors import RefusedError

MARK = ".moratorium-demo"
"""File by which a later demo knows that the folder is its own."""

HOME, WORLD, RULEBOOK, CHANGES = "home", "world", "rulebook", "changes"
PROOF, QUESTIONS, ANSWERS, REPORT = "proof", "questions.csv", "answers.csv", "report.html"
ACCOUNTS, RECEIPTS = "accounts", f"{PROOF}/public-record"

_OURS = (HOME, WORLD, RULEBOOK, CHANGES, PROOF, QUESTIONS, ANSWERS, REPORT, ACCOUNTS, MARK)


def prepare(folder: Path) -> Path:
    """Make the folder ready for a demo.

    Raises:
        RefusedError: it is a file, or holds something and no earlier demo made it.
    """
    if folder.exists() and not folder.is_dir():
        raise RefusedError(f"`{folder}` is a file", "--into", "give the demo a folder of its own")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARK).is_file():
        raise RefusedError(f"folder `{folder}` is not empty", "--into", "give the demo an empty folder of its own")
    folder.mkdir(parents=True, exist_ok=True)
    for name in _OURS:
        _remove(folder / name)
    (folder / MARK).write_text("This folder belongs to `moratorium demo`, which may replace what it wrote here.\n")
    return folder


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
