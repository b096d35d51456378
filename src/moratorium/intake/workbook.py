"""Excel workbooks (.xlsx), read a row at a time; formulas are never computed, only their saved results are read.

A workbook is a zip file, so a small one can unpack to fill a machine. What its parts declare is checked before any of
them is opened, and no part can give more than it declared.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from moratorium.errors import Fault, InputError
from moratorium.intake.files import open_seekable, readable
from moratorium.intake.rows import MAX_COLUMNS, MAX_FIELD, Row, Table, check_columns, too_long
from moratorium.intake.text_of import text_of
from moratorium.terms.document import nearest

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

MAX_PARTS = 10_000
MAX_PART = 2 * 1024**3
"""Bytes of one part, such as a sheet, once unpacked."""

MAX_TEXTS = 256 * 1024**2
"""Bytes of the part that is held in memory: the texts that cells share."""

MAX_RATIO = 400
"""How many times its packed size a part of more than 10 MB may unpack to; honest sheets stay below 100."""

MAX_ROWS = 1_048_576
"""Rows that Excel itself allows."""

_SMALL = 10 * 1024**2
_SHEET_PREFIX = "xl/worksheets/"


class ExcelSheet(Table):
    """One sheet of a workbook; by default the first that holds anything.

    Raises:
        InputError: not a workbook, beyond the bounds, no such sheet, no heading or no rows.
    """

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        self.path = path
        self.name = path.name
        with self._opened() as book:
            self._sheet = self._choose(book, sheet)
            rows = self._cells(book)
            number, heading = next(rows, (0, ()))
            self.columns = check_columns(heading, self.name, number)
            if not heading:
                raise InputError(f"sheet `{self._sheet}` is empty", self.name, "export it again, or name another sheet")
            self._heading = number
            if next(rows, None) is None:
                raise InputError(f"sheet `{self._sheet}` holds a heading and no rows", self.name, "export its rows")
            declared = self._declared.get(self._sheet, 0) - number
            self.lines = declared if declared > 0 else 1 + sum(1 for _ in rows)
            others = len(book.sheetnames) - 1
        more = f", {others} more sheet{'s' if others > 1 else ''}" if others else ""
        self.format = f"Excel, sheet `{self._sheet}`, {self.lines:,} line{'s' if self.lines != 1 else ''}{more}"

    def rows(self) -> Iterator[Row]:
        """All rows below the heading; empty ones are none."""
        width = len(self.columns)
        with self._opened() as book:
            for number, cells in self._cells(book):
                if number > self._heading:
                    yield self._row(number, cells, width)

    def _row(self, number: int, cells: tuple[str | None, ...], width: int) -> Row:
        if any(cell is not None and len(cell) > MAX_FIELD for cell in cells):
            return Row(number, (), too_long(self.place(number)))
        if any(cells[width:]):
            fault = Fault("the row has cells outside the heading", self.place(number), "give every column a name")
            return Row(number, cells, fault)
        return Row(number, (cells + (None,) * width)[:width])

    def _cells(self, book: Workbook) -> Iterator[tuple[int, tuple[str | None, ...]]]:
        """Numbered rows that hold anything, trailing empty cells cut."""
        sheet: Any = book[self._sheet]
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            if number > MAX_ROWS or len(values) > 2 * MAX_COLUMNS:
                raise InputError("larger than Excel allows", self.place(number), "save the workbook again in Excel")
            cells = tuple(text_of(value) for value in values)
            while cells and not cells[-1]:
                cells = cells[:-1] if len(cells) < 100 else _trimmed(cells)
            if cells:
                yield number, cells

    def _choose(self, book: Workbook, wanted: str | None) -> str:
        names = [sheet.title for sheet in book.worksheets]
        if wanted is not None and wanted not in names:
            help_ = nearest(wanted, names) or f"sheets: {', '.join(names)}"
            raise InputError(f"the workbook has no sheet `{wanted}`", self.name, help_)
        if not names:
            raise InputError("the workbook has no sheet with cells", self.name, "save it again as .xlsx")
        if wanted is not None:
            return wanted
        for name in names:
            self._sheet = name
            if next(self._cells(book), None) is not None:
                return name
        return names[0]

    @contextmanager
    def _opened(self) -> Iterator[Workbook]:
        with readable(self.name), open_seekable(self.path) as stream:
            try:
                with zipfile.ZipFile(stream) as archive:
                    _check_parts(archive, self.name)
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    import openpyxl

                    book = openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
                self._declared = {sheet.title: sheet.max_row or 0 for sheet in book.worksheets}
                for sheet in book.worksheets:
                    sheet.reset_dimensions()
                yield book
            except InputError:
                raise
            except Exception as error:  # whatever a foreign workbook makes its reader trip over
                message = f"not readable as an Excel workbook ({type(error).__name__}: {error})"
                raise InputError(message[:300], self.name, "open and save it again as .xlsx") from error


def _trimmed(cells: tuple[str | None, ...]) -> tuple[str | None, ...]:
    last = max((index for index, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _check_parts(archive: zipfile.ZipFile, name: str) -> None:
    """Refuses a workbook by what its directory declares, before anything is unpacked."""
    parts = archive.infolist()
    faults: list[Fault] = []
    if len(parts) > MAX_PARTS:
        faults.append(Fault(f"{len(parts):,} parts; at most {MAX_PARTS:,} are read", name))
    for part in parts:
        bound = MAX_PART if part.filename.startswith(_SHEET_PREFIX) else MAX_TEXTS
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > bound:
            size = f"{part.file_size:,} bytes; at most {bound:,} are read"
            faults.append(Fault(f"`{part.filename}` unpacks to {size}", name))
        elif part.file_size > _SMALL and ratio > MAX_RATIO:
            faults.append(Fault(f"`{part.filename}` unpacks to {ratio:,.0f} times its size, as no sheet does", name))
    if faults:
        help_ = "export fewer rows a file, or as CSV"
        raise InputError.of(fault._replace(help=help_) for fault in faults[:5])
