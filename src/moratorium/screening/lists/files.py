"""Published files as bytes: what is refused before anything is read, and the rows of a table.

A row of a table ends where its line ends, unless a quotation mark is still open: then the following lines belong to it.
A mark that nobody closes would swallow the rest of the file; therefore a row may span at most ``MOST_LINES`` lines, and
one that does not fit its heading is given up by itself, so that the lines after it are still read.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from moratorium.errors import Fault, SourceError

MOST_LINES = 50
"""Lines that one row of a table may span."""

Record = tuple[str, list[str]]

_PAGE = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_HEAD = 2048
_PACKED = {b"\x1f\x8b": "compressed (gzip)", b"PK": "compressed (zip, or a spreadsheet)", b"%PDF": "a PDF document"}
_WIDE = (b"\xff\xfe", b"\xfe\xff")
_LINES = re.compile(r"\r\n|\n|\r")


def check_intact(data: bytes, name: str) -> None:
    """Refuse a file that cannot be a list.

    Args:
        data: The file, decompressed.
        name: Which file of the source it is.

    Raises:
        SourceError: it is empty, compressed, a document or a web page.

    >>> check_intact(b"<!DOCTYPE html><html><body>Service unavailable</body></html>", "un")
    Traceback (most recent call last):
    moratorium.errors.SourceError: un: the file looks like a web page; look at it in a browser; download it again
    """
    if not data.strip(b"\x1a\r\n\t "):
        raise SourceError("the file is empty", name, "download it again")
    packed = next((kind for mark, kind in _PACKED.items() if data.startswith(mark)), None)
    if packed:
        raise SourceError(f"the file is {packed}", name, "hand in the list itself")
    if _PAGE.search(data[:_HEAD]) and data[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n\t ").startswith(b"<"):
        raise SourceError("the file looks like a web page", name, "look at it in a browser; download it again")


def text_of(data: bytes, name: str) -> str:
    """The text of a file that its publisher writes in UTF-8.

    Raises:
        SourceError: it is not UTF-8.

    >>> text_of("ЗАО".encode("cp1251"), "uk")
    Traceback (most recent call last):
    moratorium.errors.SourceError: uk: not UTF-8 text from byte 0 on; download it again, and do not open it in between
    """
    if data.startswith(_WIDE):
        raise SourceError("the text is UTF-16, not UTF-8", name, "download it again, and do not open it in between")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"not UTF-8 text from byte {error.start:,} on", name, "download it again, and do not open it in between"
        ) from error


def check_end(text: str, name: str, rejected: Sequence[Fault], notes: list[Fault]) -> None:
    """Refuse a table whose last row is no row, since it was cut off there; note one without a last line end.

    Args:
        text: The table.
        name: Which file it is, as in the places of ``rejected``.
        rejected: Rows of the table that could not be read.
        notes: Takes the note.

    Raises:
        SourceError: the last row cannot be read and its line does not end.
    """
    if text.endswith(("\n", "\r")):
        return
    last = f"{name}:{len(_LINES.findall(text)) + 1}"
    if any(fault.at == last for fault in rejected):
        raise SourceError("the file ends in the middle of a row", name, "download it again")
    notes.append(Fault("the file does not end with a line end", last, "compare its size with the publisher's"))


def records(text: str, name: str, rejected: list[Fault], first_line: int = 1) -> Iterator[Record]:
    """Rows of a table, heading first, each with its place; what is no row is added to ``rejected``.

    Empty lines are left out. Every row has as many columns as the heading.

    Args:
        text: The table, separated by commas.
        name: Which file it is, for the places.
        rejected: Takes the rows that cannot be read.
        first_line: Number of the first line, where lines before the table were left out.

    >>> faults: list[Fault] = []
    >>> list(records('id,name\\n1,"A\\nB"\\n2,"C\\n3,D\\n', "own", faults))
    [('own:1', ['id', 'name']), ('own:2', ['1', 'A\\nB']), ('own:5', ['3', 'D'])]
    >>> [str(fault) for fault in faults]
    ['own:4: a quotation mark is not closed']
    """
    lines = _LINES.split(text)
    width: int | None = None
    place = 0
    while place < len(lines):
        at = f"{name}:{place + first_line}"
        row = _record(lines, place, width)
        if isinstance(row, str):
            rejected.append(Fault(row, at))
            place += 1
            continue
        fields, taken = row
        place += taken
        if any(field.strip() for field in fields):
            width = len(fields) if width is None else width
            yield at, fields


def _record(lines: Sequence[str], start: int, width: int | None) -> tuple[list[str], int] | str:
    """The row that begins in a line, and how many lines it takes; or why there is none."""
    reader = csv.reader((f"{line}\n" for line in lines[start : start + MOST_LINES]), strict=True)
    try:
        fields = next(reader)
    except csv.Error as error:
        is_open = "unexpected end of data" in str(error)
        return "a quotation mark is not closed" if is_open else f"not readable as CSV: {error}"
    is_blank = not any(field.strip() for field in fields)
    if any("\0" in field for field in fields):
        return "the row holds a NUL character"
    if width is not None and len(fields) != width and not is_blank:
        return f"{len(fields)} columns instead of {width}"
    return fields, reader.line_num
