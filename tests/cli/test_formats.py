"""The same orders in each kind of file come out the same: delimiters, encodings, Excel, JSON Lines, Parquet."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Callable, Mapping, Sequence

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.office import Office

Rows = Sequence[Mapping[str, str]]

ROWS: Rows = [
    {"order": "1001", "line": "1", "activity": "sale", "product": "P-1", "quantity": "2", "buyer.id": "C-1",
     "buyer.name": "Пример и Ко", "buyer.country": "Россия", "placed_on": "2022-05-02"},
    {"order": "1001", "line": "2", "activity": "sale", "product": "P-2", "quantity": "1", "buyer.id": "C-1",
     "buyer.name": "Пример и Ко", "buyer.country": "Россия", "placed_on": "2022-05-02"},
    {"order": "1002", "line": "1", "activity": "sale", "product": "P-1", "quantity": "3", "buyer.id": "C-2",
     "buyer.name": "Example B.V.", "buyer.country": "NL", "placed_on": "2022-05-03"},
]  # fmt: skip


def delimited(rows: Rows, delimiter: str, encoding: str) -> bytes:
    """As delimited text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def workbook(rows: Rows) -> bytes:
    """As an Excel workbook."""
    book, packed = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(packed)
    return packed.getvalue()


def parquet(rows: Rows) -> bytes:
    """As Parquet."""
    packed = io.BytesIO()
    pq.write_table(pa.Table.from_pylist([dict(row) for row in rows]), packed)
    return packed.getvalue()


FORMATS: dict[str, tuple[str, Callable[[Rows], bytes]]] = {
    "comma": ("CSV, `,`, UTF-8", lambda rows: delimited(rows, ",", "utf-8")),
    "semicolon": ("CSV, `;`, UTF-8", lambda rows: delimited(rows, ";", "utf-8-sig")),
    "tab-utf16": ("UTF-16", lambda rows: delimited(rows, "\t", "utf-16")),
    "pipe-cyrillic": ("Windows-1251", lambda rows: delimited(rows, "|", "windows-1251")),
    "gzip": ("CSV", lambda rows: gzip.compress(delimited(rows, ",", "utf-8"))),
    "excel": ("Excel", workbook),
    "json": ("JSON Lines", lambda rows: "".join(json.dumps(row) + "\n" for row in rows).encode()),
    "parquet": ("Parquet", parquet),
}


@pytest.mark.parametrize("name", FORMATS)
def test_each_kind_of_file_is_read_and_its_kind_is_told(office: Office, name: str) -> None:
    words, packed = FORMATS[name]
    file = office.desk / "orders.file"
    file.write_bytes(packed(ROWS))
    done = office.check(file, "--on", "order-date")
    assert [(one["order"], one["line"], one["effect"]) for one in done.lines] == [
        ("1001", "1", "deny"),
        ("1001", "2", "deny"),
        ("1002", "1", "hold"),  # its end user and ship-to are not stated
    ]
    assert done.code == 20
    assert f"read as {words}" in done.err or words in done.err.splitlines()[0]
    size = office.size()
    file.write_bytes(FORMATS["comma"][1](ROWS))
    office.check(file, "--on", "order-date")
    assert office.size() == size
