"""Facts are looked up once for orders that share a party or place, and only where they must be the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.decision import facts as looking_up
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import answers_on
from moratorium.decision.subjects import order_subject, party_subject
from moratorium.terms.act import Answered
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.order import Line, Order
from moratorium.terms.party import PARTY_ROLES, PLACE_ROLES, Address, Party, Scalar
from moratorium.terms.vocabulary import VOCABULARY, Value
from tests.worlds import DAY, reference

LINES = (Line("1", "P-1"),)
ANN, BEN, COR = (Party(id, address=Address(country)) for id, country in (("A", "NL"), ("B", "KZ"), ("C", "TR")))
NAMELESS = Party(address=Address("Unspecified"))
NOWHERE, HARBOUR = Address("Unspecified"), Address("DE")


def order(id: str, activity: str = "sale", **fields: Any) -> Order:
    return Order(id, activity, LINES, **fields)


def values(name: str, orders: list[Order], *answers: Answered) -> list[Value]:
    """One fact of several orders, looked up one after another."""
    enricher = Enricher(reference(answers=answers_on(DAY, answers, [])), frozenset({name}))
    return [next(iter(enricher.rows(one))).row[name] for one in orders]


def test_holders_that_share_the_first_of_them_only_are_told_apart() -> None:
    orders = [
        order("1", parties={"buyer": (ANN,)}),
        order("2", parties={"buyer": (ANN, BEN)}),
        order("3", parties={"buyer": (ANN, COR)}),
        order("4", parties={"buyer": (ANN, BEN, COR)}),
        order("5", parties={"buyer": (ANN,)}),
    ]
    expected = [("NL",), ("NL", "KZ"), ("NL", "TR"), ("NL", "KZ", "TR"), ("NL",)]
    assert values("buyer.territory", orders) == [Members.of(*codes) for codes in expected]


def test_places_that_share_the_first_of_them_only_are_told_apart() -> None:
    orders = [
        order("1", places={"transit": (HARBOUR,)}),
        order("2", places={"transit": (HARBOUR, Address("AE"))}),
        order("3", places={"transit": (HARBOUR, Address("KZ"))}),
    ]
    assert values("transit.territory", orders) == [Members.of("DE"), Members.of("DE", "AE"), Members.of("DE", "KZ")]


def test_a_party_without_id_and_name_is_another_in_each_order() -> None:
    orders = [order(id, parties={"buyer": (NAMELESS,)}) for id in ("1", "2", "3")]
    answer = Answered("order:2/sale@party", "territory", "DE", "a call")
    assert values("buyer.territory", orders, answer) == [UNKNOWN, Members.of("DE"), UNKNOWN]
    assert values("buyer.territory", orders) == [UNKNOWN] * 3


def test_a_place_that_was_answered_for_one_order_is_open_in_the_others() -> None:
    orders = [order(id, places={"ship_to": (NOWHERE,)}) for id in ("1", "2", "3")]
    answer = Answered("order:2/sale", "ship_to.territory", "DE", "a call")
    assert values("ship_to.territory", orders, answer) == [UNKNOWN, Members.of("DE"), UNKNOWN]


def test_a_role_that_nobody_fills_may_be_required_by_one_activity_and_named_for_one_order() -> None:
    orders = [order("1"), order("2", "repair"), order("3"), order("4", "take_back")]
    assert values("end_user.filled", orders) == [None, False, None, False]
    assert values("end_user.territory", orders) == [UNKNOWN, NONE, UNKNOWN, NONE]
    answer = Answered("order:3/sale", "end_user.filled", "Ann Example; NL", "a call")
    assert values("end_user.filled", orders, answer) == [None, False, True, False]


@pytest.mark.parametrize("parties", [{"end_user": (ANN,)}, {}])
def test_what_the_map_assumed_is_told_for_each_order(parties: dict[str, tuple[Party, ...]]) -> None:
    assumed = frozenset({"end_user"})
    orders = [order("1", parties=parties), order("2", parties=parties, assumed=assumed), order("3", parties=parties)]
    assert values("end_user.assumed", orders) == [False, True, False]


def test_what_is_shared_is_looked_up_once_and_forgotten_at_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking_up, "MOST_HOLDERS", 3)
    enricher = Enricher(reference(), frozenset({"buyer.territory"}))
    parties = [Party(str(number), address=Address("NL")) for number in range(7)]
    sizes, rows = [], []
    for party in [parties[0], *parties]:
        rows.append(next(iter(enricher.rows(order("1", parties={"buyer": (party,)})))).row)
        sizes.append(len(enricher._holders))
    assert sizes == [1, 1, 2, 3, 1, 2, 3, 1]
    assert rows[0]["buyer.territory"] is rows[1]["buyer.territory"]
    assert {row["buyer.territory"] for row in rows} == {Members.of("NL")}


def test_a_party_that_is_equal_and_another_object_is_looked_up_anew() -> None:
    one, same = (Party("A", address=Address("NL")) for _ in range(2))
    orders = [order("1", parties={"buyer": (one,)}), order("2", parties={"buyer": (same,)})]
    assert values("buyer.territory", orders) == [Members.of("NL")] * 2


def test_parts_that_are_forgotten_never_lend_their_number_to_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Equal keys mean equal rows, however much was forgotten in between."""
    monkeypatch.setattr(looking_up, "MOST_PARTS", 2)
    enricher = Enricher(reference(), frozenset({"buyer.territory", "product.catalogued", "activity"}))
    seen: dict[Any, dict[str, Value]] = {}
    for number in range(40):
        buyer = Party(str(number % 5), address=Address(["NL", "KZ", "TR", "DE"][number % 4]))
        line = Line("1", f"P-{number % 7}" if number % 3 else None)
        for found in enricher.rows(Order(str(number), "sale", (line,), parties={"buyer": (buyer,)})):
            assert seen.setdefault(found.key, found.row) == found.row
        assert len(enricher._numbers) <= 2
        assert len(enricher._products) <= 2
    assert len({tuple(row.values()) for row in seen.values()}) == 8


def test_products_that_the_catalogue_does_not_hold_differ_by_what_is_stated_and_answered_of_them() -> None:
    answer = Answered("product:P-3", "hs6", "880692", "a call")
    enricher = Enricher(reference(answers=answers_on(DAY, [answer], [])), frozenset({"product.hs6"}))
    stated: dict[str, Scalar] = {"product.hs6": "880691"}
    lines = (Line("1", "P-1"), Line("2", "P-2", facts=stated), Line("3", "P-3"), Line("4", "P-4"), Line("5"))
    rows = [one.row["product.hs6"] for one in enricher.rows(Order("1", "sale", lines))]
    assert rows == [None, "880691", "880692", None, None]


def test_a_party_of_many_orders_is_compared_once_with_or_without_an_id() -> None:
    """However many orders name it, and whether they are compared at once or one by one."""
    orders = [
        order(str(number), parties={"buyer": (Party(names=("Ann Example",)),), "end_user": (Party("B", ("Ben",)),)})
        for number in range(50)
    ]
    at_once, singly = (Enricher(reference(), frozenset({"buyer.listed", "end_user.listed"})) for _ in range(2))
    at_once.compare(orders)
    rows = [[one.row for order in orders for one in enricher.rows(order)] for enricher in (at_once, singly)]
    assert rows[0] == rows[1]
    assert at_once.screening.count == singly.screening.count == 2


# -- of whom nothing is said ------------------------------------------------------------------------------------------

SAID = Party("D", ("Dee Example",), Address("TR"), facts={"military": True, "incorporated_on": "2022-04-01"})
PEOPLE = st.lists(st.sampled_from((ANN, BEN, NAMELESS, SAID)), min_size=1, max_size=2).map(tuple)
ORDERS = st.builds(
    Order,
    id=st.just("1"),
    activity=st.sampled_from(("sale", "repair", "take_back")),
    lines=st.just(LINES),
    currency=st.sampled_from((None, "EUR", "USD")),
    placed_on=st.sampled_from((None, DAY)),
    parties=st.dictionaries(st.sampled_from(PARTY_ROLES), PEOPLE, max_size=4),
    places=st.dictionaries(st.sampled_from(PLACE_ROLES), st.sampled_from(((NOWHERE,), (HARBOUR,))), max_size=2),
    facts=st.sampled_from(({}, {"contract.concluded_on": "2022-03-01"})),
    assumed=st.sampled_from((frozenset[str](), frozenset({"buyer", "activity"}))),
)
EVERY = frozenset(VOCABULARY)


@given(ORDERS)
def test_the_short_way_gives_the_row_of_the_long_one(one: Order) -> None:
    """Where nothing is stated or answered only a few facts are looked up; an answer that fits no fact has all be so."""
    subjects = {order_subject(one), *(party_subject(party, one) for of in one.parties.values() for party in of)}
    idle = [Answered(subject, "no such fact", "NL", "a call") for subject in subjects]
    short, long = (Enricher(reference(answers=answers_on(DAY, given, [])), EVERY) for given in ([], idle))
    rows, wanted = ([list(facts.row.items()) for facts in enricher.rows(one)] for enricher in (short, long))
    assert rows == wanted
