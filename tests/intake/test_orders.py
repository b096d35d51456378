"""Rows and a map become orders; every row is a line or is rejected."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import islice
from pathlib import Path
from time import process_time
from typing import Any

import pytest

from moratorium.errors import InputError
from moratorium.intake import Mapping, open_table, parse_mapping, propose, read_orders
from moratorium.intake import scattered as scattered_rows
from moratorium.terms.order import Order
from moratorium.terms.party import Address, Identifier, Party

MAP = """
columns: {order: No, line: = row, product: SKU, quantity: Qty, unit_price: Price,
          buyer.id: Customer, buyer.country: Land}
assume: {activity: sale, ship_to: = buyer, end_user: = buyer}
constants: {currency: EUR}
returns: quantity < 0
"""
HEADING = "No,SKU,Qty,Price,Customer,Land\n"


def test_rows_of_one_order_are_its_lines_wherever_they_stand(make: Any, read_all: Any) -> None:
    table = make(HEADING + "A,x,1,1,C1,NL\nB,x,1,1,C2,DE\nA,y,2,1,C1,NL\nC,x,1,1,C3,FR\nB,z,1,1,C2,DE\n")
    orders, rejected, reading = read_all(table, MAP)
    assert [(one.id, [line.product for line in one.lines]) for one in orders] == [
        ("A", ["x", "y"]),
        ("B", ["x", "z"]),
        ("C", ["x"]),
    ]
    assert (rejected, reading.orders, reading.rows) == ([], 3, 5)


def test_a_negative_quantity_is_a_return_of_its_own_order(make: Any, read_all: Any) -> None:
    orders, _, _ = read_all(make(HEADING + "A,x,3,2.5,C1,NL\nA,x,-1,2.5,C1,NL\n"), MAP)
    assert [one.key for one in orders] == ["A/sale", "A/take_back"]
    sale, back = orders
    assert (sale.lines[0].quantity, sale.lines[0].value) == (Decimal(3), Decimal("7.5"))
    assert (back.lines[0].number, back.lines[0].quantity, back.lines[0].value) == ("2", Decimal(1), Decimal("2.5"))
    assert sale.assumed == {"activity", "ship_to", "end_user"}
    assert back.assumed == frozenset(), "goods that come back go to nobody; only the buyer is asked for"
    assert back.places == {}


def test_a_negative_quantity_without_a_rule_for_returns_is_rejected(make: Any, read_all: Any) -> None:
    mapping = MAP.replace("returns: quantity < 0", "")
    _, (row,), _ = read_all(make(HEADING + "A,x,-1,2.5,C1,NL\n"), mapping)
    assert "quantity -1 is negative" in row.faults[0].message


def test_a_row_without_a_customer_keeps_the_country(make: Any, read_all: Any) -> None:
    ((order,), _, _) = read_all(make(HEADING + "A,x,1,1,,NL\n"), MAP)
    assert order.parties["buyer"] == (Party(address=Address("NL")),)
    assert order.places == {"ship_to": (Address("NL"),)}


def test_a_row_that_names_nobody_leaves_the_role_unfilled(make: Any, read_all: Any) -> None:
    ((order,), _, _) = read_all(make(HEADING + "A,x,1,1,,\n"), MAP)
    assert order.parties == {}
    assert order.places == {}


def test_several_holders_of_a_role_are_all_kept(make: Any, read_all: Any) -> None:
    ((order,), _, _) = read_all(make(HEADING + "A,x,1,1,C1,NL\nA,x,1,1,C2,RU\nA,x,1,1,C1,NL\n"), MAP)
    assert [one.id for one in order.parties["end_user"]] == ["C1", "C2"]
    assert [one.country for one in order.places["ship_to"]] == ["NL", "RU"]


def test_an_assumption_fills_only_what_a_row_leaves_empty(make: Any, read_all: Any) -> None:
    mapping = """
columns: {order: No, buyer.country: Land, ship_to.country: To}
assume: {activity: sale, ship_to: = buyer}
"""
    table = make("No,Land,To\nA,NL,DE\nB,NL,\nC,NL,DE\nC,NL,\n")
    orders, _, _ = read_all(table, mapping)
    assert [[one.country for one in order.places["ship_to"]] for order in orders] == [["DE"], ["NL"], ["DE", "NL"]]
    assert ["ship_to" in order.assumed for order in orders] == [False, True, True]


def test_a_constant_is_stated_and_not_assumed(make: Any, read_all: Any) -> None:
    mapping = MAP.replace(", end_user: = buyer}", "}").replace(
        "currency: EUR", "currency: EUR, end_user: = buyer, seller.id: N"
    )
    ((order,), _, _) = read_all(make(HEADING + "A,x,1,1,C1,NL\n"), mapping)
    assert order.assumed == {"activity", "ship_to"}
    assert order.parties["end_user"] == order.parties["buyer"]
    assert order.parties["seller"] == (Party("N"),)
    assert order.currency == "EUR"


def test_every_kind_of_field_finds_its_place(make: Any, read_all: Any) -> None:
    columns = {
        "order": "A-1",
        "line": "10",
        "activity": "export",
        "status": "shipped",
        "placed_on": "2022-04-26",
        "ship_on": "2022-05-01",
        "currency": "€",
        "value": "12.50",
        "serials": "s1; s2",
        "buyer.name": "Ann",
        "buyer.name2": "Ann & Co",
        "buyer.tax_number": "NL1",
        "buyer.incorporated_on": "2020-01-31",
        "buyer.military": "no",
        "transit.country": "KZ",
        "contract.no_reexport_ru_clause": "ja",
        "product.mtow_g": "249.0",
        "product.hs6": "880621",
        "licence.number": "L-1",
        "end_use.class": "mapping",
    }
    heading, row = ",".join(columns), ",".join(f'"{cell}"' for cell in columns.values())
    ((order,), rejected, _) = read_all(make(f"{heading}\n{row}\n"))
    assert rejected == []
    buyer = Party(
        names=("Ann", "Ann & Co"),
        identifiers=(Identifier("tax", "NL1"),),
        facts={"incorporated_on": "2020-01-31", "military": False},
    )
    assert order.parties == {"buyer": (buyer,)}
    assert order.places == {"transit": (Address("KZ"),)}
    assert (order.activity, order.status, order.placed_on, order.currency) == (
        "export",
        "shipped",
        date(2022, 4, 26),
        "EUR",
    )
    assert order.facts == {
        "ship_on": "2022-05-01",
        "contract.no_reexport_ru_clause": True,
        "end_use.class": "mapping",
    }
    (line,) = order.lines
    assert (line.number, line.value, line.serials) == ("10", Decimal("12.5"), ("s1", "s2"))
    assert line.facts == {"product.mtow_g": "249", "product.hs6": "880621", "licence.number": "L-1"}


def test_rows_that_disagree_join_so_that_nothing_is_hidden(make: Any, read_all: Any) -> None:
    """Least advanced status, true where one row says so and absence means false, sets united, else unknown."""
    heading = "order,activity,status,red_flags_open,known_end_use,contract.no_reexport_ru_clause,channel\n"
    rows = "A,sale,shipped,no,military,yes,web\nA,sale,open,yes,wmd,no,web\n"
    ((order,), _, _) = read_all(make(heading + rows))
    assert order.status == "open"
    assert order.facts == {"red_flags_open": True, "known_end_use": "military, wmd", "channel": "web"}


def test_a_status_that_one_row_leaves_open_is_open(make: Any, read_all: Any) -> None:
    ((order,), _, _) = read_all(make("order,activity,status\nA,sale,closed\nA,sale,\n"))
    assert order.status == "open"


@pytest.mark.parametrize(
    ("column", "values"), [("currency", ("EUR", "USD")), ("placed_on", ("2022-04-25", "2022-04-26"))]
)
def test_a_row_in_another_currency_or_of_another_day_is_rejected(
    make: Any, read_all: Any, column: str, values: tuple[str, str]
) -> None:
    rows = "".join(f"A,sale,{value}\n" for value in values)
    ((order,), (row,), _) = read_all(make(f"order,activity,{column}\n{rows}"))
    assert len(order.lines) == 1
    assert f"`{column}` is {values[1]} on this row and {values[0]} on an earlier row" in row.faults[0].message


def test_the_words_of_a_map_are_translated(make: Any, read_all: Any) -> None:
    mapping = """
columns: {order: No, activity: Art, status: Stand}
words: {activity: {Verkauf: sale}, status: {Geliefert: closed}}
"""
    ((order,), (row,), _) = read_all(make("No,Art,Stand\nA,Verkauf,Geliefert\nB,Verkauf,Verbummelt\n"), mapping)
    assert (order.activity, order.status) == ("sale", "closed")
    assert "unknown status `Verbummelt`" in row.faults[0].message
    assert "words" in row.faults[0].help


def test_orders_without_ids_are_numbered_by_the_file(make: Any, read_all: Any) -> None:
    orders, _, _ = read_all(
        make("Land,SKU\nNL,x\nDE,y\n"), "columns: {order: = row, buyer.country: Land}\nassume: {activity: sale}"
    )
    assert [one.id for one in orders] == ["2", "3"]


def test_bad_constants_are_told_before_a_row_is_read(make: Any) -> None:
    mapping = parse_mapping("columns: {order: No}\nconstants: {currency: Euros, buyer.military: perhaps}\n")
    with pytest.raises(InputError) as refused:
        read_orders(make("No,Land\n1,NL\n"), mapping)
    assert len(refused.value.faults) == 2


def test_equal_parties_are_one_object(make: Any, read_all: Any) -> None:
    orders, _, _ = read_all(make(HEADING + "A,x,1,1,C1,NL\nB,x,1,1,C1,NL\n"), MAP)
    assert orders[0].parties["buyer"][0] is orders[1].parties["buyer"][0]


def test_a_scattered_file_gives_the_orders_of_a_sorted_one(
    make: Any, read_all: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beyond what is kept in memory, rows are laid aside on disk."""
    monkeypatch.setattr(scattered_rows, "_IN_MEMORY", 1000)
    rows = [f"O{order},x,{line},1,C{order},NL\n" for line in range(1, 21) for order in range(50)]
    scattered, _, _ = read_all(make(HEADING + "".join(rows)), MAP)
    ordered, _, _ = read_all(make(HEADING + "".join(sorted(rows, key=lambda row: int(row[1 : row.index(",")])))), MAP)
    assert [(one.id, [line.quantity for line in one.lines]) for one in scattered] == [
        (one.id, [line.quantity for line in one.lines]) for one in ordered
    ]


def test_the_first_lines_of_a_real_export_become_orders(shared: Callable[[str], Path], tmp_path: Path) -> None:
    """As :func:`test_a_real_export_becomes_orders_quickly_and_in_little_memory`, beside the file's own columns."""
    path = tmp_path / "online-retail.csv"
    with gzip.open(shared("data/orders/online-retail.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        path.write_text("".join(islice(file, 20_001)), encoding="utf-8")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    table = open_table(path)
    reading = read_orders(table, propose(table))
    orders = [one for one in reading if isinstance(one, Order)]
    assert (reading.rows, reading.lines, reading.rejected) == (20_000, 20_000, 0)
    buyers = [(one.parties["buyer"][0], len(one.lines)) for one in orders]
    countries = Counter({row["Country"]: 0 for row in rows})
    for buyer, lines in buyers:
        countries[buyer.address.country or ""] += lines
    assert countries == Counter(row["Country"] for row in rows)
    assert sum(lines for buyer, lines in buyers if buyer.id is None) == sum(not row["CustomerID"] for row in rows) > 0
    back = {row["InvoiceNo"] for row in rows if row["Quantity"].startswith("-")}
    assert {one.id for one in orders if one.activity == "take_back"} == back


@pytest.mark.soak
def test_a_real_export_becomes_orders_quickly_and_in_little_memory(shared: Callable[[str], Path]) -> None:
    """541,909 lines of a real shop: returns become take-backs, rows without a customer keep their country."""
    table = open_table(shared("data/orders/online-retail.csv.gz"))
    began = process_time()
    reading = read_orders(table, propose(table))
    activities: Counter[str] = Counter()
    countries: Counter[str] = Counter()
    nameless = 0
    for one in reading:
        assert isinstance(one, Order)
        activities[one.activity] += 1
        (buyer,) = one.parties["buyer"]
        countries[buyer.address.country or ""] += len(one.lines)
        nameless += len(one.lines) if buyer.id is None else 0
    assert (reading.rows, reading.lines, reading.rejected, reading.orders) == (541_909, 541_909, 0, 25_900)
    assert activities == {"sale": 20_728, "take_back": 5_172}
    assert (countries["EIRE"], countries["Unspecified"], countries["RSA"]) == (8_196, 446, 58)
    assert countries["European Community"] == 61
    assert nameless == 135_080
    assert process_time() - began < 60, "takes 8 s of one core when the machine is quiet"


def test_columns_named_as_fields_are_read_without_a_map(make: Any, read_all: Any) -> None:
    table = make("order,line,activity,buyer.country\nA,1,sale,NL\n")
    ((order,), _, _) = read_all(table)
    assert (order.assumed, order.lines[0].number) == (frozenset(), "1")
    assert Mapping.of_columns(table.columns) is not None
