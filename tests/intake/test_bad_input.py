"""Each bad input of the field: a clear error with place, reason and mend; good rows are still read."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from moratorium.errors import InputError
from moratorium.intake import open_table, parse_mapping, propose, render

Asset = Callable[[str], Path]

REFUSED = [
    ("empty.csv", "the file is empty"),
    ("blank.csv", "the file is empty"),
    ("header_only.csv", "a heading and no rows"),
    ("one_column.csv", "one column only, `order^country`, with delimiter `,`"),
    ("repeated_column.csv", "column `country` is there twice"),
    ("cut_short.csv.gz", "the gzip file is damaged or cut short"),
    ("old_excel.xls", "an old Excel workbook"),
    ("exploding.xlsx", "unpacks to 1,0"),
    ("not_a_workbook.xlsx", "not readable as an Excel workbook"),
    ("not_parquet.parquet", "not readable as Parquet"),
    ("json_array.json", "a JSON array"),
]


@pytest.mark.parametrize(("name", "message"), REFUSED)
def test_a_file_that_is_no_table_is_refused_with_place_reason_and_mend(asset: Asset, name: str, message: str) -> None:
    with pytest.raises(InputError) as refused:
        open_table(asset(name))
    fault = refused.value.faults[0]
    assert message in fault.message
    assert name in fault.at
    assert fault.help


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no file `gone\.csv`"):
        open_table(tmp_path / "gone.csv")


REJECTED = [
    ("decimal_comma.csv", "`1.234,56` is not a number with", "column `quantity`"),
    ("date_impossible.csv", "`2022-02-30` is not a day", "column `placed_on`"),
    ("no_order_id.csv", "the row has no order id", "column `order`"),
    ("short_row.csv", "the row has 3 cells, the heading 7", ":3"),
    ("long_row.csv", "the row has 8 cells, the heading 7", ":3"),
    ("unclosed_quote.csv", "a quote is opened on this line and never closed", ":3"),
    ("broken_utf8.csv", "bytes that are not UTF-8", ":3"),
    ("unknown_activity.csv", "unknown activity `sell`", "column `activity`"),
]
MAPPED = """
columns: {order: order, line: line, activity: activity, product: product, quantity: quantity, placed_on: placed_on,
          buyer.country: buyer.country}
formats: {dates: ymd, decimal: "."}
"""


@pytest.mark.parametrize(("name", "message", "place"), REJECTED)
def test_a_bad_row_is_rejected_with_its_place_and_good_rows_flow(
    asset: Asset, read_all: Any, name: str, message: str, place: str
) -> None:
    orders, rejected, _ = read_all(open_table(asset(name)), MAPPED)
    assert [order.id for order in orders] == ["G-1", "G-2"]
    (row,) = rejected
    assert row.number == 3
    assert message in row.faults[0].message
    assert f"orders_{name}:3" in row.faults[0].at
    assert place in row.faults[0].at
    assert row.faults[0].help


def test_a_day_in_another_order_is_rejected_with_the_stated_order(asset: Asset, read_all: Any) -> None:
    _, rejected, _ = read_all(open_table(asset("date_order_us.csv")), MAPPED)
    assert "`04/26/2022` is not a day in the order year, month, day" in rejected[0].faults[0].message


def test_all_faults_of_a_row_are_told_at_once(make: Any, read_all: Any) -> None:
    table = make("order,line,activity,quantity,placed_on\n1,,buy,many,soon\n")
    _, (row,), _ = read_all(table)
    assert len(row.faults) == 4


def test_a_repeated_line_rejects_the_later_row_and_says_which_came_first(asset: Asset, read_all: Any) -> None:
    orders, rejected, _ = read_all(open_table(asset("repeated_line.csv")), MAPPED)
    assert [len(order.lines) for order in orders] == [1, 1]
    messages = [row.faults[0].message for row in rejected]
    assert messages == [
        "line `1` of order `G-1` is there already: the same row on line 2",
        "line `1` of order `G-2` is there already: another row on line 3",
    ]


def test_rows_numbered_by_the_file_are_never_duplicates(asset: Asset, read_all: Any) -> None:
    orders, rejected, _ = read_all(open_table(asset("identical_rows_unnumbered.csv")))
    assert [[line.number for line in order.lines] for order in orders] == [["1", "2"]]
    assert rejected == []


def test_a_formula_is_plain_text(asset: Asset, read_all: Any) -> None:
    orders, _, _ = read_all(open_table(asset("formula.csv")), MAPPED)
    assert orders[0].id == "=cmd|' /C calc'!A0"
    assert orders[0].lines[0].product == "@SUM(1)"


def test_lines_that_are_no_json_are_rejected_and_the_others_read(asset: Asset, read_all: Any) -> None:
    table = open_table(asset("not_json.jsonl"))
    mapping = "columns: {order: order, buyer.country: country}\nassume: {activity: sale}"
    orders, rejected, _ = read_all(table, mapping)
    assert [order.id for order in orders] == ["1", "3"]
    assert [row.number for row in rejected] == [2, 3]


@pytest.mark.parametrize(
    ("name", "entry", "question"),
    [
        (
            "dates_ambiguous.csv",
            "dates",
            "do day, month and year stand in `03/04/2022` and `05/06/2022`?",
        ),
        ("decimals_ambiguous.csv", "decimal", "which is the decimal sign in `1.234` and `5.678`?"),
    ],
)
def test_what_can_be_read_in_two_ways_is_asked_for_and_the_question_refused(
    asset: Asset, name: str, entry: str, question: str
) -> None:
    mapping = propose(open_table(asset(name)))
    assert mapping.formats[entry] == "?"
    written = render(mapping)
    assert question in written
    with pytest.raises(InputError, match=f"`{entry}` is an open question") as refused:
        parse_mapping(written, "map.yaml")
    line = next(i for i, text in enumerate(written.splitlines(), 1) if text.strip().startswith(f"{entry}:"))
    assert refused.value.fault.at.startswith(f"map.yaml:{line}:")
    answered = written.replace('"?"', "dmy" if entry == "dates" else '"."')
    assert parse_mapping(answered).formats[entry] in ("dmy", ".")


READ_HUGE = """
import resource, sys
from pathlib import Path
from moratorium.intake import open_table
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for row in open_table(Path(sys.argv[1])).rows():
    print(row.number, row.values[0] if row.values else row.error)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize("name", ["huge_field.csv.gz", "huge_quoted_field.csv.gz"])
def test_a_field_of_many_megabytes_is_a_rejected_row_and_no_full_memory(asset: Asset, name: str) -> None:
    """200 MB in one cell, and 20 MB with line breaks in it; in a process of its own, so that only this file counts."""
    done = subprocess.run([sys.executable, "-c", READ_HUGE, asset(name)], capture_output=True, text=True, check=True)
    *rows, grown = done.stdout.splitlines()
    assert rows[0] == "2 G-1"
    assert f"orders_{name}:3: a cell holds more than 1,048,576 characters; shorten it" in rows[1]
    assert rows[2].endswith("G-2")
    assert len(rows) == 3
    assert int(grown) < 80 * 1024 * (1024 if sys.platform == "darwin" else 1)


def test_a_sheet_that_is_not_there_is_told_with_the_nearest(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Sheet")
    sheet.append(["order", "country"])
    sheet.append(["1", "NL"])
    book.save(tmp_path / "orders.xlsx")
    with pytest.raises(InputError, match="the workbook has no sheet `Sheeet`") as refused:
        open_table(tmp_path / "orders.xlsx", sheet="Sheeet")
    assert "did you mean `Sheet`?" in refused.value.fault.help


def test_too_many_columns_are_refused(make: Any) -> None:
    heading = ",".join(f"c{i}" for i in range(10_001))
    with pytest.raises(InputError, match="10,001 columns"):
        make(f"{heading}\n{heading}\n")


def test_no_map_fits_without_its_columns_and_the_nearest_is_offered(make: Any, read_all: Any) -> None:
    table = make("Order No,Land\n1,NL\n")
    with pytest.raises(InputError) as refused:
        read_all(table, "columns:\n  order: OrderNo\n  buyer.country: Country\nassume: {activity: sale}\n")
    assert [fault.at for fault in refused.value.faults] == ["map.yaml:2:10", "map.yaml:3:18"]
    assert "did you mean `Order No`?" in refused.value.faults[0].help
