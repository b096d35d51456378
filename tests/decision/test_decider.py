"""Deciding many orders: one day and another, one entity or all, and what is remembered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from moratorium.decision.decider import Decider
from moratorium.decision.decision import inputs_digest
from moratorium.errors import MissingError
from moratorium.terms.canon import digest
from moratorium.terms.order import Line
from moratorium.terms.organisation import Entity, Organisation
from tests.worlds import DAY, SUSPENSION, decide, measure_text, order, reference, rulebook

GROUP = Organisation(
    (Entity("nl", "NL", default_seller=True), Entity("cn", "CN", capacities=("invoicing_parent",)), Entity("us", "US"))
)
LAW = measure_text("law", "{territories: {within: [KZ]}}", bound="{actors: [EU]}")


def test_each_acting_entity_gets_a_line_and_one_may_be_asked_for_alone() -> None:
    book, ref = rulebook(LAW), reference(organisation=GROUP)
    everybody = decide(order("KZ"), book, ref).decision
    assert [(line.actor, line.effect) for line in everybody.lines] == [("nl", "deny"), ("cn", "allow")]
    assert "actor" not in everybody.digests
    alone = decide(order("KZ"), book, ref, only="us").decision
    assert [(line.actor, line.effect) for line in alone.lines] == [("us", "allow")]
    assert alone.digests["actor"] == "us"
    assert alone.inputs != everybody.inputs


def test_an_entity_that_is_none_of_ours_is_told_with_those_that_are() -> None:
    with pytest.raises(MissingError) as raised:
        Decider(rulebook(), reference(organisation=GROUP), "de")
    assert str(raised.value) == "organisation: no entity `de`; one of nl, cn, us"
    with pytest.raises(MissingError):
        Decider(rulebook(), reference(), "")


def test_days_with_the_same_measures_share_them_and_others_do_not() -> None:
    decider = Decider(rulebook(SUSPENSION), reference())
    effects = [
        decider.decide(order("RU", id=str(day)), day, "d").decision.effect
        for day in (date(2022, 4, 25), DAY, date(2022, 4, 27), date(2022, 4, 24))
    ]
    assert effects == ["allow", "deny", "deny", "allow"]


def test_who_belongs_to_a_group_is_told_by_the_day() -> None:
    """The United Kingdom left the customs territory of the Union at the end of 2020."""
    decider = Decider(rulebook(measure_text("eu", "{territories: {roles: [end_user], within: [EU]}}")), reference())
    before, after = date(2019, 6, 1), date(2022, 6, 1)
    assert decider.decide(order("GB"), before, "d").decision.effect == "deny"
    assert decider.decide(order("GB"), after, "d").decision.effect == "allow"
    assert decider.decide(order("GB"), before, "d").decision.effect == "deny"
    assert decider.decide(order("FR"), after, "d").decision.effect == "deny"


def test_equal_rows_are_judged_once() -> None:
    decider = Decider(rulebook(SUSPENSION), reference())
    countries = {"A": "RU", "B": "RU", "C": "NL", "D": "RU"}
    judged = [decider.decide(order(country, id=id), DAY, "d").judged[0] for id, country in countries.items()]
    assert judged[0] is judged[1] is judged[3]
    assert judged[2] is not judged[0]


def test_memory_does_not_grow_beyond_the_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("moratorium.decision.decider.MOST_REMEMBERED", 3)
    book = rulebook(measure_text("many", '{activities: all, where: "quantity >= 5"}'))
    decider = Decider(book, reference())
    sizes = []
    for number in range(10):
        lines = (Line("1", quantity=Decimal(number)),)
        effect = decider.decide(order(lines=lines), DAY, "d").decision.effect
        assert effect == ("deny" if number >= 5 else "allow")
        sizes.append(len(decider._remembered))
    assert sizes == [1, 2, 3, 1, 2, 3, 1, 2, 3, 1]


def test_a_decision_rests_on_its_order_its_day_and_every_digest() -> None:
    decider = Decider(rulebook(SUSPENSION), reference())
    one = order("NL")
    decision = decider.decide(one, DAY, one.digest()).decision
    assert decision.order_digest == one.digest()
    assert decision.inputs == decider.inputs(one.digest(), DAY)
    assert decision.inputs == digest({"day": DAY, "digests": decider.digests, "order": one.digest()})
    assert decision.digests == decider.digests
    assert inputs_digest("a", DAY, {}) != inputs_digest("b", DAY, {})


def test_the_rows_that_a_rulebook_asks_about_can_be_shown() -> None:
    decider = Decider(rulebook(measure_text("many", '{activities: all, where: "quantity >= 5"}')), reference())
    (facts,) = decider.rows(order())
    assert facts.row["quantity"] == Decimal(1)
    assert facts.actor == "nl"
    assert "product.mtow_g" not in facts.row


def test_the_rows_shown_are_those_of_the_one_entity_asked_for() -> None:
    decider = Decider(rulebook(SUSPENSION), reference(organisation=GROUP), "us")
    assert [facts.actor for facts in decider.rows(order())] == ["us"]
