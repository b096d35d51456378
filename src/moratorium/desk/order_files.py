"""Order files, as a person names them: files, folders with all in them, and patterns such as ``orders/*.csv``."""

from __future__ import annotations

import glob
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from moratorium.desk.files import map_beside
from moratorium.errors import Fault, InputError, MissingError
from moratorium.intake import Partitioned, Table, open_table, stated_by
from moratorium.terms.canon import digest

_BESIDE = (".map.yaml", ".crc")
"""Ends of names of files that lie beside orders and hold none."""


class OrderFile(NamedTuple):
    """One file of orders.

    Attributes:
        name: Its path below the working folder, else its whole path.
        path: Where it lies.
        stated: What the names of its folders state.
        map: Its column map; None if its columns are named as fields.
    """

    name: str
    path: Path
    stated: dict[str, str | None]
    map: Path | None

    def opened(self) -> Table:
        """Its rows, with what the names of its folders state.

        Raises:
            InputError: it cannot be read as a table.
        """
        table = open_table(self.path)
        return Partitioned(table, self.stated) if self.stated else table

    def digest(self) -> str:
        """SHA-256 of its bytes, and of what the names of its folders state."""
        with self.path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        return digest([found, self.stated]) if self.stated else found


def order_files(given: Iterable[Path], map: Path | None = None) -> tuple[OrderFile, ...]:
    """The files that are meant, each once, sorted within a folder or pattern.

    Of a folder everything counts but hidden files, files whose names begin with an underscore, maps and rejected rows.

    Args:
        given: Files, folders and patterns.
        map: The column map of all of them; None for the one beside each file, or beside the folder that it is in.

    Raises:
        MissingError: no map, or no file.
        InputError: names that mean nothing: all at once.
    """
    if map is not None and not map.is_file():
        raise MissingError(f"no map `{map}`", help="moratorium map FILE")
    found: dict[Path, OrderFile] = {}
    faults: list[Fault] = []
    for one in given:
        files = list(_meant(one))
        if not files:
            words = "no file with orders in" if one.is_dir() else "no file, folder or match of pattern"
            faults.append(Fault(f"{words} `{one}`", help="check the path; patterns need quotes"))
        for path, beside in files:
            chosen = map or map_beside(path) or beside
            found.setdefault(path.resolve(), OrderFile(_name(path), path, stated_by(path), chosen))
    if len(faults) == 1 and not found:
        raise MissingError(*faults[0])
    if faults:
        raise InputError.of(faults)
    return tuple(found.values())


def _meant(given: Path) -> Iterator[tuple[Path, Path | None]]:
    """Files that a name means, each with the map beside its folder."""
    if given.is_file():
        yield given, None
    elif given.is_dir():
        for path in sorted(given.rglob("*")):
            if path.is_file() and _may_hold_orders(path.relative_to(given)):
                yield path, map_beside(given)
    elif glob.has_magic(str(given)):
        for match in sorted(glob.glob(str(given), recursive=True)):
            path = Path(match)
            if path.is_dir() and "**" not in str(given):
                yield from _meant(path)
            elif path.is_file() and _may_hold_orders(Path(path.name)):
                yield path, None


def _may_hold_orders(path: Path) -> bool:
    is_beside = path.name.endswith(_BESIDE) or path.name == "rejected.csv"
    return not is_beside and not any(part.startswith((".", "_")) for part in path.parts)


def _name(path: Path) -> str:
    whole, here = path.absolute(), Path.cwd()
    return (whole.relative_to(here) if whole.is_relative_to(here) else whole).as_posix()
