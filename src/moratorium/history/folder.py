"""The folder of a history: what it holds, whether it is whole, and where its tables lie.

========================== ==================================================================================
in the folder              what
========================== ==================================================================================
``history.json``           what the facts were looked up in, and each file with its parts and counts
``lines/PART.parquet``     order lines, see ``schema.lines_schema``
``facts/PART.parquet``     combinations of facts, see ``schema.facts_schema``; one may stand in several parts
``numbers/PART.npy``       the numbers of those combinations with a second one, by which equal numbers are checked
``orders/PART.npy``        64 bits for each order, sorted, by which orders that stand in several files are found
``rejected/PART.jsonl``    rows that are no order line, with reasons; only if there are any
========================== ==================================================================================

A part counts once ``history.json`` names it, and that file is exchanged as a whole: a kill leaves whole parts. A file
counts once all its parts are there. The folder is derived from order files; it can be thrown away and built again.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import msgspec
import pyarrow as pa
from pyarrow import parquet

from moratorium.errors import Fault, InputError, MissingError
from moratorium.history.schema import facts_schema, lines_schema

FORMAT = 1
"""Of the folder. Another one is built again, not upgraded."""

RECORD = "history.json"

_REBUILD = "build it again: moratorium history build FILE... --again"


class Part(msgspec.Struct, frozen=True, omit_defaults=True):
    """Some consecutive orders of a file, as tables.

    Attributes:
        name: Stem of its files.
        items: Orders and rejected rows of the file that it is made of.
        orders: Number of orders.
        lines: Rows of ``lines``.
        facts: Rows of ``facts``: combinations that no earlier part of the same file holds.
        rejected: Rows of the file that are no order line, or cannot be kept exactly.
        sizes: Bytes of each of its files, by folder.
    """

    name: str
    items: int
    orders: int
    lines: int
    facts: int
    rejected: int = 0
    sizes: dict[str, int] = {}


class Built(msgspec.Struct, frozen=True, omit_defaults=True):
    """An order file, and what was made of it.

    Attributes:
        name: As it was given, or its place below the folder that was given.
        digest: SHA-256 of its bytes, with what the names of its folders state.
        map: SHA-256 of the column map; empty if the columns are named as fields.
        format: What was found in it, in words.
        whole: Whether all of it was built; if not, the build was stopped and goes on from its last part.
        parts: In the order of the file.
        undated: Lines without an order date.
        ahead: Lines dated after the day of the build.
        first: Earliest order date.
        last: Latest order date.
        currencies: Lines by currency; those without one under an empty text.
    """

    name: str
    digest: str
    map: str = ""
    format: str = ""
    whole: bool = False
    parts: tuple[Part, ...] = ()
    undated: int = 0
    ahead: int = 0
    first: date | None = None
    last: date | None = None
    currencies: dict[str, int] = {}

    @property
    def items(self) -> int:
        """Orders and rejected rows that were built."""
        return sum(part.items for part in self.parts)

    @property
    def orders(self) -> int:
        """Orders that were built."""
        return sum(part.orders for part in self.parts)

    @property
    def lines(self) -> int:
        """Lines by acting entity that were built."""
        return sum(part.lines for part in self.parts)

    @property
    def rejected(self) -> int:
        """Rows that are no order line, or cannot be kept exactly."""
        return sum(part.rejected for part in self.parts)


class Sources(msgspec.Struct, frozen=True):
    """What facts were looked up in; two histories with equal sources may be joined.

    Attributes:
        engine: Name of the engine of decisions.
        reference: Digest of each part of the reference, as decisions cite it.
        lists: Digest of the version of each party list.
        thresholds: Digest of the least scores of a match.
    """

    engine: str
    reference: dict[str, str]
    lists: dict[str, str]
    thresholds: str

    def changed(self, now: Sources) -> tuple[str, ...]:
        """Parts that differ, in words.

        >>> before = Sources("e", {"catalogue": "1", "lists": "2"}, {"UN": "3"}, "4")
        >>> before.changed(msgspec.structs.replace(before, lists={"UN": "5"}, reference={"catalogue": "6"}))
        ('catalogue', 'list UN')
        """
        lists = _differing(self.lists, now.lists)
        parts = [part for part in _differing(self.reference, now.reference) if part != "lists"]
        named = [*parts, *(f"list {one}" for one in lists)]
        named += ["thresholds"] if self.thresholds != now.thresholds else []
        named += ["engine"] if self.engine != now.engine else []
        return tuple(named)


def _differing(before: dict[str, str], now: dict[str, str]) -> list[str]:
    return [name for name in sorted(before.keys() | now.keys()) if before.get(name) != now.get(name)]


class Record(msgspec.Struct, frozen=True):
    """``history.json``.

    Attributes:
        format: Of the folder.
        sources: What facts were looked up in.
        rulebook: Digest of the rulebook whose thresholds and lists were taken.
        day: Day of the first build: answers and the age of lists count as of it.
        files: In the order in which they were built.
        repeated: Orders that stand in several files; each counts as often as it stands.
    """

    format: int
    sources: Sources
    rulebook: str
    day: date
    files: tuple[Built, ...] = ()
    repeated: int = 0


@dataclass(frozen=True)
class History:
    """A history that was found, and found to be in order.

    Attributes:
        folder: Where it lies.
        record: What it says of itself.
    """

    folder: Path
    record: Record

    @cached_property
    def files(self) -> tuple[Built, ...]:
        """Files of which all was built."""
        return tuple(file for file in self.record.files if file.whole)

    @cached_property
    def unfinished(self) -> tuple[str, ...]:
        """Names of files whose build was stopped; nothing of them is in the tables below."""
        return tuple(file.name for file in self.record.files if not file.whole)

    @cached_property
    def orders(self) -> int:
        """Number of orders."""
        return sum(file.orders for file in self.files)

    @cached_property
    def lines(self) -> int:
        """Rows of ``lines``."""
        return sum(file.lines for file in self.files)

    @cached_property
    def lines_paths(self) -> tuple[Path, ...]:
        """Files of the table ``lines``."""
        return tuple(self._paths("lines"))

    @cached_property
    def facts_paths(self) -> tuple[Path, ...]:
        """Files of the table ``facts``; take distinct by ``row``."""
        return tuple(self._paths("facts"))

    @cached_property
    def rejected_paths(self) -> tuple[Path, ...]:
        """Files of rejected rows."""
        return tuple(self._paths("rejected"))

    def _paths(self, kind: str) -> Iterator[Path]:
        parts = (part for file in self.files for part in file.parts)
        return (part_path(self.folder, kind, part.name) for part in parts if kind in part.sizes)


SUFFIXES = {"lines": ".parquet", "facts": ".parquet", "numbers": ".npy", "orders": ".npy", "rejected": ".jsonl"}
"""Folders of a history, with the suffix of the files in each."""


def part_path(folder: Path, kind: str, part: str) -> Path:
    """Where a part's file of a kind lies; kinds are the keys of ``SUFFIXES``."""
    return folder / kind / f"{part}{SUFFIXES[kind]}"


def load(folder: Path) -> History:
    """The history in a folder, with all its files there, as long as they were, and of the columns that we know.

    Raises:
        MissingError: there is none.
        InputError: it was made by another version, or is damaged: all faults at once.
    """
    record = read_record(folder)
    if record is None:
        raise MissingError(f"no history in `{folder}`", help="make one: moratorium history build FILE...")
    faults = list(_faults(folder, record.files))
    if faults:
        raise InputError.of(faults)
    return History(folder, record)


def read_record(folder: Path) -> Record | None:
    """What the history in a folder says of itself; None if there is none.

    Raises:
        InputError: it cannot be read, or was made by another version.
    """
    path = folder / RECORD
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        found = msgspec.json.decode(data, type=Record)
    except msgspec.MsgspecError as error:
        raise InputError(f"`{RECORD}` is no record of a history: {error}", str(path), _REBUILD) from error
    if found.format != FORMAT:
        raise InputError(f"a history of format {found.format}; this program reads {FORMAT}", str(path), _REBUILD)
    return found


def write_record(folder: Path, record: Record) -> None:
    """Exchange what a history says of itself, as a whole."""
    write_whole(folder / RECORD, msgspec.json.format(msgspec.json.encode(record, order="sorted"), indent=1))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole, or as it was."""
    temporary = path.with_name(f".{path.name}.part")
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def _faults(folder: Path, files: Iterable[Built]) -> Iterator[Fault]:
    schemas = {"lines": lines_schema(), "facts": facts_schema()}
    for file in files:
        for part in file.parts:
            for kind, size in part.sizes.items():
                path = part_path(folder, kind, part.name)
                message = _fault(path, size, schemas.get(kind))
                if message:
                    at = f"{path.parent.name}/{path.name} (of {file.name})"
                    yield Fault(message, at, _REBUILD)


def _fault(path: Path, size: int, schema: pa.Schema | None) -> str:
    """What is wrong with a file of a part; empty if nothing."""
    if not path.is_file():
        return "the file is not there"
    found = path.stat().st_size
    if found != size:
        return f"{found:,} bytes, where {size:,} were written: cut short or changed"
    if schema is None:
        return ""
    try:
        columns = parquet.read_schema(path)
    except (pa.ArrowException, OSError) as error:
        return f"not readable as Parquet ({str(error)[:200]})"
    return "" if columns.equals(schema) else _other_columns(columns, schema)


def _other_columns(found: pa.Schema, known: pa.Schema) -> str:
    missing = [name for name in known.names if name not in found.names]
    further = [name for name in found.names if name not in known.names]
    typed = [name for name in known.names if name in found.names and found.field(name) != known.field(name)]
    told = [
        f"{words} {', '.join(f'`{name}`' for name in names[:5])}{' …' if len(names) > 5 else ''}"
        for words, names in (("lacks", missing), ("has also", further), ("has of another type", typed))
        if names
    ]
    return f"other columns than a history has: {'; '.join(told) or 'in another order'}"
