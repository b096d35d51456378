"""Texts that people write: measures, maps, the organisation. UTF-8, and of a size that a person writes."""

from __future__ import annotations

from pathlib import Path

from moratorium.errors import InputError

MAX_BYTES = 4 * 1024 * 1024


def read_text(path: Path) -> str:
    """The text of a file.

    Raises:
        InputError: it is too large or not UTF-8.
    """
    if path.stat().st_size > MAX_BYTES:
        raise InputError(f"the file has {path.stat().st_size:,} bytes", str(path), f"at most {MAX_BYTES:,}")
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"not UTF-8 at byte {error.start}", str(path), "save it as UTF-8 text") from error
