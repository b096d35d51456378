"""Every planted story is in the demo's export, as an officer would recognise it."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from moratorium.demo import generate
from moratorium.demo.stories import KAZAKH_DEALER, MOSCOW_SELLER

pytestmark = pytest.mark.xdist_group("demo_stories")  # what all of it looks at is made once

Row = dict[str, str]


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small world: the stories are the same at any size."""
    return generate(tmp_path_factory.mktemp("world") / "new", lines=6_000).folder


@pytest.fixture(scope="module")
def told(folder: Path) -> dict[str, list[Row]]:
    """Order lines by the story that planted them."""
    found: dict[str, list[Row]] = {}
    for order, truth in zip(read(folder / "orders.csv"), read(folder / "truth.csv"), strict=True):
        found.setdefault(truth["story"], []).append(order | truth)
    return found


@pytest.fixture(scope="module")
def parties(folder: Path) -> dict[str, Row]:
    return {row["id"]: row for row in read(folder / "parties.csv")}


def test_tens_of_orders_are_undelivered_when_the_suspension_comes_into_force(told: dict[str, list[Row]]) -> None:
    caught = told["open on 2022-04-26"]
    for country in ("RU", "UA"):
        assert len({row["order"] for row in caught if row["buyer.country"] == country}) >= 30
    assert all(row["placed_on"] < "2022-04-26" for row in caught)
    assert {row["status"] for row in caught} == {"open", "shipped"}
    assert all(row["ship_on"] >= "2022-04-26" for row in caught if row["status"] == "open")


def test_earlier_orders_for_both_countries_are_closed(told: dict[str, list[Row]]) -> None:
    for country in ("RU", "UA"):
        honest = [row for row in told["regular trade"] if row["buyer.country"] == country]
        assert len(honest) > 400
        assert {row["status"] for row in honest} == {"closed"}
        assert any(row["placed_on"] > "2022-03" for row in honest)


def test_orders_after_the_suspension_write_their_countries_in_many_ways(told: dict[str, list[Row]]) -> None:
    after = told["ordered after 2022-04-26"]
    assert {"Rusland", "Россия", "Russia", "RU", "Ukraine", "Україна"} <= {row["buyer.country"] for row in after}
    assert all(row["placed_on"] >= "2022-04-26" and row["label"] == "forbidden" for row in after)
    assert {"sale", "spares", "repair", "activation"} <= {row["activity"] for row in after}
    assert {row["activity"] for row in told["take-back after 2022-04-26"]} == {"take_back"}


def test_the_kazakh_dealer_is_founded_in_the_month_of_the_suspension_and_shares_an_owner(
    told: dict[str, list[Row]], parties: dict[str, Row]
) -> None:
    party = parties[KAZAKH_DEALER.id]
    assert party["incorporated_on"].startswith("2022-04")
    assert (party["common_owner_with_embargoed_seller"], party["ownership_researched"]) == ("", "yes")
    assert party["owner"] == parties[MOSCOW_SELLER.id]["owner"] != ""
    lines = told["Kazakh dealer"]
    assert {row["seller.id"] for row in lines} == {"KR-NL"}
    assert {row["placed_on"][:7] for row in lines} == {f"2022-{month:02}" for month in range(5, 13)}
    assert sum(int(row["quantity"]) for row in lines if row["product"].startswith("KST")) > 500


def test_the_moscow_seller_stops_before_the_kazakh_dealer_begins(told: dict[str, list[Row]]) -> None:
    bought = [row["placed_on"] for row in told["regular trade"] if row["buyer.id"] == MOSCOW_SELLER.id]
    assert bought
    assert KAZAKH_DEALER.founded
    assert max(bought) < KAZAKH_DEALER.founded.isoformat()


def test_sprayers_go_to_a_kyrgyz_trader_for_a_russian_end_user(told: dict[str, list[Row]]) -> None:
    lines = told["sprayers through Kyrgyzstan"]
    assert sum(int(row["quantity"]) for row in lines) == 14
    assert {(row["buyer.country"], row["end_user.country"]) for row in lines} == {("KG", "RU")}


def test_addresses_in_crimea_are_stated_under_either_country(told: dict[str, list[Row]]) -> None:
    lines = told["Crimea"]
    stated = {(row["ship_to.country"], row["ship_to.city"]) for row in lines}
    assert stated == {("Russia", "Simferopol"), ("Russia", "Sevastopol"), ("Ukraine", "Sevastopol")}
    assert {date.fromisoformat(row["placed_on"]) >= date(2022, 4, 26) for row in lines} == {True, False}


def test_goods_pass_through_russia_honestly_in_2021_and_not_after_the_suspension(told: dict[str, list[Row]]) -> None:
    labels = {(row["placed_on"] >= "2022-04-26", row["label"]) for row in told["transit through Russia"]}
    assert labels == {(False, "honest"), (True, "forbidden")}
    assert {row["transit.country"] for row in told["transit through Russia"]} == {"RU"}


def test_military_end_uses_follow_the_end_use_policy(told: dict[str, list[Row]]) -> None:
    lines = told["military end use"]
    assert {row["end_use.class"] for row in lines} == {"military", "combat", "weapon_carriage"}
    assert all(row["placed_on"] >= "2022-04-21" for row in lines)


def test_buyers_on_the_own_list_order(told: dict[str, list[Row]], folder: Path) -> None:
    listed = {row["name"] for row in read(folder / "own-list.csv")}
    assert {row["buyer.name"] for row in told["own list"]} <= listed
    others = {row["buyer.name"] for story, rows in told.items() if story != "own list" for row in rows}
    assert not others & listed


def test_a_german_reseller_ships_to_moscow(told: dict[str, list[Row]]) -> None:
    lines = told["ship-to in Russia"]
    assert {row["buyer.country"] for row in lines} == {"DE"}
    assert {row["ship_to.country"] for row in lines} == {"Rusland", "Россия"}


def test_gaps_of_records_are_planted(told: dict[str, list[Row]]) -> None:
    assert {row["buyer.country"] for row in told["unspecified country"]} == {"Unspecified", ""}
    assert all(not row["end_user.name"] and not row["end_user.country"] for row in told["missing end user"])
    assert all(not row["ship_to.country"] for row in told["missing ship-to"])
    assert {row["product"] for row in told["unknown product"]} == {"KST-Z9"}
    assert {row["product"] for row in told["missing gust speed"]} == {"UNK-X"}
    assert all(not row["licence.number"] for row in told["missing licence"])
    assert all(row["label"] == "questionable" for row in told["missing end user"] + told["missing licence"])


def test_us_controlled_goods_to_russia_and_belarus_are_forbidden_from_the_first_day(told: dict[str, list[Row]]) -> None:
    lines = told["US-controlled item"]
    assert {row["buyer.country"] for row in lines} == {"RU", "BY"}
    assert {row["when_placed"] for row in lines} == {"forbidden"}
