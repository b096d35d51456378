"""The demo's world: deterministic, whole, made up, and with every story in it."""

from __future__ import annotations

import csv
import hashlib
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec
import pytest

from moratorium.demo import LINES, World, generate
from moratorium.demo.catalogue import PRODUCTS
from moratorium.demo.names import MARK
from moratorium.demo.orders import FIRST, LAST, SUSPENSION
from moratorium.demo.places import EU, WATCHED
from moratorium.errors import RefusedError
from moratorium.intake.relations import RELATION_FIELDS
from moratorium.terms.activity import ACTIVITIES
from moratorium.terms.order import STATUSES
from moratorium.terms.organisation import Organisation
from moratorium.terms.vocabulary import END_USE_CLASSES, PARTY_TYPES, PRODUCT_KINDS, VOCABULARY

pytestmark = pytest.mark.xdist_group("demo_world")  # what all of it looks at is made once

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return generate(tmp_path_factory.mktemp("world") / "new")


@pytest.fixture(scope="module")
def orders(world: World) -> list[Row]:
    return read(world.orders)


@pytest.fixture(scope="module")
def truths(world: World) -> list[Row]:
    return read(world.truth)


@pytest.fixture(scope="module")
def parties(world: World) -> dict[str, Row]:
    return {row["id"]: row for row in read(world.parties)}


@pytest.fixture(scope="module")
def told(orders: list[Row], truths: list[Row]) -> dict[str, list[Row]]:
    """Order lines by the story that planted them."""
    found: dict[str, list[Row]] = {}
    for order, truth in zip(orders, truths, strict=True):
        found.setdefault(truth["story"], []).append(order | truth)
    return found


def digests(world: World) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(world.folder.iterdir())}


# -- determinism and counts ----------------------------------------------------------------------------------------


def test_the_same_seed_writes_the_same_bytes(world: World, tmp_path: Path) -> None:
    assert digests(generate(tmp_path / "again")) == digests(world)


def test_another_seed_writes_another_world(world: World, tmp_path: Path) -> None:
    other = generate(tmp_path / "other", seed=1, lines=5_000)
    assert digests(other)["orders.csv"] != digests(world)["orders.csv"]


def test_there_are_exactly_as_many_lines_as_asked_for(world: World, orders: list[Row], truths: list[Row]) -> None:
    assert len(orders) == len(truths) == world.counts["lines"] == LINES
    assert world.counts["orders"] == len({row["order"] for row in orders})
    assert world.counts["parties"] == len(read(world.parties))
    assert world.counts["products"] == len(read(world.catalogue)) == 25


def test_a_cut_keeps_the_number_of_lines_exact(tmp_path: Path) -> None:
    assert len(read(generate(tmp_path / "w", seed=3, lines=4_001).orders)) == 4_001


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    with pytest.raises(RefusedError, match="not empty"):
        generate(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_fewer_lines_than_the_stories_need_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="got `10`"):
        generate(tmp_path / "w", lines=10)
    assert not (tmp_path / "w").exists()


# -- well formed ---------------------------------------------------------------------------------------------------


def test_an_order_and_its_line_are_unique(orders: list[Row]) -> None:
    assert max(Counter((row["order"], row["line"]) for row in orders).values()) == 1


def test_lines_of_an_order_agree_in_all_but_the_goods(orders: list[Row]) -> None:
    own = {"line", "product", "description", "quantity", "unit_price", "value", "licence.number", "licence.covers_eu"}
    heads = {(row["order"], tuple(v for k, v in row.items() if k not in own)) for row in orders}
    assert len(heads) == len({row["order"] for row in orders})


def test_an_order_has_about_one_and_seven_tenths_lines(world: World) -> None:
    assert 1.6 < LINES / world.counts["orders"] < 1.8


def test_dates_lie_in_the_two_years_and_shipping_follows_the_order(orders: list[Row]) -> None:
    for row in orders:
        placed = date.fromisoformat(row["placed_on"])
        assert FIRST <= placed <= LAST
        assert date.fromisoformat(row["ship_on"]) > placed
    months = {row["placed_on"][:7] for row in orders}
    assert len(months) == 24


def test_codes_are_those_of_the_vocabulary(orders: list[Row], parties: dict[str, Row]) -> None:
    assert {row["activity"] for row in orders} <= set(ACTIVITIES)
    assert {row["status"] for row in orders} == set(STATUSES)
    assert {row["end_use.class"] for row in orders} - {""} <= set(END_USE_CLASSES.split(", "))
    assert {row["type"] for row in parties.values()} <= set(PARTY_TYPES.split(", "))


def test_headings_are_facts_of_the_vocabulary_or_fields_of_an_order(orders: list[Row], parties: dict[str, Row]) -> None:
    plain = {"order", "line", "currency", "product", "description", "unit_price"}
    address = {"id", "name", "country", "city", "postcode"}
    for heading in orders[0]:
        assert heading in plain or heading in VOCABULARY or heading.split(".")[1] in address
    for heading in next(iter(parties.values())):
        assert heading in address | set(RELATION_FIELDS) or f"buyer.{heading}" in VOCABULARY


def test_parties_of_orders_are_registered(orders: list[Row], parties: dict[str, Row]) -> None:
    for role in ("buyer", "end_user", "seller", "invoicing_party"):
        assert {row[f"{role}.id"] for row in orders} - {""} <= parties.keys()
    assert all(parties[row["buyer.id"]]["name"] == row["buyer.name"] for row in orders)


def test_worth_is_price_times_units(orders: list[Row]) -> None:
    assert all(float(row["value"]) == float(row["unit_price"]) * int(row["quantity"]) for row in orders)


# -- made up -------------------------------------------------------------------------------------------------------


def test_every_name_of_a_party_is_marked_as_made_up(world: World, orders: list[Row], parties: dict[str, Row]) -> None:
    names = {row["name"] for row in parties.values()}
    names |= {row["name"] for row in read(world.own_list)}
    names |= {row[f"{role}.name"] for row in orders for role in ("buyer", "end_user", "seller", "invoicing_party")}
    assert all(name.endswith(MARK) for name in names - {""})


def test_the_own_list_calls_itself_a_sample(world: World) -> None:
    entries = read(world.own_list)
    assert list(entries[0]) == ["id", "name", "aliases", "kind", "country", "reason"]
    assert all(entry["reason"].startswith("SAMPLE, made up") for entry in entries)


# -- organisation and catalogue ------------------------------------------------------------------------------------


def test_the_organisation_is_a_chinese_parent_with_a_dutch_and_a_us_affiliate(world: World) -> None:
    group = msgspec.yaml.decode(world.organisation.read_bytes(), type=Organisation)
    assert {entity.id: entity.seat for entity in group.entities} == {"KR-CN": "CN", "KR-NL": "NL", "KR-US": "US"}
    assert group.default.id == "KR-NL"
    assert all(entity.persons for entity in group.entities)
    assert all("invoicing_parent" not in entity.capacities for entity in group.entities)


def test_few_orders_fall_under_a_group_contract(orders: list[Row]) -> None:
    """Only these are judged under two seats."""
    shared = [row for row in orders if row["invoicing_party.id"]]
    assert shared
    assert len(shared) < LINES / 50
    assert {(row["seller.id"], row["invoicing_party.id"]) for row in shared} == {("KR-NL", "KR-CN")}


def test_the_catalogue_is_complete_but_for_one_product_that_needs_a_question(world: World) -> None:
    rows = {row["product"]: row for row in read(world.catalogue)}
    assert {row["kind"] for row in rows.values()} <= set(PRODUCT_KINDS.split(", "))
    assert all(name in ("product", "name") or f"product.{name}" in VOCABULARY for name in rows["UNK-X"])
    assert {id for id, row in rows.items() if not row["eu_annex1"]} == {"UNK-X"}
    aircraft = {id: row for id, row in rows.items() if row["kind"] == "aircraft"}
    assert {id for id, row in aircraft.items() if not row["gust_takeoff_stable_kmh"]} == {"UNK-X", "OSP-M4L"}
    assert {id for id, row in rows.items() if not row["hs6"]} == {"FW-UPD", "SVC-REP"}


def test_the_figures_are_those_of_the_synthetic_products(world: World, shared: Callable[[str], Path]) -> None:
    rows = {row["product"]: row for row in read(world.catalogue)}
    known = msgspec.json.decode(shared("data/rules/products.json").read_bytes())["catalogue_synthetic"]
    written = {True: "yes", False: "no"}
    for product in known:
        row = rows[product["sku"]]
        figures = {name: value for name, value in product.items() if name in row and name != "name"}
        for name, value in figures.items():
            said = written[value] if isinstance(value, bool) else "" if value is None else str(value)
            assert row[name] == said, (product["sku"], name)


# -- truth ---------------------------------------------------------------------------------------------------------


def test_truth_names_every_line_once_in_the_order_of_the_export(orders: list[Row], truths: list[Row]) -> None:
    key = ("order", "activity", "line")
    assert [[row[k] for k in key] for row in orders] == [[row[k] for k in key] for row in truths]


def test_shares_of_the_labels_are_plausible(world: World) -> None:
    assert 0.95 < world.counts["honest"] / LINES < 0.985
    assert 0.005 < world.counts["forbidden"] / LINES < 0.02
    assert 0.01 < world.counts["questionable"] / LINES < 0.04


def test_a_label_that_is_not_honest_has_a_reason(truths: list[Row]) -> None:
    assert all(bool(row["reason"]) == (row["label"] != "honest") for row in truths)


def test_labels_differ_in_time_only_for_what_the_suspension_caught(truths: list[Row]) -> None:
    changed = [row for row in truths if row["label"] != row["when_placed"]]
    assert {row["story"] for row in changed} == {"open on 2022-04-26"}
    assert {row["when_placed"] for row in changed} == {"honest"}


def test_an_honest_line_names_all_roles_that_its_activity_needs(told: dict[str, list[Row]]) -> None:
    for row in told["regular trade"]:
        for role in ACTIVITIES[row["activity"]].required:
            assert row[f"{role}.country"], (row["order"], role)


def test_an_honest_line_of_a_watched_lane_is_documented(told: dict[str, list[Row]], parties: dict[str, Row]) -> None:
    watched = [row for row in told["regular trade"] if parties[row["buyer.id"]]["country"] in WATCHED]
    assert watched
    for row in watched:
        assert row["end_use.class"]
        assert row["end_use.statement_on_file"] == row["route.known"] == "yes"
        for party in (parties[row["buyer.id"]], parties[row["end_user.id"]]):
            assert party["ownership_researched"] == party["background_checked"] == "yes"
            assert party["common_owner_with_embargoed_seller"] == "no"
            assert party["incorporated_on"] < "2019"


def test_an_honest_dual_use_item_leaves_the_union_only_under_an_authorisation(told: dict[str, list[Row]]) -> None:
    controlled = {id for id, product in PRODUCTS.items() if product.eu_annex1 != "none"}
    for row in told["regular trade"]:
        if row["product"] in controlled and row["seller.country"] in EU and row["activity"] in ("sale", "spares"):
            assert row["licence.number"] or row["ship_to.country"] in EU or len(row["ship_to.country"]) > 2


def test_no_dutch_order_for_russia_is_honest_after_the_union_barred_it(told: dict[str, list[Row]]) -> None:
    for row in told["regular trade"]:
        if row["buyer.country"] == "RU" and row["seller.country"] == "NL":
            assert row["placed_on"] < "2022-02-24"
            assert row["ship_on"] < "2022-02-24"


def test_no_line_for_a_suspended_territory_is_honest_after_the_suspension(orders: list[Row], truths: list[Row]) -> None:
    written = {"RU", "UA", "Russia", "Rusland", "Россия", "Russian Federation", "Ukraine", "Oekraïne", "Україна"}
    columns = [name for name in orders[0] if name.endswith(".country")]
    for row, truth in zip(orders, truths, strict=True):
        if row["placed_on"] >= SUSPENSION.isoformat() and written & {row[name] for name in columns}:
            assert truth["label"] != "honest"
