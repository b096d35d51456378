"""Tables as people see them: columns, rows, the place of the next page; and the same rows as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from moratorium.errors import InputError
from moratorium.terms.money import moneys

CSV, XLSX = "text/csv; charset=utf-8", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_RISKY = ("=", "+", "-", "@", "\t", "\r")


class Said(NamedTuple):
    """A cell with words of the core, such as a question; shown in the person's language if it has a fixed form."""

    text: str


class Link(NamedTuple):
    """A cell that leads somewhere; its words are as they stand, or the core's."""

    words: str | Said
    to: str


class Effect(NamedTuple):
    """A cell with an effect: ``allow``, ``hold`` or ``deny``; never shown by colour alone."""

    word: str


class Money(NamedTuple):
    """A cell with an amount, its currency as it is stated; in a file it fills two columns."""

    value: Decimal | None
    currency: str | None


class Worth(NamedTuple):
    """A cell with amounts by currency, which are never added."""

    of: tuple[Money, ...]


def worth_of(values: Mapping[str, Decimal]) -> Worth:
    """A cell with amounts by currency, in the order of their codes."""
    return Worth(tuple(Money(value, currency) for currency, value in sorted(values.items())))


class Word(NamedTuple):
    """A cell with a word of ours, such as a state: marked with ``N_``, shown in the person's language."""

    text: str


class Windows(NamedTuple):
    """A cell with the windows in which something is in force."""

    of: tuple[Any, ...]


Cell = str | int | Decimal | date | datetime | Link | Effect | Word | Said | Money | Worth | Windows | None
"""What a cell holds; how it looks follows from what it is."""


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        name: In the query, to sort by; and the head of the exported file.
        title: Its head, in English; marked with ``N_``.
        cell: The cell of a row.
        is_sorted: Whether people may sort by it.
        is_narrow: Left out on a phone.
        is_money: Whether its cells are amounts: in a file the currency stands in a column of its own.
    """

    name: str
    title: str
    cell: Callable[[Any], Cell]
    is_sorted: bool = False
    is_narrow: bool = False
    is_money: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        name: Of the exported file, and in the query if a page has several.
        caption: What it shows, in English; marked with ``N_``.
        columns: Left to right; the first one names the row.
        rows: Of this page.
        empty: What it means that there is none, and what to do, in English; marked with ``N_``.
        next: Cursor of the next page; empty at the end.
        every: All rows, for the file; None if ``rows`` is all of them.
        sort: Column by which they are sorted, with a minus in front the other way round.
    """

    name: str
    caption: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    empty: str = ""
    next: str = ""
    every: Callable[[], Iterable[Any]] | None = None
    sort: str = ""

    def all_rows(self) -> Iterable[Any]:
        """What the file holds."""
        return self.rows if self.every is None else self.every()

    def sorted_other(self, column: Column) -> str:
        """What to sort by when the head of a column is pressed."""
        return f"-{column.name}" if self.sort == column.name else column.name

    def direction(self, column: Column) -> str:
        """As assistive technology says it: ``ascending``, ``descending`` or ``none``."""
        return {column.name: "ascending", f"-{column.name}": "descending"}.get(self.sort, "none")


def kind_of(cell: Cell) -> str:
    """How a cell is shown.

    >>> kind_of(3), kind_of(Link("SO-1", "/orders/SO-1")), kind_of(None), kind_of(date(2022, 5, 2))
    ('number', 'link', 'nothing', 'day')
    """
    match cell:
        case None | "" | Money(value=None) | Worth(of=()):
            return "nothing"
        case int() | Decimal():
            return "number"
        case datetime():
            return "instant"
        case date():
            return "day"
        case tuple():
            return type(cell).__name__.lower()
    return "text"


# -- files ------------------------------------------------------------------------------------------------------------


def plain(cell: Cell) -> str | int | Decimal | date | datetime | None:
    """A cell as a file holds it; a text that a spreadsheet would run is made harmless.

    >>> plain(Link("=1+1", "/x")), plain(Effect("hold"))
    ("'=1+1", 'hold')
    >>> plain(Money(Decimal("12.5"), "EUR")), plain(worth_of({"USD": Decimal(7), "EUR": Decimal(5)}))
    (Decimal('12.5'), '5.00 EUR · 7.00 USD')
    """
    if isinstance(cell, Worth):
        return moneys({one.currency or "": one.value for one in cell.of if one.value is not None})
    if isinstance(cell, Windows):
        return "; ".join(map(str, cell.of))
    value = cell[0] if isinstance(cell, tuple) else cell
    value = value.text if isinstance(value, Said) else value
    if isinstance(value, str) and value.startswith(_RISKY):
        return f"'{value}"
    return value


def as_csv(table: Table) -> bytes:
    """A table as CSV: the columns' names, then all rows."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(_heads(table))
    for row in table.all_rows():
        writer.writerow([_written(value) for value in _values(table, row)])
    return text.getvalue().encode("utf-8-sig")


def _heads(table: Table) -> list[str]:
    """What the columns are called: an amount fills two, so that a spreadsheet can add one of them up."""
    names = ([one.name, f"{one.name}_currency"] if one.is_money else [one.name] for one in table.columns)
    return [name for of in names for name in of]


def _values(table: Table, row: Any) -> Iterator[str | int | Decimal | date | datetime | None]:
    for column in table.columns:
        cell = column.cell(row)
        yield plain(cell)
        if column.is_money:
            yield plain(cell.currency) if isinstance(cell, Money) else None


def _written(value: str | int | Decimal | date | datetime | None) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return "" if value is None else str(value)


def as_workbook(table: Table) -> bytes:
    """The same as a workbook with one sheet."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.name[:31])
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, name) for name in _heads(table)]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in table.all_rows():
        sheet.append([_filed(value) for value in _values(table, row)])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _filed(value: str | int | Decimal | date | datetime | None) -> str | int | Decimal | date | None:
    """A workbook knows no time zones: an instant goes in as text."""
    return value.isoformat() if isinstance(value, datetime) else value


def _tables(values: Iterable[Any]) -> Iterator[Table]:
    """The tables among values, also those that a section of the page holds."""
    for one in values:
        if isinstance(one, Table):
            yield one
        elif isinstance(one, Mapping):
            yield from _tables(one.values())
        elif isinstance(one, list | tuple):
            yield from _tables(one)


def exported(values: Iterable[Any], name: str, kind: str) -> tuple[bytes, str, str]:
    """One of the tables among a page's values as a file: content, media type, name of the file.

    Raises:
        InputError: no such table, or no such kind of file.
    """
    tables = list(_tables(values))
    table = next((one for one in tables if one.name == name or not name), None)
    if table is None:
        raise InputError(f"no table `{name}` on this page", "table")
    match kind:
        case "csv":
            return as_csv(table), CSV, f"{table.name}.csv"
        case "xlsx":
            return as_workbook(table), XLSX, f"{table.name}.xlsx"
    raise InputError(f"no export as `{kind}`", "export", "csv or xlsx")
