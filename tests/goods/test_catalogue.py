"""The catalogue: rows of any file become products, and what is wrong is told with place and mend."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moratorium.errors import Fault
from moratorium.goods import NO_CATALOGUE, Goods, Question, RowLost, ValueLost, catalogue_of


def read(*rows: dict[str, object], goods: Goods | None = None) -> tuple[dict[str, Any], list[Fault]]:
    """Facts by product, and faults, of rows at c.csv:2 and on."""
    places = [(f"c.csv:{n}", row) for n, row in enumerate(rows, 2)]
    catalogue, faults = catalogue_of(places, goods) if goods else catalogue_of(places)
    return {id: product.facts for id, product in catalogue.products.items()}, list(faults)


@pytest.mark.parametrize("header", ["product", "SKU", "Product ID", "article", "part-number", "id"])
def test_the_product_id_goes_by_the_names_that_exports_use(header: str) -> None:
    facts, faults = read({header: " A-1 ", "product.mtow_g": "249", "THERMAL_CAMERA": "ja"})
    assert facts == {"A-1": {"mtow_g": Decimal(249), "thermal_camera": True}}
    assert faults == []


def test_values_typed_by_a_file_format_are_taken_as_they_are() -> None:
    facts, faults = read({"product": 1001.0, "mtow_g": 9200, "max_endurance_min": 55.5, "drop_mechanism": False})
    assert facts == {"1001": {"mtow_g": Decimal(9200), "max_endurance_min": Decimal("55.5"), "drop_mechanism": False}}
    assert faults == []


@pytest.mark.parametrize("blank", [None, "", " ", "unknown", "n/a", "?", "-", "Unspecified"])
def test_what_nobody_knows_is_not_stated(blank: object) -> None:
    assert read({"product": "A", "thermal_camera": blank, "hs6": blank}) == ({"A": {}}, [])


@pytest.mark.parametrize(
    ("column", "value", "told"),
    [
        ("mtow_g", "1.234,56", "is not a number"),
        ("mtow_g", "9,200", "is not a number"),
        ("mtow_g", "-5", "cannot be a figure"),
        ("mtow_g", "1e999999", "cannot be a figure"),
        ("mtow_g", "NaN", "is not a number"),
        ("mtow_g", True, "is not a number"),
        ("mtow_g", date(2022, 1, 1), "is not a number"),
        ("mtow_g", [1], "is not a number"),
        ("mtow_g", "9" * 100_000, "has 100,000 characters"),
        ("thermal_camera", "perhaps", "neither yes nor no"),
        ("kind", "boat", "no `kind`"),
        ("laser_class_gb7247", "5", "no `laser_class_gb7247`"),
        ("hs6", "8806", "4 digits"),
        ("eccn", "9X999", "not an ECCN"),
        ("eccn", "9A993", "no entry"),
    ],
)
def test_a_value_that_cannot_be_read_is_told_and_not_known_while_the_row_stays(
    goods: Goods, column: str, value: object, told: str
) -> None:
    facts, faults = read({"product": "A", column: value, "family": "Osprey"}, {"product": "B"}, goods=goods)
    assert facts == {"A": {"family": "Osprey"}, "B": {}}
    (fault,) = faults
    assert isinstance(fault, ValueLost)
    assert fault.at == "c.csv:2"
    assert told in fault.message
    assert fault.help or column == "thermal_camera"
    assert len(fault.message) < 300


def test_zero_has_one_form_whatever_its_exponent() -> None:
    facts, _ = read({"product": "A", "aerosol_tank_l": "0E-999999"})
    assert str(facts["A"]["aerosol_tank_l"]) == "0"


def test_an_unknown_column_is_told_once_and_the_nearest_is_offered() -> None:
    facts, faults = read({"product": "A", "mtow_gr": "1", "lists": "CHPL"}, {"product": "B", "mtow_gr": "2"})
    assert facts == {"A": {}, "B": {}}
    assert [type(fault) for fault in faults] == [Fault, Fault]
    assert "did you mean `mtow_g`" in faults[0].help
    assert "derived" in faults[1].help


def test_a_row_without_a_product_id_is_lost() -> None:
    facts, faults = read({"product": "", "mtow_g": "1"}, {"mtow_g": "1"}, {"product": "x" * 500}, {"product": "A"})
    assert facts == {"A": {}}
    assert [type(fault) for fault in faults] == [RowLost] * 3
    assert faults[0].at == "c.csv:2"


def test_a_repeated_product_keeps_its_first_row_and_what_contradicts_is_not_known() -> None:
    facts, faults = read(
        {"product": "A", "mtow_g": "249", "family": "Kestrel"},
        {"product": "A", "mtow_g": "250", "family": "Kestrel", "hs6": "880691"},
    )
    assert facts == {"A": {"family": "Kestrel"}}
    (fault,) = faults
    assert isinstance(fault, RowLost)
    assert "c.csv:2" in fault.message
    assert "mtow_g" in fault.message


def test_two_columns_for_one_attribute_must_agree() -> None:
    assert read({"product": "A", "hs6": "880692", "HS code": "8806.92"}) == ({"A": {"hs6": "880692"}}, [])
    facts, faults = read({"product": "A", "hs6": "880692", "HS code": "8806.93"})
    assert facts == {"A": {}}
    assert isinstance(faults[0], ValueLost)


def test_national_digits_are_cut_and_told_once_for_the_file() -> None:
    facts, faults = read({"product": "A", "hs6": "8806920000"}, {"product": "B", "hs6": "88073000"})
    assert facts == {"A": {"hs6": "880692"}, "B": {"hs6": "880730"}}
    (fault,) = faults
    assert isinstance(fault, Question)
    assert fault.message.startswith("2 HS codes")


def test_an_entry_of_none_is_stated_not_absent() -> None:
    facts, faults = read({"product": "A", "eu_annex1": "None", "uk_control": "no", "hs6": "none"})
    assert facts == {"A": {"eu_annex1": "none", "uk_control": "none", "hs6": "none"}}
    assert faults == []


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ({"hs6": "880692", "mtow_g": "7001"}, "`mtow_g` is 7001"),
        ({"hs6": "880692", "mtow_g": "250"}, "`mtow_g` is 250"),
        ({"hs6": "880622", "hs_flight_mode": "other"}, "`hs_flight_mode` is other"),
        ({"hs6": "880622", "autonomous_navigation": "yes"}, "`autonomous_navigation` is yes"),
        ({"hs6": "880650"}, "no code 880650"),
        ({"hs6": "880692", "kind": "battery"}, "`kind` is battery"),
        ({"hs6": "852589", "kind": "aircraft"}, "not of heading 8806"),
        ({"mtow_g": "900", "empty_weight_g": "1000"}, "is more than"),
        ({"thermal_camera": "no", "thermal_netd_mk": "40"}, "`thermal_camera` is no"),
    ],
)
def test_a_contradiction_is_asked_about_and_nothing_is_corrected(
    goods: Goods, row: dict[str, object], told: str
) -> None:
    facts, faults = read({"product": "A", **row}, goods=goods)
    assert facts["A"].keys() == row.keys()
    (fault,) = faults
    assert isinstance(fault, Question)
    assert told in fault.message
    assert fault.at == "c.csv:2"


def test_consistent_products_raise_no_question(goods: Goods) -> None:
    rows: list[dict[str, object]] = [
        {"product": "A", "kind": "aircraft", "hs6": "880691", "mtow_g": "250", "hs_flight_mode": "other"},
        {"product": "B", "kind": "aircraft", "hs6": "880623", "mtow_g": "25000", "autonomous_navigation": "no"},
        {"product": "C", "kind": "aircraft", "hs6": "880610", "mtow_g": "400000"},
        {"product": "D", "kind": "service", "hs6": "none"},
    ]
    assert read(*rows, goods=goods)[1] == []


def test_the_digest_does_not_depend_on_the_order_of_rows_but_on_every_value() -> None:
    rows: list[tuple[str, dict[str, object]]] = [("1", {"product": "A", "mtow_g": "1"}), ("2", {"product": "B"})]
    first = catalogue_of(rows)[0].digest
    assert catalogue_of(reversed(rows))[0].digest == first
    assert catalogue_of([*rows, ("3", {"product": "Ж"})])[0].digest != first
    assert catalogue_of([("1", {"product": "A", "mtow_g": "2"}), rows[1]])[0].digest != first


def test_no_catalogue_is_not_an_empty_one() -> None:
    empty, _ = catalogue_of([])
    assert empty.is_stated
    assert not NO_CATALOGUE.is_stated
    assert empty.digest != NO_CATALOGUE.digest
