"""Orders handed in as JSON: the same orders that a file gives, and everything wrong with a form told at once."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError
from moratorium.intake import open_table, propose, read_orders
from moratorium.intake.order_forms import read_order_form
from moratorium.terms.order import Order
from tests.web.office import form


def read(body: Any) -> Order:
    """The order of a form."""
    return read_order_form(msgspec.json.encode(body))


def faults(body: Any, at: str = "") -> dict[str, str]:
    """What is wrong with a form, by place."""
    with pytest.raises(InputError) as caught:
        read_order_form(msgspec.json.encode(body), at)
    return {fault.at: fault.message for fault in caught.value.faults}


def test_a_form_and_a_file_that_say_the_same_are_the_same_order(tmp_path: Path) -> None:
    """So an order that came by file and is asked about over HTTP has one decision, not two."""
    path = tmp_path / "orders.csv"
    path.write_text(
        "order,line,activity,placed_on,currency,product,quantity,value,product.hs6,buyer.id,buyer.name,buyer.country,"
        "ship_to.country,ship_to.city\n"
        "SO-1,1,sale,2022-05-01,EUR,P-1,2,100.50,880622,C-1,Example Buyer (example),DE,DE,Hamburg\n",
        encoding="utf-8",
    )
    table = open_table(path)
    (of_file,) = read_orders(table, propose(table))
    assert isinstance(of_file, Order)
    body = {
        "id": "SO-1",
        "activity": "sale",
        "placed_on": "2022-05-01",
        "currency": "EUR",
        "parties": {"buyer": [{"id": "C-1", "names": ["Example Buyer (example)"], "address": {"country": "DE"}}]},
        "places": {"ship_to": [{"country": "DE", "city": "Hamburg"}]},
        "lines": [
            {"number": "1", "product": "P-1", "quantity": 2, "value": "100.50", "facts": {"product.hs6": "880622"}}
        ],
    }
    of_form = read({**body, "assumed": sorted(of_file.assumed)})
    filled = {role: held for role, held in of_file.parties.items() if role == "buyer"}
    assert msgspec.structs.replace(of_file, parties=filled).digest() == of_form.digest()


@pytest.mark.parametrize("written", [1.5, "1.5", "1.50"])
def test_equal_numbers_are_equal_however_they_are_written(written: object) -> None:
    line = read(form("NL", lines=[{"number": "1", "quantity": written}])).lines[0]
    assert line.quantity == Decimal("1.5")
    assert str(line.quantity) == "1.5"


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e30", "1e999999999", "0." + "1" * 13])
def test_what_is_no_number_of_units_or_money_is_told(value: str) -> None:
    assert "lines[0].value" in faults(form("NL", lines=[{"number": "1", "value": value}]))


def test_a_negative_value_is_a_credit_and_a_negative_quantity_a_return() -> None:
    assert read(form("NL", lines=[{"number": "1", "value": "-5"}])).lines[0].value == Decimal(-5)
    assert "negative" in faults(form("NL", lines=[{"number": "1", "quantity": -5}]))["lines[0].quantity"]


@pytest.mark.parametrize(
    ("fields", "place"),
    [
        ({"facts": {"contract.no_such": True}}, "facts.contract.no_such"),
        ({"facts": {"order_quantity": 5}}, "facts.order_quantity"),
        ({"facts": {"contract.concluded_on": "soon"}}, "facts.contract.concluded_on"),
        ({"lines": [{"number": "1", "facts": {"product.mtow_g": "heavy"}}]}, "lines[0].facts.product.mtow_g"),
        ({"lines": [{"number": "1", "facts": {"buyer.type": "x"}}]}, "lines[0].facts.buyer.type"),
        ({"parties": {"buyer": [{"facts": {"listed": "OWN"}}]}}, "parties.buyer[0].facts.listed"),
    ],
)
def test_facts_that_nobody_can_state_are_told(fields: dict[str, Any], place: str) -> None:
    assert place in faults(form("NL", **fields))


def test_a_place_in_a_batch_is_told_from_its_beginning() -> None:
    assert list(faults({"id": "1", "activity": "sale", "lines": [{"number": 5}]}, "orders[3]")) == [
        "orders[3].lines[0].number"
    ]


def test_an_unknown_activity_role_and_status_are_told_together() -> None:
    body = form("NL", activity="gift", status="gone", parties={"friend": [{}]}, places={"moon": [{}]})
    with pytest.raises(InputError) as caught:
        read(body)
    assert len(caught.value.faults) == 4


def test_a_role_with_nobody_in_it_is_a_role_that_nobody_filled() -> None:
    assert read(form("NL", parties={"buyer": []})).parties == {}


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["2022-02-30", "1e5", "NL"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
FIELDS = st.sampled_from([*form("NL"), "status", "facts", "assumed", "nope"])


@given(st.dictionaries(FIELDS, JUNK, min_size=1, max_size=3))
def test_a_form_with_anything_in_its_fields_is_an_order_or_is_told(changed: dict[str, Any]) -> None:
    try:
        found = read({**form("NL"), **changed})
    except InputError as error:
        told = error.faults
    else:
        told = ()
        assert found.digest()
    assert all(fault.message for fault in told)


def test_a_nul_character_is_told_where_it_stands() -> None:
    """No database keeps one, so the order is refused before it keeps others waiting."""
    wrong: dict[str, Any] = {**form("NL"), "id": "SO-1\0", "facts": {"contract.concluded_on\0": "2022-03-01"}}
    wrong["lines"][0]["description"] = "a\0b"
    with pytest.raises(InputError) as caught:
        read(wrong)
    places = {fault.at for fault in caught.value.faults if "NUL" in fault.message}
    assert places == {"id", "facts", "lines[0].description"}
    assert read(form("NL", id=r"SO-1\u0000")).id == r"SO-1\u0000"


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ('"id": "SO-1"', "id"),
        ('"parties": {"buyer": [], "buyer": []}', "buyer"),
        ('"lines": [{"number": "1", "number": "2"}]', "number"),
        ('"facts": {"x": 1, "x": 2}', "x"),
    ],
)
def test_a_name_that_stands_twice_is_told_and_none_of_the_two_is_left_out(changed: str, name: str) -> None:
    """Of an order with two buyers by that name one would never be compared with a list."""
    content = b'{"id": "SO-1", "activity": "sale", "lines": [{"number": "1"}], %s}' % changed.encode()
    with pytest.raises(InputError) as caught:
        read_order_form(content)
    assert f"`{name}` stands twice in one object" in [one.message for one in caught.value.faults]


@given(st.binary(max_size=200))
def test_bytes_that_are_no_form_are_told(content: bytes) -> None:
    with pytest.raises(InputError):
        read_order_form(content)
