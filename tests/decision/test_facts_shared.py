"""Facts are looked up once for orders that share a party or place, and only where they must be the same."""

from __future__ import annotations

from typing import Any

import pytest

from moratorium.decision import facts as looking_up
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import answers_on
from moratorium.terms.act import Answered
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.order import Line, Order
from moratorium.terms.party import Address, Party
from moratorium.terms.vocabulary import Value
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
