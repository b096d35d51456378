"""Opens any table file: what it is, is told by its content and not by its name.

Delimited text, Excel (.xlsx), JSON Lines, Parquet and Arrow, each plain or gzipped.
"""

from __future__ import annotations

from pathlib import Path

from moratorium.errors import InputError
from moratorium.intake.arrow import ARROW, Arrow
from moratorium.intake.columnar import Parquet
from moratorium.intake.delimited import Delimited, open_text
from moratorium.intake.encodings import survey
from moratorium.intake.files import open_bytes, readable
from moratorium.intake.jsonlines import JsonLines
from moratorium.intake.rows import Row, Table
from moratorium.intake.workbook import ExcelSheet

__all__ = ["Row", "Table", "open_table"]

_ZIP, _PARQUET, _OLD_EXCEL = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"


def open_table(
    path: Path, *, delimiter: str | None = None, encoding: str | None = None, sheet: str | None = None
) -> Table:
    """The table in a file.

    Args:
        path: The file; gzipped files are unpacked on the fly.
        delimiter: Of delimited text; found if not given.
        encoding: Of text; found if not given.
        sheet: Of a workbook; the first that holds anything if not given.

    Returns:
        A table whose ``format`` says in words what was found. Its rows can be read again and again.

    Raises:
        InputError: no file, nothing in it, a heading only, one column only, column names that are there twice, or a
            file beyond the bounds; with place, reason and mend.
    """
    name = path.name
    if not path.is_file():
        raise InputError(f"there is no file `{name}`", str(path), "check the path")
    with readable(name), open_bytes(path) as stream:
        head = stream.read(4)
    if not head:
        raise InputError("the file is empty", name, "export it again, with a heading and rows")
    if head == _OLD_EXCEL:
        help_ = "save it as .xlsx without a password, or as CSV"
        raise InputError("an old Excel workbook (.xls), or one with a password", name, help_)
    if head == _ZIP:
        return ExcelSheet(path, sheet)
    if head == _PARQUET:
        return Parquet(path)
    if head in ARROW:
        return Arrow(path)
    return _text_table(path, delimiter, encoding)


def _text_table(path: Path, delimiter: str | None, encoding: str | None) -> Table:
    found = survey(path, encoding)
    with readable(path.name), open_text(path, found) as stream:
        start = stream.read(4096).lstrip("\ufeff \t\r\n")
    if not start:
        raise InputError("the file is empty", path.name, "export it again, with a heading and rows")
    if start.startswith("{") and delimiter is None:
        return JsonLines(path, found)
    if start.startswith("["):
        raise InputError("a JSON array", path.name, "write JSON Lines: one object a line, no commas between them")
    return Delimited(path, found, delimiter)
