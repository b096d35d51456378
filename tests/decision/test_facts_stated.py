"""Facts as stated, as answered, as joined, and as absence says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moratorium.decision.activities import activities
from moratorium.decision.facts import Enricher
from moratorium.decision.reference import Answers, answers_on
from moratorium.goods import Catalogue, Product
from moratorium.terms.act import Answered
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import Entity, Organisation
from moratorium.terms.party import Address, Party, Scalar
from moratorium.terms.vocabulary import Value
from tests.worlds import DAY, order, party, reference


def value(one: Order, name: str, **parts: Any) -> Value:
    return next(iter(Enricher(reference(**parts), frozenset({name})).rows(one))).row[name]


def members(one: Order, name: str, **parts: Any) -> Members:
    """The same of a fact that is a set."""
    found = value(one, name, **parts)
    assert isinstance(found, Members)
    return found


def said(subject: str, fact: str, text: str) -> Answers:
    return answers_on(DAY, [Answered(subject, fact, text, "a letter")], [])


# -- what is stated and what is answered ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("stated", "answer", "expected"),
    [
        (None, None, None),
        (None, "yes", True),
        (None, "no", False),
        (False, "yes", True),
        (False, "no", False),
        (True, "no", True),
        (True, "yes", True),
        ("perhaps", None, None),
        ("perhaps", "yes", True),
        (None, "perhaps", None),
    ],
)
def test_an_answer_settles_a_flag_that_was_open_and_a_yes_stays(
    stated: Scalar | None, answer: str | None, expected: Value
) -> None:
    facts: dict[str, Any] = {} if stated is None else {"terms_acknowledged": stated}
    one = order(parties={"buyer": (party("NL", "C-1", **facts),)})
    answers = said("party:C-1", "terms_acknowledged", answer) if answer else Answers()
    assert value(one, "buyer.terms_acknowledged", answers=answers) is expected


@pytest.mark.parametrize(
    ("stated", "answer", "expected"),
    [(None, "2022-05-01", date(2022, 5, 1)), ("2022-04-30", "2022-05-01", date(2022, 4, 30)), (None, "soon", None)],
)
def test_an_answer_fills_a_day_and_does_not_overrule_one(stated: str | None, answer: str, expected: Value) -> None:
    one = order(facts={"ship_on": stated} if stated else {})
    assert value(one, "ship_on", answers=said("order:SO-1/sale", "ship_on", answer)) == expected


def test_an_answer_about_a_line_settles_that_line_only() -> None:
    answers = said("order:SO-1/sale#2", "licence.covers_eu", "yes")
    one = order(lines=(Line("1"), Line("2")))
    rows = Enricher(reference(answers=answers), frozenset({"licence.covers_eu"})).rows(one)
    assert [facts.row["licence.covers_eu"] for facts in rows] == [False, True]


def test_a_line_states_its_own_facts() -> None:
    one = order(lines=(Line("1", facts={"licence.number": "L-7", "licence.covers_us": "yes"}),))
    assert value(one, "licence.number") == "L-7"
    assert value(one, "licence.covers_us") is True


def test_a_day_that_the_order_does_not_state_is_not_known_and_may_be_answered() -> None:
    one = order(placed_on=None)
    assert value(one, "placed_on") is None
    assert value(one, "placed_on", answers=said("order:SO-1/sale", "placed_on", "2022-04-01")) == date(2022, 4, 1)


def test_several_codes_of_an_answer_may_be_separated_by_commas() -> None:
    answers = said("party:C-1", "territory", "NL,DE")
    assert value(order("Unspecified"), "buyer.territory", answers=answers) == Members.of("NL", "DE")


def test_a_party_without_name_and_id_is_answered_for_its_order() -> None:
    nameless = Party(address=Address("Unspecified"))
    answers = said("order:SO-1/sale@party", "territory", "DE")
    assert value(order(parties={"buyer": (nameless,)}), "buyer.territory", answers=answers) == Members.of("DE")


# -- several holders --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "attribute", "first", "second", "expected"),
    [
        ("buyer.incorporated_on", "incorporated_on", "2020-01-01", "2020-01-01", date(2020, 1, 1)),
        ("buyer.incorporated_on", "incorporated_on", "2020-01-01", "2021-01-01", None),
        ("buyer.incorporated_on", "incorporated_on", "2020-01-01", None, None),
        ("buyer.incorporated_on", "incorporated_on", None, "2020-01-01", None),
        ("buyer.owned_by_listed", "owned_by_listed", "UN", "OWN", Members.of("UN", "OWN")),
        ("buyer.owned_by_listed", "owned_by_listed", "UN", None, Members.of("UN")),
        ("buyer.military", "military", None, None, False),
        ("buyer.military", "military", None, True, True),
    ],
)
def test_holders_of_a_role_are_joined(
    name: str, attribute: str, first: Scalar | None, second: Scalar | None, expected: Value
) -> None:
    stated: list[dict[str, Any]] = [{} if one is None else {attribute: one} for one in (first, second)]
    holders = (party("NL", "A", **stated[0]), party("NL", "B", **stated[1]))
    assert value(order(parties={"buyer": holders}), name) == expected


def test_all_holders_of_a_role_need_a_name_to_be_compared() -> None:
    named, nameless = party("NL", "A", "Ann Example"), party("NL", "B")
    assert value(order(parties={"buyer": (named,)}), "buyer.named") is True
    assert value(order(parties={"buyer": (named, nameless)}), "buyer.named") is False
    assert value(order(parties={"buyer": (named, nameless)}), "buyer.listed") == UNKNOWN
    assert value(order(parties={"buyer": (named,)}), "buyer.listed") == NONE


# -- places -----------------------------------------------------------------------------------------------------------


def test_places_that_a_shipment_passes_are_joined() -> None:
    one = order(places={"ship_to": (Address("NL"),), "transit": (Address("AE"), Address("KZ"))})
    assert value(one, "transit.territory") == Members.of("AE", "KZ")
    assert value(order(), "transit.territory") == NONE
    assert value(order(), "transit.filled") is False
    assert value(one, "transit.filled") is True
    assert value(one, "transit.assumed") is False


def test_the_place_of_departure_is_ours_and_always_there() -> None:
    assert value(order(), "ship_from.filled") is True
    assert value(order(), "ship_from.territory") == Members.of("NL")


def test_an_activity_that_needs_no_buyer_lacks_none() -> None:
    one = Order("SO-1", "firmware_update", (Line("1"),), parties={"end_user": (party("NL", "C"),)})
    assert value(one, "buyer.filled") is False
    assert value(one, "buyer.territory") == NONE
    assert value(one, "ship_to.territory") == NONE


# -- activities -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        (Members.of("NL", open=True), Members.of("KZ")),
        (Members.of("NL"), Members.of("KZ", open=True)),
        (Members.of("NL", possible=["BE"]), Members.of("KZ")),
        (Members.of("NL"), Members.of("KZ", possible=["RU"])),
        (NONE, Members.of("KZ")),
    ],
)
def test_a_lane_of_which_anything_is_open_may_be_an_export_or_a_transfer(origin: Members, destination: Members) -> None:
    found = activities("sale", origin, destination, False)
    assert found == Members.of("sale", possible=["export", "in_country_transfer", "reexport"])


def test_whether_goods_leave_the_country_is_told_by_the_destination_or_else_the_buyer() -> None:
    shipped = order("NL", places={"ship_to": (Address("KZ"),)})
    assert "export" in members(shipped, "activity").known
    taken = order("KZ", places={})
    assert "export" in members(taken, "activity").known
    nowhere = order("KZ", places={}, parties={"end_user": (party("KZ", "C"),)})
    assert "export" in members(nowhere, "activity").possible


def test_goods_under_united_states_rules_are_reexported() -> None:
    catalogue = Catalogue({"P-1": Product("P-1", "Kestrel (example)", {"subject_to_ear": True})})
    names = frozenset({"activity", "product.subject_to_ear"})
    facts = next(iter(Enricher(reference(catalogue=catalogue), names).rows(order("KZ"))))
    assert facts.row["product.subject_to_ear"] is True
    assert facts.row["activity"] == Members.of("sale", "export", "reexport")


# -- our side ---------------------------------------------------------------------------------------------------------


def test_an_entity_whose_seat_or_persons_are_not_known_leaves_them_open() -> None:
    unsure = Organisation((Entity("x", None, persons=None),))
    assert value(order(), "actor.territory", organisation=unsure) == UNKNOWN
    assert value(order(), "actor.persons", organisation=unsure) == UNKNOWN
    assert value(order(), "actor.identified", organisation=unsure) is True
    known = Organisation((Entity("x", "NL", persons=("US",)),))
    assert value(order(), "actor.persons", organisation=known) == Members.of("US")


def test_a_stated_fact_of_a_product_that_the_vocabulary_lacks_is_left_alone() -> None:
    facts: dict[str, Scalar] = {"product.colour": "red", "quantity": "7", "product.mtow_g": "249"}
    one = order(lines=(Line("1", "P-1", Decimal(1), facts=facts),))
    assert value(one, "product.mtow_g") == Decimal(249)
    assert value(one, "quantity") == Decimal(1)


def test_rows_differ_where_what_a_line_states_differs() -> None:
    lines = (
        Line("1", "P-1", facts={"product.mtow_g": "249"}),
        Line("2", "P-1", facts={"product.mtow_g": "250"}),
        Line("3", "P-1", facts={"product.mtow_g": "249"}),
    )
    rows = list(Enricher(reference(), frozenset({"product.mtow_g"})).rows(order(lines=lines)))
    assert [facts.row["product.mtow_g"] for facts in rows] == [Decimal(249), Decimal(250), Decimal(249)]
    assert rows[0].key == rows[2].key != rows[1].key
