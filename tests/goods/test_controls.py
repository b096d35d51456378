"""Control entries: which technical figures meet them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from moratorium.errors import InputError
from moratorium.goods import Catalogue, Goods, Product, catalogue_of, entry_truth, product_facts
from moratorium.goods.controls import parsed
from moratorium.terms.vocabulary import Value

TRUTHS = {"unknown": None}
AIRCRAFT: dict[str, Value] = {"kind": "aircraft", "controllable_bvlos": True}


def truth(goods: Goods, entry: str, facts: Mapping[str, Value]) -> bool | None:
    """Whether a product with these attributes meets the entry."""
    row = {f"product.{name}": value for name, value in facts.items()}
    return entry_truth(goods.entries[entry], row)


def load(invented: list[dict[str, Any]], goods: Goods) -> Catalogue:
    """The invented catalogue, as a file of rows."""
    left_out = {"expect", "synthetic", "chpl_tier"}
    rows = [({key: value for key, value in one.items() if key not in left_out}) for one in invented]
    catalogue, faults = catalogue_of(((f"products.json:{n}", row) for n, row in enumerate(rows)), goods)
    assert not faults
    return catalogue


def test_all_21_invented_products_meet_exactly_what_they_are_expected_to(
    invented: list[dict[str, Any]], goods: Goods
) -> None:
    catalogue = load(invented, goods)
    assert len(catalogue.products) == len(invented) == 21
    compared = 0
    for one in invented:
        row = product_facts(catalogue.products[one["sku"]], one["sku"], goods, frozenset(), None)
        for entry, expected in one["expect"].items():
            found = entry_truth(goods.entries[entry], row)
            assert found is TRUTHS.get(expected, expected), (one["sku"], entry)
            compared += 1
    assert compared == sum(len(one["expect"]) for one in invented) > 0


def test_tiers_of_the_invented_products_are_those_of_the_list(invented: list[dict[str, Any]], goods: Goods) -> None:
    chpl = goods.lists["CHPL"]
    for one in invented:
        if "chpl_tier" in one:
            item = chpl.item_for(one["hs6"])
            assert (item.tier if item else None) == one["chpl_tier"], one["sku"]


@pytest.mark.parametrize(
    ("endurance", "gust", "met"),
    [
        ("29.9", "60", False),
        ("30", "46.3", True),
        ("30", "46.2", False),
        ("59.9", "46.3", True),
        ("60", "0", True),
        ("60", None, True),
        ("46", None, None),
        ("29", None, False),
        (None, "60", None),
    ],
)
def test_9a012_asks_30_minutes_with_gusts_or_60_minutes(
    goods: Goods, endurance: str | None, gust: str | None, met: bool | None
) -> None:
    facts = {
        **AIRCRAFT,
        "max_endurance_min": None if endurance is None else Decimal(endurance),
        "gust_takeoff_stable_kmh": None if gust is None else Decimal(gust),
    }
    assert truth(goods, "EU-9A012.a", facts) is met
    assert truth(goods, "US-9A012", facts) is met


@pytest.mark.parametrize(("netd", "met"), [("39.9", True), ("40", False), ("50", False), (None, None)])
def test_cn_28_asks_a_netd_below_40_and_a_40_mk_camera_is_outside(
    goods: Goods, netd: str | None, met: bool | None
) -> None:
    others = dict.fromkeys(
        (
            "radio_power_over_cert_limit",
            "drop_mechanism",
            "hyperspectral_camera",
            "multispectral_other_bands",
            "laser_rangefinder",
            "supports_uncertified_payloads",
        ),
        False,
    )
    facts = {
        **AIRCRAFT,
        **others,
        "max_endurance_min": Decimal(30),
        "mtow_g": Decimal(7001),
        "thermal_netd_mk": None if netd is None else Decimal(netd),
    }
    assert truth(goods, "CN-28-2023", facts) is met


@pytest.mark.parametrize(
    ("mtow", "empty", "met"),
    [("7000", "4000", False), ("7000.1", "1", True), ("5000", "4000.1", True), ("7000", None, None)],
)
def test_cn_28_thresholds_of_weight_are_more_than(goods: Goods, mtow: str, empty: str | None, met: bool | None) -> None:
    facts = {
        **AIRCRAFT,
        "max_endurance_min": Decimal(30),
        "drop_mechanism": True,
        "mtow_g": Decimal(mtow),
        "empty_weight_g": None if empty is None else Decimal(empty),
    }
    assert truth(goods, "CN-28-2023", facts) is met


def test_a_released_camera_has_at_most_9_hz(goods: Goods) -> None:
    for rate, met in ((Decimal(9), False), (Decimal("9.1"), True), (None, None)):
        facts: dict[str, Value] = {"kind": "payload", "thermal_camera": True, "thermal_frame_rate_hz": rate}
        assert truth(goods, "WA-6A003.b.4.b", facts) is met


SPRAYER: dict[str, Value] = {**AIRCRAFT, "max_endurance_min": Decimal(18), "aerosol_tank_l": Decimal(10)}


def test_the_range_branch_of_9a112_is_settled_by_what_an_aircraft_can_fly_at_most(goods: Goods) -> None:
    """Without a range it is unknown, unless endurance at maximum speed cannot reach 300 km."""
    small = {**SPRAYER, "aerosol_mount_designed_l": Decimal(10)}
    assert truth(goods, "EU-9A112", small) is None
    assert truth(goods, "EU-9A112", {**small, "max_speed_kmh": Decimal(60)}) is False
    far = {**small, "max_endurance_min": Decimal(20)}
    assert truth(goods, "EU-9A112", {**far, "max_speed_kmh": Decimal(899)}) is False
    assert truth(goods, "EU-9A112", {**far, "max_speed_kmh": Decimal(900)}) is None, "a bound never proves yes"
    assert truth(goods, "EU-9A112", {**far, "max_range_km": Decimal(300)}) is True


def test_9a112_and_9a120_leave_to_9a012_what_it_covers(goods: Goods) -> None:
    covered: dict[str, Value] = {**AIRCRAFT, "max_endurance_min": Decimal(60), "aerosol_tank_l": Decimal(30)}
    assert truth(goods, "EU-9A012.a", covered) is True
    assert truth(goods, "EU-9A112", covered) is False
    assert truth(goods, "US-9A120", covered) is False


@pytest.mark.parametrize("kind", ["battery", "charger", "documentation", "firmware", "service", "software"])
def test_entries_about_aircraft_cameras_and_equipment_do_not_concern_a_charger(goods: Goods, kind: str) -> None:
    by_figures = [id for id in goods.entries if id not in ("US-9A991", "CN-51-2024")]
    assert {truth(goods, id, {"kind": kind}) for id in by_figures} == {False}


def test_a_product_of_unknown_kind_may_meet_every_entry(goods: Goods) -> None:
    assert {truth(goods, id, {}) for id in goods.entries} == {None}


def test_entries_with_unread_figures_are_met_or_not_known_but_never_absent(goods: Goods) -> None:
    """The infrared, laser and inertial figures of No. 31/2024 were not read."""
    assert not goods.entries["CN-31-2024"].is_evaluable
    assert goods.entries["CN-27-2023"].is_evaluable
    nothing: dict[str, Value] = {
        name.removeprefix("product."): Decimal(0) if "_km" in name or "_kw" in name or "one_" in name else False
        for name in (
            "engine_max_continuous_kw", "radio_link_range_km", "one_station_max_aircraft", "counter_uas",
            "sar_payload", "laser_target_designator", "inertial_unit_high_precision", "thermal_camera",
        )
    }  # fmt: skip
    assert truth(goods, "CN-31-2024", {"kind": "payload", **nothing}) is None
    assert truth(goods, "CN-31-2024", {"kind": "payload", **nothing, "sar_payload": True}) is True
    assert truth(goods, "CN-27-2023", {"kind": "payload", **nothing}) is False


def test_a_recalled_figure_decides_nothing(goods: Goods) -> None:
    """The field-of-view figure of No. 27/2023 is recalled, so a thermal imager of its band stays unknown."""
    entry = goods.entries["CN-27-2023"]
    assert "thermal_ifov" not in entry.condition
    assert "thermal_band_780_30000" in entry.unverified


def test_entries_without_figures_rest_on_the_signed_classification(goods: Goods) -> None:
    for eccn, met in (("9A991.b", True), ("EAR99", False), (None, None)):
        assert truth(goods, "US-9A991", {"kind": "aircraft", "eccn": eccn}) is met
    for code, met in (("9A802", True), ("none", False), (None, None)):
        assert truth(goods, "CN-51-2024", {"kind": "aircraft", "cn_control_code": code}) is met


def test_an_entry_without_a_condition_is_unknown_for_what_it_concerns(goods: Goods) -> None:
    entry = goods.entries["EU-9A012.a"]
    blank = parsed(type(entry)(**{**{f: getattr(entry, f) for f in entry.__struct_fields__}, "condition": ""}))
    assert blank.predicate is None
    assert not blank.is_evaluable
    assert entry_truth(blank, {"product.kind": "aircraft"}) is None
    assert entry_truth(blank, {"product.kind": "charger"}) is False


def test_a_control_entry_asks_only_about_the_product(goods: Goods) -> None:
    entry = goods.entries["EU-9A012.a"]
    odd = type(entry)(**{**{f: getattr(entry, f) for f in entry.__struct_fields__}, "condition": "buyer.named"})
    with pytest.raises(InputError, match=r"buyer\.named"):
        parsed(odd)


def test_a_bound_counts_only_where_more_meets_more(goods: Goods) -> None:
    entry = goods.entries["EU-9A112"]
    assert entry.bounded == ("product.max_range_km",)
    for condition in ("product.max_range_km < 300", "NOT product.max_range_km >= 300", "product.mtow_g > 3"):
        texts = {**{f: getattr(entry, f) for f in entry.__struct_fields__}, "condition": condition}
        assert parsed(type(entry)(**texts)).bounded == ()


def test_product_of_the_room_is_plain(goods: Goods) -> None:
    assert Product("A") == Product("A", "", {})
