"""Laws of product facts: learning only removes possibilities; products are independent of each other."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from moratorium.goods import GOODS_FILES, Goods, Product, catalogue_of, product_facts, read_goods
from moratorium.goods.columns import ATTRIBUTES
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Kind, Value

EDGES = [0, 4, 5, 9, 16, 20, 25, 30, 39, 40, 50, 60, 250, 300, 4000, 7000, 25000, 150000]
CODES = ["880691", "880692", "880730", "852589", "850440", "850760", "none"]
ECCNS = ["EAR99", "9A991.b", "9A012.a"]


@cache
def shipped() -> Goods:
    """Goods as shipped."""
    folder = files("moratorium") / "goods" / "data"
    return read_goods({name: folder.joinpath(name).read_bytes() for name in GOODS_FILES})


def value_of(attribute: str) -> st.SearchStrategy[Any]:
    """Values of an attribute, near the thresholds that entries have."""
    fact = VOCABULARY[f"product.{attribute}"]
    match fact.kind:
        case Kind.FLAG:
            return st.booleans()
        case Kind.NUMBER:
            return st.builds(
                lambda edge, tenths: edge + Decimal(tenths) / 10, st.sampled_from(EDGES), st.integers(0, 9)
            )
    named = {"hs6": CODES, "eccn": ECCNS, "cn_control_code": ["none", "9A802"]}
    return st.sampled_from(named.get(attribute) or fact.unit.split(", "))


ASKED_OF = sorted(ATTRIBUTES - {"family", "eu_annex1", "uk_control"})
FACTS = st.fixed_dictionaries({}, optional={name: value_of(name) for name in ASKED_OF})
LISTS = frozenset({"CHPL", "EU-833-ANNEX-VII"})


def sets(facts: dict[str, Value]) -> list[Members]:
    """Goods lists and control entries of a product with these facts."""
    row = product_facts(Product("A", facts=facts), "A", shipped(), LISTS, None)
    found = [row["product.lists"], row["product.controls"]]
    return [one for one in found if isinstance(one, Members)]


@given(FACTS, FACTS)
def test_learning_a_figure_only_removes_possible_members(facts: dict[str, Value], learnt: dict[str, Value]) -> None:
    """Known stays known, absent stays absent, possible may become either."""
    for before, after in zip(sets(facts), sets({**learnt, **facts}), strict=True):
        assert before.known <= after.known
        assert before.open or after.known | after.possible <= before.known | before.possible
        assert before.open or not after.open


@given(FACTS)
def test_a_product_whose_figures_are_all_known_has_only_members_whose_figures_were_not_read(
    facts: dict[str, Value],
) -> None:
    blank: dict[str, Value] = {"hs6": "880692", "eccn": "EAR99", "cn_control_code": "none", "laser_class_gb7247": "1"}
    full = {
        name: blank.get(name, False if VOCABULARY[f"product.{name}"].kind is Kind.FLAG else Decimal(0))
        for name in ASKED_OF
        if name not in ("kind", "hs_flight_mode")
    }
    controls = sets({"kind": "aircraft", **full, **facts})[1]
    assert controls.possible <= {"CN-31-2024", "CN-27-2023"}
    assert not controls.open


@given(st.lists(st.tuples(st.sampled_from("ABCDEF"), FACTS), unique_by=lambda pair: pair[0], min_size=1), FACTS)
def test_another_product_in_the_catalogue_changes_nothing_else(
    products: list[tuple[str, dict[str, Value]]], other: dict[str, Value]
) -> None:
    rows: list[tuple[str, dict[str, object]]] = [(id, {"product": id, **facts}) for id, facts in products]
    before, _ = catalogue_of(rows, shipped())
    after, _ = catalogue_of([*rows, ("z", {"product": "Z", **other})], shipped())
    assert {id: after.products[id] for id in before.products} == before.products


@given(FACTS)
def test_what_is_written_is_read_back(facts: dict[str, Value]) -> None:
    written: dict[str, object] = {
        f"product.{name}": ("yes" if value else "no") if isinstance(value, bool) else str(value)
        for name, value in facts.items()
    }
    catalogue, _ = catalogue_of([("1", {"product": "A", **written})], shipped())
    assert catalogue.products["A"].facts == facts


@given(st.dictionaries(st.sampled_from(["product", "mtow_g", "hs6", "kind", "eccn", "name"]), st.text()))
def test_no_text_breaks_the_reader(row: dict[str, str]) -> None:
    catalogue, faults = catalogue_of([("1", dict(row))], shipped())
    assert catalogue.products or faults
