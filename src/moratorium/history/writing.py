"""Parts of a history written to its folder: each file under another name first, and under its own when it is whole.

A part counts when ``history.json`` names it, which is written after all files of the part have their names. What a
kill leaves behind belongs to no part and is swept away by the next build. One build works on a folder at a time.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from moratorium.errors import ConflictError, InputError
from moratorium.history.build import NUMBERS
from moratorium.history.folder import RECORD, SUFFIXES, Built, Part, Record, part_path
from moratorium.history.schema import facts_schema, lines_schema

LOCK = ".lock"
"""Held by the build that works on a folder; also the sign that a build has made the folder."""

_KEYS_AT_ONCE = 8_000_000


@contextmanager
def held(folder: Path) -> Iterator[None]:
    """The folder, made on first use, held against other builds; a kill lets go of it.

    Raises:
        ConflictError: another build works on it.
        InputError: it cannot be made or written to, or holds something that is no history.
    """
    try:
        _make(folder)
        file = (folder / LOCK).open("ab")
    except OSError as error:
        at = str(error.filename or folder)
        raise InputError(f"cannot use `{folder}`: {error.strerror}", at, "choose another with --into") from error
    with file:
        if not _locked(file):
            raise ConflictError(f"another build works on `{folder}`", help="wait until it has ended")
        yield


def _make(folder: Path) -> None:
    """Make the folder, unless a build has made it before; one with anything else in it is somebody else's."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not (folder / LOCK).exists() and not (folder / RECORD).exists():
        foreign = min((path.name for path in folder.iterdir()), default=None)
        if foreign is not None:
            message = f"`{folder}` holds `{foreign}` and no history"
            raise InputError(message, "--into", "give the history a folder of its own")
        (folder / LOCK).touch(mode=0o600)
    for kind in SUFFIXES:
        (folder / kind).mkdir(exist_ok=True)


def _locked(file: IO[bytes]) -> bool:
    if sys.platform == "win32":
        return True  # files cannot be held there without holding them against readers too
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sweep(folder: Path, record: Record | None) -> None:
    """Remove what belongs to no part: left by a kill, or of files that are no longer in the history."""
    files: tuple[Built, ...] = record.files if record else ()
    wanted = {part_path(folder, kind, part.name) for file in files for part in file.parts for kind in part.sizes}
    for kind in SUFFIXES:
        for path in (folder / kind).iterdir():
            if path not in wanted and path.name.endswith((SUFFIXES[kind], ".part")):
                path.unlink()


def numbers_of(folder: Path, file: Built) -> Iterator[np.ndarray[Any, Any]]:
    """The numbers of a file's combinations, part by part: each (n,) of ``NUMBERS``.

    Raises:
        InputError: one of its files is missing or damaged.
    """
    return (_array(folder, "numbers", part, NUMBERS) for part in file.parts if "numbers" in part.sizes)


def repeated_orders(folder: Path, files: Iterable[Built]) -> int:
    """Orders that stand in several files, found by 64 bits of each; some at a time, so that memory is bounded.

    Raises:
        InputError: a file of theirs is missing or damaged.
    """
    parts = [part for file in files for part in file.parts if "orders" in part.sizes]
    arrays = [_array(folder, "orders", part, np.dtype("<u8")) for part in parts]
    passes = 1 + sum(map(len, arrays)) // _KEYS_AT_ONCE
    bounds = [2**64 * step // passes for step in range(passes)]
    found = 0
    for low, high in zip(bounds, [*bounds[1:], None], strict=True):
        some = [_between(array, low, high) for array in arrays]
        keys = np.sort(np.concatenate(some)) if some else np.empty(0, "<u8")
        found += np.unique(keys[1:][keys[1:] == keys[:-1]]).size
    return found


def _between(keys: np.ndarray[Any, Any], low: int, high: int | None) -> np.ndarray[Any, Any]:
    start = np.searchsorted(keys, np.uint64(low))
    return keys[start : None if high is None else np.searchsorted(keys, np.uint64(high))]


def _array(folder: Path, kind: str, part: Part, expected: np.dtype[Any]) -> np.ndarray[Any, Any]:
    path = part_path(folder, kind, part.name)
    try:
        found: np.ndarray[Any, Any] = np.load(path, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        raise InputError("the history is damaged", str(path), "build it anew with --again") from error
    if found.dtype != expected:
        raise InputError("the history is damaged", str(path), "build it anew with --again")
    return found


class PartWriter:
    """Writes the files of one part.

    Args:
        folder: Of the history.
        name: Of the part.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder = folder
        self._name = name
        self._lines: parquet.ParquetWriter | None = None
        self._rejected: IO[bytes] | None = None

    def lines(self, batch: pa.RecordBatch) -> None:
        """Add rows of ``lines``."""
        if self._lines is None:
            self._lines = self._writer("lines", lines_schema())
        self._lines.write_batch(batch)

    def rejected(self, line: bytes) -> None:
        """Add a row that is no order line, as one JSON object without line end."""
        if self._rejected is None:
            self._rejected = self._temporary("rejected").open("wb")
        self._rejected.write(line + b"\n")

    def finish(
        self, facts: Iterable[pa.RecordBatch], numbers: np.ndarray[Any, Any], keys: np.ndarray[Any, Any]
    ) -> dict[str, int]:
        """Write the rest, and give all files their names. Returns their bytes, by folder.

        Args:
            facts: Rows of ``facts``.
            numbers: Their numbers: (n,) of ``NUMBERS``.
            keys: 64 bits for each order, sorted: (n,) of uint64.
        """
        if self._lines is not None:
            self._lines.close()
        if self._rejected is not None:
            self._rejected.close()
        if numbers.size:
            with self._writer("facts", facts_schema()) as writer:
                for batch in facts:
                    writer.write_batch(batch)
        for kind, array in (("numbers", numbers), ("orders", keys)):
            if len(array):
                with self._temporary(kind).open("wb") as file:
                    np.save(file, array)
        there = [kind for kind in SUFFIXES if self._temporary(kind).exists()]
        return {kind: self._name_it(kind) for kind in there}

    def discard(self) -> None:
        """Remove what was written and not finished."""
        if self._lines is not None:
            self._lines.close()
        if self._rejected is not None:
            self._rejected.close()
        for kind in SUFFIXES:
            self._temporary(kind).unlink(missing_ok=True)

    def _name_it(self, kind: str) -> int:
        temporary = self._temporary(kind)
        with temporary.open("rb") as file:
            os.fsync(file.fileno())
        size = temporary.stat().st_size
        temporary.replace(part_path(self._folder, kind, self._name))
        return size

    def _writer(self, kind: str, schema: pa.Schema) -> parquet.ParquetWriter:
        return parquet.ParquetWriter(self._temporary(kind), schema, compression="zstd")

    def _temporary(self, kind: str) -> Path:
        path = part_path(self._folder, kind, self._name)
        return path.with_name(f".{path.name}.part")
