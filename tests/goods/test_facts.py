"""The ``product.*`` facts of a row."""

from __future__ import annotations

from decimal import Decimal

from moratorium.goods import NO_GOODS, Goods, Product, figures_asked, merge, product_facts
from moratorium.terms.members import NONE, Members
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

ASKED = frozenset({"CHPL", "EU-833-ANNEX-VII"})
ENTRIES = frozenset({"EU-9A012.a", "CN-28-2023"})


def test_a_product_not_in_the_catalogue_is_unknown_in_everything(goods: Goods) -> None:
    row = product_facts(None, "X", goods, ASKED, ENTRIES)
    assert row.keys() == {name for name in VOCABULARY if name.startswith("product.")}
    assert row["product.catalogued"] is False
    assert row["product.controls"] == Members(possible=ENTRIES)
    lists = row["product.lists"]
    assert isinstance(lists, Members)
    assert lists.open
    assert lists.possible >= ASKED
    scalars = [n for n in row if VOCABULARY[n].kind is not Kind.SET and n != "product.catalogued"]
    assert {row[name] for name in scalars} == {None}


def test_an_order_that_names_no_product_leaves_open_whether_it_is_catalogued(goods: Goods) -> None:
    assert product_facts(None, None, goods, ASKED, None)["product.catalogued"] is None


def test_the_register_that_holds_no_entry_says_no_of_a_catalogued_product(goods: Goods) -> None:
    row = product_facts(Product("A"), "A", goods, ASKED, ENTRIES)
    assert row["product.catalogued"] is True
    assert row["product.food_or_medicine_ear99"] is False
    assert row["product.mtow_g"] is None


def test_lists_at_hand_name_the_code_and_lists_not_at_hand_may(goods: Goods) -> None:
    row = product_facts(Product("A", facts={"hs6": "880730"}), "A", goods, ASKED, ENTRIES)
    assert row["product.lists"] == Members.of("CHPL", possible=["EU-833-ANNEX-VII"])
    row = product_facts(Product("A", facts={"hs6": "880692"}), "A", goods, frozenset({"CHPL"}), ENTRIES)
    assert row["product.lists"] == NONE


def test_what_has_no_hs_code_is_on_no_list_of_codes_at_hand(goods: Goods) -> None:
    row = product_facts(Product("A", facts={"hs6": "none"}), "A", goods, ASKED, ENTRIES)
    assert row["product.lists"] == Members.of(possible=["EU-833-ANNEX-VII"])


def test_an_entry_not_at_hand_is_possible(goods: Goods) -> None:
    asked = frozenset({"EU-9A012.a", "EU-5A002"})
    row = product_facts(Product("A", facts={"kind": "charger"}), "A", goods, ASKED, asked)
    assert row["product.controls"] == Members.of(possible=["EU-5A002"])
    blank = product_facts(Product("A", facts={"kind": "charger", "hs6": "850440"}), "A", NO_GOODS, ASKED, asked)
    assert blank["product.controls"] == Members(possible=asked)
    assert blank["product.lists"] == Members(possible=ASKED)


def test_what_the_order_states_counts_where_the_catalogue_is_silent(goods: Goods) -> None:
    product = Product("A", facts={"kind": "spare", "mtow_g": Decimal(1)})
    stated = merge(None, {"product.hs6": "8807.30", "mtow_g": "2"})
    row = product_facts(product, "A", goods, ASKED, ENTRIES, stated)
    assert row["product.hs6"] == "880730"
    assert row["product.mtow_g"] == Decimal(1)
    assert row["product.lists"] == Members.of("CHPL", possible=["EU-833-ANNEX-VII"])


def test_stated_codes_of_a_product_not_in_the_catalogue_are_used_but_do_not_catalogue_it(goods: Goods) -> None:
    row = product_facts(
        None, "X", goods, frozenset({"CHPL"}), ENTRIES, merge(None, {"hs6": "880692", "kind": "battery"})
    )
    assert row["product.catalogued"] is False
    assert row["product.lists"] == NONE
    assert row["product.controls"] == NONE
    assert row["product.food_or_medicine_ear99"] is None


def test_what_cannot_be_read_is_as_good_as_not_stated() -> None:
    assert merge(None, {"hs6": "drone", "nonsense": "1", "mtow_g": "unknown", "lists": ""}) == {}


def test_an_answer_on_a_set_settles_what_is_possible_and_never_what_is_certain(goods: Goods) -> None:
    product = Product("A", facts={"kind": "aircraft", "hs6": "880692"})
    row = product_facts(product, "A", goods, ASKED, ENTRIES, merge(None, {"controls": "none", "lists": "none"}))
    assert row["product.controls"] == NONE
    assert row["product.lists"] == NONE
    arm = Product("A", facts={"kind": "spare", "hs6": "880730"})
    row = product_facts(arm, "A", goods, ASKED, ENTRIES, merge(None, {"lists": "none"}))
    assert row["product.lists"] == Members.of("CHPL")


def test_a_gust_figure_missing_is_what_is_asked_for(goods: Goods) -> None:
    """A 46 minute drone without a gust figure may be 9A012; the gust figure settles it."""
    facts: dict[str, Value] = {"kind": "aircraft", "controllable_bvlos": True, "max_endurance_min": Decimal(46)}
    row = product_facts(Product("A", facts=facts), "A", goods, ASKED, ENTRIES)
    assert figures_asked(goods, row, ["EU-9A012.a", "EU-5A002"]) == ("product.gust_takeoff_stable_kmh",)
    settled = {**row, "product.gust_takeoff_stable_kmh": Decimal(30)}
    assert figures_asked(goods, settled, ["EU-9A012.a"]) == ()
