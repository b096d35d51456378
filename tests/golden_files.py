"""Texts that are held to what they were: see ``tests/golden``. Rewritten only when asked for; the diff is reviewed."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).resolve().parent / "golden"


def golden(name: str, now: str) -> str:
    """The kept text; with ``MORATORIUM_GOLDEN=1`` in the environment it is replaced by the text of now first."""
    path = _FOLDER / name
    if os.environ.get("MORATORIUM_GOLDEN") == "1":
        path.parent.mkdir(exist_ok=True)
        path.write_text(now + "\n", encoding="utf-8", newline="\n")
    return path.read_text(encoding="utf-8").removesuffix("\n")
