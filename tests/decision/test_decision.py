"""Findings join into judgements, judgements into decisions."""

from __future__ import annotations

import pytest

from moratorium.decision.decision import ENGINE, Finding, LineDecision, decide, join
from moratorium.errors import InputError
from moratorium.terms.effect import Effect
from tests.worlds import DAY, order


def line(effect: str, number: str = "1") -> LineDecision:
    return LineDecision(number, "nl", effect, "j")


def test_two_revisions_of_one_measure_are_told_with_the_measure() -> None:
    with pytest.raises(InputError) as raised:
        join([Finding("eu-833", "1", "hold", "applies"), Finding("eu-833", "2", "deny", "applies")])
    assert str(raised.value) == "eu-833: two revisions of one measure were asked at once"
    assert join([Finding("a", "1", "hold", "applies"), Finding("b", "2", "hold", "applies")]).effect == "hold"


def test_no_line_judged_is_told_with_the_order() -> None:
    with pytest.raises(InputError) as raised:
        decide(order(), "d", DAY, [], {}, "i")
    assert str(raised.value) == "order SO-1: no line was judged"


def test_lines_may_be_delivered_apart_and_the_order_is_as_grave_as_its_gravest_line() -> None:
    given = [line("allow"), line("hold", "2"), line("allow", "3")]
    decision = decide(order(assumed=frozenset({"ship_to", "end_user"})), "d", DAY, given, {"engine": ENGINE}, "i")
    assert decision.effect == "hold"
    assert [one.effect for one in decision.lines] == ["allow", "hold", "allow"]
    assert decision.assumed == ("end_user", "ship_to")
    assert (decision.order, decision.order_digest, decision.status) == ("SO-1/sale", "d", "open")
    assert (decision.day, decision.placed_on, decision.inputs) == (DAY, DAY, "i")


def test_a_finding_weighs_as_its_effect() -> None:
    assert Finding("a", "1", "deny", "applies").weight is Effect.DENY
    assert Finding("a", "1", "allow", "inactive").weight is Effect.ALLOW
