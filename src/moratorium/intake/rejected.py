"""Rows that became no line, with the reason, as a file to mend and hand in again.

The file is meant to be opened in a spreadsheet, so a text that a spreadsheet would run as a formula is quoted. It
appears under its name whole or not at all.
"""

from __future__ import annotations

import csv
import os
import re
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import TextIO

import msgspec

from moratorium.errors import Fault, InputError

_FORMULA = re.compile(r"[\s]*[=+\-@＝＋－＠|]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)*")
_SHOWN = 500
_HEADING = ("rejected_row", "rejected_{}", "reason", "mend")


class Rejected(msgspec.Struct, frozen=True):
    """A row that became no line of an order, or no name.

    Attributes:
        number: Its line in the file.
        order: Its order id, or its own, if that could be read.
        faults: Why; each with place, reason and mend.
        values: Its cells as written.
    """

    number: int
    order: str | None
    faults: tuple[Fault, ...]
    values: tuple[str | None, ...] = ()


def safe_cell(text: str | None) -> str:
    """A text that no spreadsheet takes for a formula: one that begins like it gets an apostrophe; numbers stay.

    >>> safe_cell("=cmd|' /C calc'!A0"), safe_cell("-5"), safe_cell("@SUM(1)"), safe_cell("plain")
    ("'=cmd|' /C calc'!A0", '-5', "'@SUM(1)", 'plain')
    """
    if not text:
        return ""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


class RejectedFile:
    """Writes rejected rows as they come; the file appears when the block ends well, and only if there are any.

    Args:
        path: Where it will be.
        columns: Column names of the table that the rows are from, to write the rows as they were.
        what: What a row is of: ``order`` or ``id``.

    Raises:
        InputError: the folder cannot be written to.
    """

    def __init__(self, path: Path, columns: Sequence[str] = (), what: str = "order") -> None:
        self.path = path
        self.count = 0
        self._what = what
        self._columns = columns
        self._file: TextIO | None = None

    def __enter__(self) -> RejectedFile:
        try:
            handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=f".{self.path.name}.")
        except OSError as error:
            raise InputError(f"cannot write: {error.strerror}", str(self.path), "choose another folder") from error
        self._temporary = Path(name)
        self._file = os.fdopen(handle, "w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file)  # its "\r\n" also makes a bare "\r" in a text be quoted
        self._writer.writerow([*(name.format(self._what) for name in _HEADING), *map(safe_cell, self._columns)])
        return self

    def add(self, rejected: Rejected) -> None:
        """Write one row."""
        self.count += 1
        reasons = " / ".join(f"{fault.at}: {fault.message}" for fault in rejected.faults)
        mends = " / ".join(fault.help for fault in rejected.faults if fault.help)
        cells = [(value or "")[:_SHOWN] for value in rejected.values]
        told = [str(rejected.number), rejected.order, reasons, mends, *cells]
        self._writer.writerow([safe_cell(text).encode("utf-8", "replace").decode() for text in told])

    def __exit__(self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None) -> None:
        if self._file is None:
            return
        if kind is None and self.count:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._temporary.replace(self.path)
        else:
            self._file.close()
            self._temporary.unlink(missing_ok=True)


def write_rejected(path: Path, rejected: Iterable[Rejected], columns: Sequence[str] = ()) -> int:
    """Write rejected rows to a CSV file, whole or not at all; returns how many. None leave no file.

    Args:
        path: The file.
        rejected: The rows.
        columns: Column names of the table that they are from.

    Raises:
        InputError: the folder cannot be written to.
    """
    with RejectedFile(path, columns) as file:
        for one in rejected:
            file.add(one)
    return file.count
