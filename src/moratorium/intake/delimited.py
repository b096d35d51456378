"""Delimited text: CSV with any delimiter, quotes and line breaks inside fields, in any of the known encodings.

Read a line at a time and never more than a bound of it, so a field of 200 MB is a rejected row and not a full memory.
A quote that is opened and never closed rejects the line on which it stands; reading resumes on the next one.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path

from moratorium.errors import Fault, InputError
from moratorium.intake.encodings import Encoding
from moratorium.intake.files import open_bytes, readable
from moratorium.intake.rows import MAX_FIELD, MAX_LINE, Row, Table, check_columns, too_long

DELIMITERS = {",": "`,`", ";": "`;`", "\t": "tab", "|": "`|`"}
"""Delimiters that are recognised by themselves, in words."""

_SAMPLE = 64 * 1024
_MAX_RESUMED = 20
_EXCEL_HINT = re.compile(r"sep=(.)\s*", re.IGNORECASE)


def open_text(path: Path, encoding: Encoding) -> io.TextIOWrapper:
    """The file as text, with line ends as written."""
    return io.TextIOWrapper(open_bytes(path), encoding.codec, encoding.errors, newline="")


class Lines:
    """Lines of a text, each bounded, with what went wrong since `begin`.

    Attributes:
        number: Line last read, counted from one.
        quotes: Quote characters read since `begin`.
        overlong: Whether a line since `begin` was cut at the bound.
        broken: Whether a line since `begin` holds a place that could not be decoded.
        ended: Whether the end was met.
    """

    def __init__(self, stream: io.TextIOWrapper, marker: re.Pattern[str] | None) -> None:
        self._readline = stream.readline
        self._marker = marker
        self.number = 0
        self.ended = False
        self.begin()
        self._lines = self._each()

    def begin(self) -> None:
        """Forget what was noted; a new row begins."""
        self.quotes = 0
        self.overlong = False
        self.broken = False

    def __iter__(self) -> Iterator[str]:
        return self._lines

    def _each(self) -> Iterator[str]:
        readline, marker = self._readline, self._marker
        while line := readline(MAX_LINE):
            self.number += 1
            self.quotes += line.count('"')
            if len(line) == MAX_LINE and line[-1] not in "\r\n":
                self._drop_rest()
            if marker is not None and not line.isascii() and marker.search(line):
                self.broken = True
            yield line
        self.ended = True

    def _drop_rest(self) -> None:
        self.overlong = True
        while piece := self._readline(MAX_LINE):
            self.quotes += piece.count('"')
            if piece[-1] in "\r\n":
                break

    def skip(self, count: int) -> None:
        """Pass over lines."""
        while self.number < count and next(self._lines, None) is not None:
            pass

    def skip_to_closing_quote(self) -> bool:
        """Pass over lines until quotes pair up; False if the file ends before."""
        while self.quotes % 2:
            if next(self._lines, None) is None:
                return False
        return True


class Delimited(Table):
    """A delimited text file.

    Raises:
        InputError: no heading, no rows, one column only, or column names that are there twice.
    """

    def __init__(self, path: Path, encoding: Encoding, delimiter: str | None = None) -> None:
        self.path = path
        self.name = path.name
        self.encoding = encoding
        with readable(self.name), open_text(path, encoding) as stream:
            sample = stream.read(_SAMPLE)
        skipped, self.delimiter = _delimiter_of(sample, delimiter, self.name)
        self._heading_ends, self.columns = self._heading(skipped, sample, delimiter is not None)
        self.lines = max(encoding.lines - self._heading_ends + (0 if _ends_with_line(path, encoding) else 1), 1)
        told = DELIMITERS.get(self.delimiter, f"`{self.delimiter}`")
        noted = ", broken in places" if encoding.broken else ""
        self.format = f"CSV, {told}, {encoding.label}{noted}, {self.lines:,} line{'s' if self.lines != 1 else ''}"

    def _heading(self, skipped: int, sample: str, stated: bool) -> tuple[int, tuple[str, ...]]:
        records = self._records_after(skipped)
        first = next(records, None)
        if first is None:
            raise InputError("the file is empty", self.name, "export it again, with a heading and rows")
        if first.error is not None:
            raise InputError(f"the heading cannot be read: {first.error.message}", first.error.at, first.error.help)
        columns = check_columns(first.values, self.name, first.number)
        if len(columns) == 1:
            raise self._one_column(first, sample, stated)
        if next(records, None) is None:
            raise InputError("the file holds a heading and no rows", self.name, "export it again, with its rows")
        return first.number + _line_breaks(first.values), columns

    def _one_column(self, heading: Row, sample: str, stated: bool) -> InputError:
        seen = DELIMITERS.get(self.delimiter, f"`{self.delimiter}`")
        better = _sniff(sample)
        if stated and better != self.delimiter:
            help_ = f"it looks as if it were {DELIMITERS[better]}: give that delimiter"
        else:
            help_ = f"none of {', '.join(DELIMITERS.values())} divides it: give the delimiter"
        text = str(heading.values[0])[:80]
        return InputError(f"one column only, `{text}`, with delimiter {seen}", f"{self.name}:{heading.number}", help_)

    def rows(self) -> Iterator[Row]:
        """All rows below the heading; blank lines are none."""
        return self._records_after(self._heading_ends, len(self.columns))

    def _fitted(self, row: Row, width: int) -> Row:
        """A row with trailing empty cells cut; otherwise one with too few or too many cells, with its error."""
        found = len(row.values)
        if found > width and not any(row.values[width:]):
            return Row(row.number, row.values[:width])
        help_ = "a delimiter or line break inside a text must stand in quotes"
        fault = Fault(f"the row has {found} cells, the heading {width}", self.place(row.number), help_)
        return Row(row.number, row.values, fault)

    def _records_after(self, line: int, width: int | None = None) -> Iterator[Row]:
        """Records of this width from the line after ``line``; resumes behind a quote that is never closed."""
        resume: int | None = line
        for _ in range(_MAX_RESUMED):
            resume = yield from self._read(resume or 0, width)
            if resume is None:
                return
        message, help_ = "too many quotes that are opened and never closed", "export with quotes doubled inside texts"
        yield Row((resume or 0) + 1, (), Fault(message, self.name, help_))

    def _read(self, after: int, width: int | None) -> Generator[Row, None, int | None]:
        """Records until the end, or until a quote is never closed; then the line on which it stands."""
        csv.field_size_limit(MAX_FIELD)
        with readable(self.name), open_text(self.path, self.encoding) as stream:
            lines = Lines(stream, self.encoding.broken)
            lines.skip(after)
            reader = csv.reader(lines, delimiter=self.delimiter)
            while True:
                start = lines.number + 1
                lines.begin()
                try:
                    values: list[str] | None = next(reader)
                except StopIteration:
                    return None
                except csv.Error:
                    values = None
                if values is None or lines.overlong:
                    closed = lines.skip_to_closing_quote()
                    yield Row(start, (), too_long(self.place(start)) if closed else self._unclosed(start))
                    if not closed:
                        return start
                elif lines.ended:
                    yield Row(start, (), self._unclosed(start))
                    return start
                elif lines.broken:
                    yield Row(start, _legible(values), self._undecodable(start))
                elif any(values):
                    row = Row(start, values)
                    yield row if width is None or len(values) == width else self._fitted(row, width)

    def _unclosed(self, line: int) -> Fault:
        message = "a quote is opened on this line and never closed"
        return Fault(message, self.place(line), "close it, or double a quote that belongs to the text")

    def _undecodable(self, line: int) -> Fault:
        message = f"the row holds bytes that are not {self.encoding.label}"
        return Fault(message, self.place(line), "save the file as UTF-8, or state its encoding")


def _legible(values: Sequence[str]) -> list[str]:
    """Texts with what could not be decoded shown as a replacement character."""
    return [value.encode("utf-8", "replace").decode("utf-8") for value in values]


def _line_breaks(values: Sequence[str | None]) -> int:
    return sum(len(re.findall("\r\n|\r|\n", value or "")) for value in values)


def _ends_with_line(path: Path, encoding: Encoding) -> bool:
    """Whether the last line has its line end, so that line ends count lines."""
    if encoding.codec.startswith("utf-16"):
        return True
    with readable(path.name), path.open("rb") as file:
        if file.read(2) == b"\x1f\x8b":
            return True
        file.seek(-1, 2)
        return file.read(1) in b"\r\n"


def _delimiter_of(sample: str, stated: str | None, name: str) -> tuple[int, str]:
    """Lines to pass over before the heading, and the delimiter: stated, told by ``sep=;`` as Excel does, or sniffed."""
    if stated is not None and len(stated) != 1:
        raise InputError(f"`{stated}` is no delimiter", name, "give one character, or none to have it found")
    first, _, rest = sample.lstrip("\ufeff").partition("\n")
    hint = _EXCEL_HINT.fullmatch(first)
    if hint:
        return 1, stated or hint[1]
    return 0, stated or _sniff(first + "\n" + rest)


def _sniff(sample: str) -> str:
    """The delimiter that divides the heading, and most rows in the same way.

    >>> _sniff("order;country\\n1;Korea, South\\n2;NL\\n")
    ';'
    """
    whole = sample[: sample.rfind("\n") + 1] if len(sample) >= _SAMPLE else sample
    return max(DELIMITERS, key=lambda delimiter: _agreement(whole, delimiter))


def _agreement(sample: str, delimiter: str) -> tuple[float, int]:
    widths: list[int] = []
    try:
        for record in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if record:
                widths.append(len(record))
            if len(widths) > 50:
                break
    except csv.Error:
        pass
    if not widths or widths[0] < 2:
        return 0.0, 0
    return sum(width == widths[0] for width in widths) / len(widths), widths[0]
