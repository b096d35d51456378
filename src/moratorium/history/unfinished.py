"""Folders that take their name when they are whole: until then they lie beside it, hidden, under another.

A kill leaves such a folder behind. Whoever makes the next one in the same place sweeps it away: the maker holds its
folder as long as it lives, so one that nobody holds is left over.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp


@contextmanager
def unfinished(target: Path, work: str) -> Iterator[Path]:
    """A new folder beside another, removed afterwards unless it was given a name; leftovers of such work are swept.

    Args:
        target: The name that it will take.
        work: What is done, such as ``replay``; a part of the hidden name, by which leftovers are known.
    """
    parent, suffix = target.resolve().parent, f".{work}.part"
    for path in parent.glob(f".*-*{suffix}"):
        with _held(path) as ours:
            if ours:
                shutil.rmtree(path, ignore_errors=True)
    part = Path(mkdtemp(prefix=f".{target.name}-", suffix=suffix, dir=parent))
    while True:
        with _held(part):
            if part.exists():  # another run may have swept it before it was held
                try:
                    yield part
                finally:
                    shutil.rmtree(part, ignore_errors=True)
                return
        part = Path(mkdtemp(prefix=f".{target.name}-", suffix=suffix, dir=parent))


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether a folder of ours is held now by nobody but us; where folders cannot be held, none is."""
    if sys.platform == "win32":
        yield False
        return
    import fcntl

    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        yield False
        return
    try:
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = os.fstat(number).st_uid == os.getuid()
        except OSError:
            held = False
        yield held
    finally:
        os.close(number)
