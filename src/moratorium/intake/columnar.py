"""Parquet files, read in batches; columns of structs become columns with dots (``buyer.country``)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moratorium.errors import InputError
from moratorium.intake.files import open_seekable, readable
from moratorium.intake.rows import MAX_COLUMNS, MAX_FIELD, Row, Table, check_columns, too_long
from moratorium.intake.text_of import text_of

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

_BATCH = 8_192
_SMALL_BATCH = 64
_WIDE = 1024
"""Bytes a row from which batches are kept small."""


class Parquet(Table):
    """A Parquet file.

    Raises:
        InputError: not readable as Parquet, no rows, too many columns, or names that are there twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        with self._opened() as file:
            names = flat_names(file.schema_arrow)
            self.lines = file.metadata.num_rows
        self.columns = check_columns(names, self.name)
        if not self.lines:
            raise InputError("the file holds no rows", self.name, "export it again, with its rows")
        self.format = f"Parquet, {self.lines:,} line{'s' if self.lines != 1 else ''}"

    def rows(self) -> Iterator[Row]:
        """All records, numbered from one."""
        with self._opened() as file:
            size = _SMALL_BATCH if _bytes_a_row(file) > _WIDE else _BATCH
            yield from rows_of(self, file.iter_batches(batch_size=size))

    @contextmanager
    def _opened(self) -> Iterator[ParquetFile]:
        import pyarrow
        from pyarrow import parquet

        with readable(self.name), open_seekable(self.path) as stream:
            try:
                yield parquet.ParquetFile(stream)
            except (pyarrow.ArrowException, ValueError, OSError, MemoryError) as error:
                message = f"not readable as Parquet ({error})"
                raise InputError(message[:300], self.name, "write it again, or export CSV") from error


def flat_names(schema: Any) -> list[str]:
    """Column names of an Arrow schema, those of structs taken apart."""
    import pyarrow

    if len(schema) > MAX_COLUMNS:
        return list(schema.names)
    return [str(name) for name in _flattened(schema.empty_table(), pyarrow).column_names]


def rows_of(table: Table, batches: Iterable[Any]) -> Iterator[Row]:
    """The records of Arrow batches as rows of a table, numbered from one."""
    number = 0
    for batch in batches:
        for values in zip(*(_texts(column) for column in _flat(batch)), strict=True):
            number += 1
            if any(value is not None and len(value) > MAX_FIELD for value in values):
                yield Row(number, (), too_long(table.place(number)))
            else:
                yield Row(number, values)


def _flat(batch: Any) -> list[Any]:
    import pyarrow

    return list(_flattened(pyarrow.Table.from_batches([batch]), pyarrow).columns)


def _flattened(table: Any, pyarrow: Any) -> Any:
    while any(pyarrow.types.is_struct(field.type) for field in table.schema):
        table = table.flatten()
    return table


def _texts(column: Any) -> list[str | None]:
    return [text_of(value) for value in column.to_pylist()]


def _bytes_a_row(file: ParquetFile) -> float:
    groups = [file.metadata.row_group(index) for index in range(file.metadata.num_row_groups)]
    return sum(group.total_byte_size for group in groups) / max(file.metadata.num_rows, 1)
