"""Any table file as rows of text: its kind, delimiter and encoding are found and told."""

from __future__ import annotations

import gzip
import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from moratorium.intake import open_table

CYRILLIC = "Номер заказа;Страна;Город\n1;Россия;Симферополь\n2;Україна;Київ\n"
GERMAN = "Auftrag;Land;Ort\n1;Österreich;Mödling\n2;Türkei;Köln\n"
CHINESE = "订单号,国家,数量\n1,荷兰,2\n2,俄罗斯,1\n3,乌克兰,5\n"


@pytest.mark.parametrize(
    ("text", "codec", "told"),
    [
        (CYRILLIC, "utf-8", "CSV, `;`, UTF-8, 2 lines"),
        (CYRILLIC, "utf-8-sig", "CSV, `;`, UTF-8 with byte order mark, 2 lines"),
        (CYRILLIC, "utf-16", "CSV, `;`, UTF-16, 2 lines"),
        (CYRILLIC, "windows-1251", "CSV, `;`, Windows-1251, 2 lines"),
        (GERMAN, "utf-16-le", "CSV, `;`, UTF-16, 2 lines"),
        (GERMAN, "latin-1", "CSV, `;`, Latin-1, 2 lines"),
        (GERMAN.replace("Mödling", "Mödling – €"), "cp1252", "CSV, `;`, Windows-1252, 2 lines"),
        (CHINESE, "gb18030", "CSV, `,`, GB18030, 3 lines"),
    ],
)
def test_the_encoding_is_found_and_told(make: Any, text: str, codec: str, told: str) -> None:
    table = make(text.encode(codec))
    assert table.format == told
    expected = [line.replace(",", ";").split(";") for line in text.splitlines()]
    assert [list(table.columns), *(list(row.values) for row in table.rows())] == expected


@pytest.mark.parametrize(("delimiter", "word"), [(",", "`,`"), (";", "`;`"), ("\t", "tab"), ("|", "`|`")])
def test_the_delimiter_is_found_though_texts_hold_others(make: Any, delimiter: str, word: str) -> None:
    rows = [["order", "name", "country"], ["1", "Korea; South, the | one", "KR"], ["2", "a,b;c|d", "NL"]]
    quoted = [[f'"{cell}"' if delimiter in cell else cell for cell in row] for row in rows]
    table = make("\r\n".join(delimiter.join(row) for row in quoted))
    assert [list(table.columns), *(list(row.values) for row in table.rows())] == rows
    assert word in table.format


def test_a_stated_delimiter_that_does_not_divide_names_the_better_one(make: Any) -> None:
    with pytest.raises(Exception, match="one column only, `a,b`, with delimiter `;`; it looks as if it were `,`"):
        make("a,b\n1,2\n", delimiter=";")


def test_an_excel_hint_names_the_delimiter(make: Any) -> None:
    table = make("sep=^\na^b\n1^2\n")
    assert [tuple(row.values) for row in table.rows()] == [("1", "2")]


def test_quotes_and_line_breaks_in_fields_keep_the_line_numbers(make: Any) -> None:
    table = make('a,b\n1,"two\nlines and ""quotes"""\n\n2,x\n')
    assert [(row.number, *row.values) for row in table.rows()] == [(2, "1", 'two\nlines and "quotes"'), (5, "2", "x")]


def test_rows_can_be_read_again(make: Any) -> None:
    table = make("a,b\n1,2\n")
    assert list(table.rows()) == list(table.rows())


def test_trailing_delimiters_are_no_cells(make: Any) -> None:
    table = make("a,b\n1,2,,\n")
    assert [(row.values, row.error) for row in table.rows()] == [(["1", "2"], None)]


def test_a_stated_encoding_is_taken_and_an_unknown_one_refused(make: Any) -> None:
    assert [row.values for row in make("a;b\nж;1\n".encode("koi8-r"), encoding="koi8-r").rows()] == [["ж", "1"]]
    with pytest.raises(Exception, match="unknown encoding `klingon`"):
        make("a,b\n1,2\n", encoding="klingon")


ROWS: list[dict[str, Any]] = [
    {"order": "A-1", "quantity": 2, "price": Decimal("2.50"), "placed": date(2022, 4, 26), "country": "Österreich"},
    {"order": "A-1", "quantity": 1, "price": Decimal("10"), "placed": date(2022, 4, 26), "country": "Österreich"},
    {"order": "B-2", "quantity": -3, "price": Decimal("0.99"), "placed": date(2022, 5, 1), "country": None},
]
MAP = """
columns: {order: order, line: = row, quantity: quantity, unit_price: price, placed_on: placed, buyer.country: country}
assume: {activity: sale, ship_to: = buyer}
formats: {dates: ymd, decimal: "."}
returns: quantity < 0
"""


def _as_csv(path: Path) -> Path:
    lines = [",".join(ROWS[0]), *(",".join("" if v is None else str(v) for v in row.values()) for row in ROWS)]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


def _as_jsonl(path: Path) -> Path:
    def plain(value: object) -> object:
        return float(value) if isinstance(value, Decimal) else str(value)

    path.write_text("\n".join(json.dumps(row, default=plain) for row in ROWS), encoding="utf-8")
    return path


def _as_xlsx(path: Path) -> Path:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    sheet.append(list(ROWS[0]))
    for row in ROWS:
        placed = datetime(row["placed"].year, row["placed"].month, row["placed"].day)
        sheet.append([row["order"], row["quantity"], float(row["price"]), placed, row["country"]])
    book.save(path)
    return path


def _as_parquet(path: Path) -> Path:
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(ROWS), path)
    return path


WRITERS = {"csv": _as_csv, "jsonl": _as_jsonl, "xlsx": _as_xlsx, "parquet": _as_parquet}


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("kind", WRITERS)
def test_every_format_gives_the_same_orders(tmp_path: Path, read_all: Any, kind: str, packed: bool) -> None:
    path = WRITERS[kind](tmp_path / f"orders.{kind}")
    if packed:
        path = tmp_path / "orders.gz"
        path.write_bytes(gzip.compress((tmp_path / f"orders.{kind}").read_bytes()))
    orders, rejected, _ = read_all(open_table(path), MAP)
    expected, _, _ = read_all(open_table(_as_csv(tmp_path / "expected.csv")), MAP)
    assert orders == expected
    assert [order.digest() for order in orders] == [order.digest() for order in expected]
    assert rejected == []


def test_what_was_read_is_told_in_words(tmp_path: Path) -> None:
    told = {kind: open_table(write(tmp_path / f"orders.{kind}")).format for kind, write in WRITERS.items()}
    assert told == {
        "csv": "CSV, `,`, UTF-8, 3 lines",
        "jsonl": "JSON Lines, UTF-8, 3 lines",
        "xlsx": "Excel, sheet `Sheet`, 3 lines",
        "parquet": "Parquet, 3 lines",
    }


def test_nested_json_and_structs_become_columns_with_dots(tmp_path: Path, make: Any) -> None:
    import pyarrow
    from pyarrow import parquet

    rows = [{"order": "1", "buyer": {"id": "C-1", "country": "NL"}, "serials": ["a", "b"]}]
    expected = (("order", "buyer.id", "buyer.country", "serials"), [("1", "C-1", "NL", "a, b")])
    nested = make("\n".join(map(json.dumps, rows)), name="orders.jsonl")
    assert (nested.columns, [tuple(row.values) for row in nested.rows()]) == expected
    parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "orders.parquet")
    table = open_table(tmp_path / "orders.parquet")
    assert (table.columns, [tuple(row.values) for row in table.rows()]) == expected


def test_a_formula_in_a_workbook_is_never_computed(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    sheet.append(["order", "country", "note"])
    sheet.append(["1", "NL", "=1+1"])
    book.save(tmp_path / "orders.xlsx")
    assert [tuple(row.values) for row in open_table(tmp_path / "orders.xlsx").rows()] == [("1", "NL", None)]


def test_the_first_sheet_that_holds_anything_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.create_sheet("Orders")
    sheet.append(["order", "country"])
    sheet.append(["1", "NL"])
    book.save(tmp_path / "orders.xlsx")
    table = open_table(tmp_path / "orders.xlsx")
    assert table.format == "Excel, sheet `Orders`, 1 line, 1 more sheet"
    assert [row.number for row in table.rows()] == [2]
