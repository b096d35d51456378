"""Arrow files and streams (IPC), read batch by batch; columns of structs become columns with dots."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from moratorium.errors import InputError
from moratorium.intake.columnar import flat_names, rows_of
from moratorium.intake.files import open_seekable, readable
from moratorium.intake.rows import Row, Table, check_columns

_FILE, _STREAM = b"ARRO", b"\xff\xff\xff\xff"
ARROW = (_FILE, _STREAM)
"""The first four bytes of an Arrow file, and of a stream."""


class Arrow(Table):
    """An Arrow file or stream.

    Raises:
        InputError: not readable as Arrow, no rows, too many columns, or names that are there twice.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = path.name
        with self._opened() as (names, batches):
            self.columns = check_columns(names, self.name)
            self.lines = sum(batch.num_rows for batch in batches)
        if not self.lines:
            raise InputError("the file holds no rows", self.name, "export it again, with its rows")
        self.format = f"Arrow, {self.lines:,} line{'s' if self.lines != 1 else ''}"

    def rows(self) -> Iterator[Row]:
        """All records, numbered from one."""
        with self._opened() as (_, batches):
            yield from rows_of(self, batches)

    @contextmanager
    def _opened(self) -> Iterator[tuple[list[str], Iterator[Any]]]:
        import pyarrow

        with readable(self.name), open_seekable(self.path) as stream:
            try:
                yield _read(stream)
            except (pyarrow.ArrowException, ValueError, OSError, MemoryError) as error:
                message = f"not readable as Arrow ({error})"
                raise InputError(message[:300], self.name, "write it again, or export CSV") from error


def _read(stream: Any) -> tuple[list[str], Iterator[Any]]:
    from pyarrow import ipc

    head = stream.read(4)
    stream.seek(0)
    if head == _FILE:
        file = ipc.open_file(stream)
        return flat_names(file.schema), (_checked(file.get_batch(index)) for index in range(file.num_record_batches))
    reader = ipc.open_stream(stream)
    return flat_names(reader.schema), map(_checked, reader)


def _checked(batch: Any) -> Any:
    """A batch whose offsets and texts are sound; others would read beyond their memory."""
    batch.validate(full=True)
    return batch
