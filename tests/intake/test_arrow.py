"""Arrow files and streams as tables."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import ipc

from moratorium.errors import InputError
from moratorium.intake import open_table

TABLE = pa.table(
    {
        "id": ["1", "2", "3"],
        "name": ["Ann", None, "Ромашка"],
        "born": [date(1970, 5, 3), None, None],
        "seat": [{"country": "NL"}, {"country": "RU"}, None],
    }
)


def file(path: Path, table: pa.Table = TABLE) -> Path:
    """An Arrow file in two batches."""
    with ipc.new_file(str(path), table.schema) as out:
        out.write_table(table, max_chunksize=2)
    return path


def stream(path: Path, table: pa.Table = TABLE) -> Path:
    """An Arrow stream in two batches."""
    with ipc.new_stream(str(path), table.schema) as out:
        out.write_table(table, max_chunksize=2)
    return path


def packed(path: Path) -> Path:
    """The same, gzipped."""
    path.write_bytes(gzip.compress(path.read_bytes()))
    return path


@pytest.mark.parametrize("make", [file, stream])
@pytest.mark.parametrize("is_packed", [False, True])
def test_records_are_rows_numbered_from_one(tmp_path: Path, make: Callable[..., Path], is_packed: bool) -> None:
    path = make(tmp_path / "names")
    table = open_table(packed(path) if is_packed else path)
    assert table.columns == ("id", "name", "born", "seat.country")
    assert table.lines == 3
    assert table.format == "Arrow, 3 lines"
    for _ in range(2):
        assert [(row.number, row.values) for row in table.rows()] == [
            (1, ("1", "Ann", "1970-05-03", "NL")),
            (2, ("2", None, None, "RU")),
            (3, ("3", "Ромашка", None, None)),
        ]


@pytest.mark.parametrize("make", [file, stream])
def test_a_file_that_is_cut_short_or_empty_is_refused_in_words(tmp_path: Path, make: Callable[..., Path]) -> None:
    path = make(tmp_path / "names")
    whole = path.read_bytes()
    for length in (4, 9, len(whole) // 3, len(whole) // 2):
        path.write_bytes(whole[:length])
        with pytest.raises(InputError, match="names"):
            list(open_table(path).rows())
    empty = make(tmp_path / "empty", TABLE.slice(0, 0))
    with pytest.raises(InputError, match="holds no rows"):
        open_table(empty)


def test_two_columns_of_one_name_are_refused(tmp_path: Path) -> None:
    table = pa.Table.from_arrays([pa.array(["1"]), pa.array(["2"])], names=["name", "name"])
    with pytest.raises(InputError, match="there twice"):
        open_table(file(tmp_path / "twice", table))
