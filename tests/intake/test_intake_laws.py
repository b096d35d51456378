"""What holds of any file: no row is lost, texts come through, and nothing but our own errors is raised."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import Fault, InputError, MoratoriumError
from moratorium.intake import Mapping, Rejected, open_table, parse_mapping, propose, read_orders, render, write_rejected
from moratorium.intake.cells import Bad, day, number
from moratorium.intake.evidence import date_order, decimal_sign

MAP = parse_mapping("""
columns: {order: No, line: = row, product: SKU, quantity: Qty, unit_price: Price, placed_on: Day, buyer.country: Land}
assume: {activity: sale, ship_to: = buyer, end_user: = buyer}
formats: {dates: dmy, decimal: ","}
returns: quantity < 0
""")
HEADING = ("No", "SKU", "Qty", "Price", "Day", "Land")

texts = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=12)
rows = st.tuples(
    st.sampled_from(["A", "B", "C", "A ", ""]),
    texts,
    st.sampled_from(["1", "2,5", "-1", "1.234,5", "1,2,3", "many", ""]),
    st.sampled_from(["1", "0,99", "x"]),
    st.sampled_from(["26.04.2022", "27.04.2022", "04/26/2022", ""]),
    st.sampled_from(["NL", "Россия", "Unspecified", ""]),
)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("intake") / "orders.csv"


def _write(path: Path, table: list[tuple[str, ...]], delimiter: str = ",", codec: str = "utf-8") -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows([HEADING, *table])
    path.write_bytes(text.getvalue().encode(codec))


@given(table=st.lists(rows, min_size=1, max_size=30))
def test_every_row_is_a_line_or_is_rejected(path: Path, table: list[tuple[str, ...]]) -> None:
    _write(path, table)
    reading = read_orders(open_table(path, delimiter=","), MAP)
    found = list(reading)
    rejected = [one for one in found if isinstance(one, Rejected)]
    orders = [one for one in found if not isinstance(one, Rejected)]
    assert reading.rows == reading.lines + reading.rejected == len(table)
    assert len(rejected) == reading.rejected
    assert len({one.key for one in orders}) == len(orders)
    assert sum(len(one.lines) for one in orders) == reading.lines
    wanted = Counter(row[0].strip() for row in table)
    placed = Counter(one.id for one in orders for _ in one.lines) + Counter(one.order or "" for one in rejected)
    assert placed == wanted


@given(
    table=st.lists(st.tuples(*[texts] * len(HEADING)), min_size=1, max_size=15),
    delimiter=st.sampled_from(",;\t|"),
    codec=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_texts_come_through_as_written(path: Path, table: list[tuple[str, ...]], delimiter: str, codec: str) -> None:
    written = [row for row in table if any(row)] or [("x",) * len(HEADING)]
    _write(path, written, delimiter, codec)
    found = [tuple(row.values) for row in open_table(path, delimiter=delimiter, encoding=codec).rows()]
    assert found == written


@given(data=st.binary(max_size=300) | st.text(alphabet='a;,"\n\r|\t=ж1.{}[]:', max_size=200).map(str.encode))
def test_any_bytes_give_rows_or_our_own_error(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    try:
        table = open_table(path)
        mapping = propose(table)
        read = Mapping(mapping.name, {"order": table.columns[0], "line": "= row"}, assume={"activity": "sale"})
        reading = read_orders(table, read)
        assert len(list(table.rows())) == sum(len(getattr(one, "lines", (one,))) for one in reading)
        parse_mapping(render(mapping))
    except InputError:
        return


@given(text=st.text(max_size=200))
def test_any_text_is_a_map_or_our_own_error(text: str) -> None:
    for one in (text, f"columns: {{order: {text}}}", f"columns:\n  order: a\nformats: {{dates: {text}}}"):
        try:
            parse_mapping(one)
        except MoratoriumError:
            continue


@given(names=st.lists(texts.filter(str.strip), min_size=2, max_size=6, unique_by=str.strip), name=texts)
def test_a_written_map_reads_back_the_same(names: list[str], name: str) -> None:
    columns = dict(zip(("order", "product", "buyer.country", "value", "status", "buyer.id"), names, strict=False))
    columns = {field: column for field, column in columns.items() if column != "?" and not column.startswith("=")}
    mapping = Mapping(name.strip() or "m", {"order": "x", **columns}, words={"status": {names[0]: "open"}})
    read = parse_mapping(render(mapping))
    assert (read.columns, read.words, read.name) == (mapping.columns, mapping.words, mapping.name)


@given(dates=st.lists(st.from_regex(r"\A[0-3]?[0-9]/[01]?[0-9]/(20)?2[0-9]\Z"), min_size=1, max_size=8))
def test_a_proven_order_of_dates_is_the_only_one_that_reads_them_all(dates: list[str]) -> None:
    verdict = date_order(dates)
    whole = _whole({order: [day(text, order) for text in dates] for order in ("ymd", "dmy", "mdy")})
    assert verdict.notation is None or not whole or list(whole) == [verdict.notation]


@given(numbers=st.lists(st.from_regex(r"\A-?[0-9]{1,3}([.,][0-9]{1,3}){0,2}\Z"), min_size=1, max_size=8))
def test_a_proven_decimal_sign_is_the_only_one_that_reads_them_all(numbers: list[str]) -> None:
    verdict = decimal_sign(numbers)
    whole = _whole({sign: [number(text, sign) for text in numbers] for sign in (".", ",")})
    assert verdict.notation is None or not whole or set(whole.values()) == {whole[verdict.notation]}


def _whole(readings: dict[str, list[Any]]) -> dict[str, tuple[str, ...]]:
    """Notations that read every text, with what they read."""
    whole = {name: read for name, read in readings.items() if not any(isinstance(one, Bad) for one in read)}
    return {name: tuple(map(str, read)) for name, read in whole.items()}


@given(cells=st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_no_written_cell_begins_as_a_formula(path: Path, cells: list[str]) -> None:
    target = path.with_name("rejected.csv")
    write_rejected(target, [Rejected(1, cells[0], (Fault(cells[-1], cells[0], cells[-1]),), tuple(cells))], cells)
    with target.open(encoding="utf-8", newline="") as file:
        written: list[Any] = [cell for row in csv.reader(file) for cell in row]
    for cell in written:
        assert not cell.lstrip().startswith(("=", "@"))
        assert not cell.lstrip().startswith(("+", "-")) or re.fullmatch("[+-][0-9.,]+", cell)
