"""Screening indexes kept as files, since building one takes seconds and loading it a fraction of one.

A file below ``MORATORIUM_HOME/cache`` is named by everything that went into it: the list versions, and the program that
read their names. It holds the digest of its own bytes, so a damaged one is noticed and built again. It can be deleted
at any time.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.metadata import version as installed
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

import msgspec

from moratorium.desk.home import Home
from moratorium.errors import SourceError
from moratorium.screening import Index, ListVersion, decode_index, encode_index, index
from moratorium.screening.indexing import FORMAT
from moratorium.terms.canon import digest

KEPT = 2
"""Files that are kept: the index in use and the one before."""

_DIGEST = 32
_READERS_OF_NAMES = ("anyascii", "pypinyin")


class Made(msgspec.Struct, frozen=True, order=True):
    """What an index is made of: one list version, told without its entries."""

    source: str
    digest: str
    published: date
    entries: int


@dataclass(frozen=True)
class Kept:
    """An index, and the file that holds it; None if it could not be written."""

    index: Index
    path: Path | None


def index_at_hand(home: Home, versions: Iterable[ListVersion]) -> Index:
    """The index of list versions: from its file, or built and kept.

    Args:
        home: The state.
        versions: List versions, in any order.
    """
    found = tuple(versions)
    made = [Made(one.source, one.digest, one.published, one.count) for one in found]
    return kept_index(home, made, lambda: found).index


def kept_index(home: Home, made: Iterable[Made], versions: Callable[[], Iterable[ListVersion]]) -> Kept:
    """The same where the versions are read only if the index must be built.

    Args:
        home: The state.
        made: What the versions are.
        versions: Reads them.
    """
    path = home.path / "cache" / f"screening-{_key(made)[:32]}.index"
    with contextlib.suppress(OSError, SourceError):
        found = load_index(path)
        os.utime(path)
        return Kept(found, path)
    data = encode_index(index(versions()))
    is_kept = _write(path, data)
    return Kept(decode_index(data), path if is_kept else None)


def load_index(path: Path) -> Index:
    """The index in a file.

    Raises:
        OSError: no such file.
        SourceError: it is damaged.
    """
    content = path.read_bytes()
    if hashlib.sha256(memoryview(content)[_DIGEST:]).digest() != content[:_DIGEST]:
        raise SourceError("the index is damaged", str(path), "delete it")
    return decode_index(content[_DIGEST:])


def _key(made: Iterable[Made]) -> str:
    return digest([FORMAT, _program(), sorted(made)])


@cache
def _program() -> str:
    """Digest of what reads names and makes the index of them: another program never takes this one's index."""
    sources = {name: hashlib.sha256(data).hexdigest() for name, data in _sources(files("moratorium") / "screening", "")}
    return digest([sources, {name: installed(name) for name in _READERS_OF_NAMES}])


def _sources(folder: Traversable, at: str) -> Iterator[tuple[str, bytes]]:
    for one in folder.iterdir():
        if one.is_dir():
            yield from _sources(one, f"{at}{one.name}/")
        elif one.name.endswith(".py"):
            yield at + one.name, one.read_bytes()


def _write(path: Path, data: bytes) -> bool:
    """Write the file whole and remove old ones; a cache that cannot be written is done without."""
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(data).digest())
                file.write(data)
            Path(name).replace(path)
        finally:
            Path(name).unlink(missing_ok=True)
    except OSError:
        return False
    _remove_old(path)
    return True


def _remove_old(newest: Path) -> None:
    """All but the newest; others may be doing the same at this moment."""
    with contextlib.suppress(OSError):
        found = sorted(newest.parent.glob("screening-*.index"), key=lambda path: path.stat().st_mtime_ns)
        for path in found[:-KEPT]:
            path.unlink(missing_ok=True)
