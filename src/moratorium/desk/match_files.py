"""Rows of matches as files: JSON Lines, CSV, Arrow, Parquet. A worker encodes, the parent only puts pieces together.

A file appears whole, under its name, when the run has ended well; until then it has ``.part`` after its name.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from moratorium.desk.match_rows import MatchRow
from moratorium.errors import InputError
from moratorium.intake import safe_cell

Kind = Literal["jsonl", "csv", "arrow", "stream", "parquet"]
Sink = Callable[[bytes], None]

ENDINGS: dict[str, Kind] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".csv": "csv",
    ".arrow": "arrow",
    ".feather": "arrow",
    ".arrows": "stream",
    ".parquet": "parquet",
}
"""Kinds of files by the ending of their names."""

COLUMNS = MatchRow.__struct_fields__
_JSON = msgspec.json.Encoder()
_ROWS = msgspec.json.Decoder(MatchRow)
_cell = lru_cache(4_096)(safe_cell)  # most cells of a file are the same few


def kind_of(path: Path) -> Kind:
    """The kind of file that a name asks for.

    Raises:
        InputError: none that we write.
    """
    kind = ENDINGS.get(path.suffix.lower())
    if kind is None:
        raise InputError(f"`{path.name}` ends in nothing that is written", "--out", f"one of {', '.join(ENDINGS)}")
    return kind


# -- in a worker ------------------------------------------------------------------------------------------------------


def encode(rows: Sequence[MatchRow], kind: Kind) -> bytes:
    """Rows as a piece of a file."""
    match kind:
        case "jsonl":
            return _JSON.encode_lines(rows)
        case "csv":
            return _csv(msgspec.structs.astuple(row) for row in rows)
    return _batch(rows)


def decode(piece: bytes) -> list[MatchRow]:
    """Rows from a piece of JSON Lines."""
    return _ROWS.decode_lines(piece)


def csv_heading() -> bytes:
    """The first line of a CSV file."""
    return _csv([COLUMNS])


def _csv(rows: Iterator[tuple[Any, ...]] | list[tuple[str, ...]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(["" if cell is None else _cell(str(cell)) for cell in row] for row in rows)
    return text.getvalue().encode()


def _batch(rows: Sequence[MatchRow]) -> bytes:
    import pyarrow

    columns = zip(*map(msgspec.structs.astuple, rows), strict=True)
    schema = _schema()
    arrays = [pyarrow.array(list(column), field.type) for column, field in zip(columns, schema, strict=True)]
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema).serialize().to_pybytes()


def _schema(about: Mapping[str, str] | None = None) -> Any:
    import pyarrow

    fields = [
        pyarrow.field(name, pyarrow.float64() if name == "score" else pyarrow.string(), name not in ("id", "query"))
        for name in COLUMNS
    ]
    return pyarrow.schema(fields, {f"moratorium.{name}": text for name, text in (about or {}).items()})


# -- in the parent ----------------------------------------------------------------------------------------------------


@contextmanager
def writer(path: Path, kind: Kind, about: Mapping[str, str]) -> Iterator[Sink]:
    """Takes pieces in order and makes a file of them.

    Args:
        path: The file.
        kind: Of file.
        about: What was compared, kept with the columns of Arrow and Parquet files.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file, _formatted(file, kind, about) as sink:
            yield sink
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _formatted(file: io.BufferedWriter, kind: Kind, about: Mapping[str, str]) -> Iterator[Sink]:
    if kind in ("jsonl", "csv"):
        if kind == "csv":
            file.write(csv_heading())
        yield lambda piece: _ignored(file.write(piece))
        return
    schema = _schema(about)
    with _columnar(file, kind, schema) as out:
        yield lambda piece: out.write_batch(_read_batch(piece, schema))


def _read_batch(piece: bytes, schema: Any) -> Any:
    from pyarrow import ipc

    return ipc.read_record_batch(piece, _schema()).replace_schema_metadata(schema.metadata)


def _columnar(file: io.BufferedWriter, kind: Kind, schema: Any) -> Any:
    from pyarrow import ipc, parquet

    if kind == "parquet":
        return parquet.ParquetWriter(file, schema, compression="zstd")
    options = ipc.IpcWriteOptions(compression="zstd")
    return (ipc.new_file if kind == "arrow" else ipc.new_stream)(file, schema, options=options)


def _ignored(_: int) -> None:
    return None
