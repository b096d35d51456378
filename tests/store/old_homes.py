"""The home that the program at commit 9a11380 left (see ``old_home/make.py``): where it lies, and a copy to work on."""

from __future__ import annotations

import gzip
import sqlite3
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent / "old_home"

ANSWERS = {"none": 13, "OWN": 14}
"""Log indexes of two of its answers about list entries, by value."""


def copy_to(home: Path) -> Path:
    """The database, in a home of its own; returns its file."""
    home.mkdir(parents=True, exist_ok=True)
    file = home / "moratorium.db"
    file.write_bytes(gzip.decompress((PLACE / "home.db.gz").read_bytes()))
    return file


def rows(file: Path, *queries: str) -> list[list[tuple[Any, ...]]]:
    """What the database answers, past the program."""
    database = sqlite3.connect(file)
    try:
        return [database.execute(query).fetchall() for query in queries]
    finally:
        database.close()
