"""What a finding says in words: its note, its question, its reason."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from moratorium.conditions.explain import Reason
from moratorium.decision.decision import Finding
from moratorium.decision.judge import Ready, judge, make_ready
from moratorium.terms.order import Line, Order
from moratorium.terms.organisation import Entity, Organisation
from tests import worlds
from tests.worlds import DAY, SUSPENSION, measure_text, order, party, reference, rulebook


def finding(one: Order, text: str, id: str = "m", **given: Any) -> Finding:
    decided = worlds.decide(one, rulebook(text), **given)
    return next(f for found in decided.judged for f in found.judgement.findings if f.measure == id)


def test_a_measure_without_its_lists_names_them_and_the_command() -> None:
    text = measure_text("m", "{activities: all, listed: {lists: [UN, OFAC-SDN], roles: any}}")
    found = finding(order(), text)
    assert found.note == "list not at hand: OFAC-SDN, UN; bring it with `moratorium lists import`"
    assert (found.question, found.reason, found.row) == ("", None, "")


def test_a_hold_without_a_question_of_its_own_asks_who_answers_for_it() -> None:
    text = measure_text("m", '{activities: all, where: "quantity >= 5"}', "hold")
    found = finding(order(lines=(Line("1", quantity=Decimal(9)),)), text)
    assert found.question == "m: may this go on, and who says so?"
    assert (found.status, found.missing, found.title) == ("applies", (), "m")


@pytest.mark.parametrize(
    ("where", "spoken"),
    [
        ("end_user.military", "the end user"),
        ("intermediate_consignee.military", "the intermediate consignee"),
        ("product.thermal_camera", "the product"),
        ("quantity >= 1", "the order"),
        ("buyer.territory IN ('NL')", "the order"),
        ("buyer.filled", "the order"),
        ("end_user.assumed", "the order"),
        ("buyer.territory IN ('NL') AND end_user.military", "the end user"),
        ("product.thermal_camera AND buyer.military", "the buyer"),
        ("buyer.military OR end_user.military", "the end user"),
    ],
)
def test_a_measures_question_names_whom_the_deciding_facts_are_about(where: str, spoken: str) -> None:
    text = measure_text("m", f'{{activities: all, where: "{where}"}}', "hold", question='"What of {subject}?"')
    soldier = party("NL", "C-2", military=True)
    holders = {"end_user": (soldier,), "intermediate_consignee": (soldier,), "buyer": (party("NL", "C-1"),)}
    if where == "product.thermal_camera AND buyer.military":
        holders["buyer"] = (soldier,)
    one = order(
        parties=holders,
        lines=(Line("1", "P-1", Decimal(2), facts={"product.thermal_camera": True}),),
        assumed=frozenset({"end_user"}),
    )
    assert finding(one, text).question == f"What of {spoken}?"


def test_a_missing_fact_is_asked_for_before_the_measures_own_question() -> None:
    text = measure_text("m", '{activities: all, where: "quantity >= 5"}', "hold", question="Why so many?")
    found = finding(order(lines=(Line("1"),)), text)
    assert (found.missing, found.question) == (("quantity",), "How many units?")


def test_a_deny_asks_nothing_and_is_bound_to_no_facts() -> None:
    found = finding(order("RU"), SUSPENSION, "suspension")
    assert (found.effect, found.question, found.row, found.missing, found.note) == ("deny", "", "", (), "")
    assert found.reason is not None
    assert found.reason.truth is True


def test_only_a_completeness_measure_that_applies_names_what_is_missing() -> None:
    where = '{activities: all, where: "buyer.type IS NULL"}'
    complete = measure_text("m", where, "hold", kind="completeness")
    found = finding(order(), complete)
    assert (found.status, found.missing) == ("applies", ("buyer.type",))
    assert found.question == "What kind of business is {subject}?"


def test_a_measure_that_fails_holds_and_says_which_and_how(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(row: object) -> bool:
        raise ZeroDivisionError

    (ready,) = [one for one in make_ready(rulebook(SUSPENSION), DAY, reference()) if one.measure.id == "suspension"]
    asleep = Ready(ready.measure, ready.condition, "dates are recalled")
    for one in (ready, asleep):
        monkeypatch.setattr(one, "test", broken)
    (found,) = judge({}, [ready]).findings
    assert (found.effect, found.status, found.note) == ("hold", "unknown", "")
    assert found.question == "Measure suspension cannot be evaluated; mend it or lift it."
    assert found.reason == Reason("the measure failed: ZeroDivisionError", None)
    assert (found.revision, found.title) == (ready.measure.revision, "Temporary suspension")
    (shown,) = judge({}, [asleep]).findings
    assert (shown.effect, shown.status, shown.note, shown.question) == ("allow", "inactive", "dates are recalled", "")


BLOCKING = """
- conflict: CN-BLOCK-2021
  title: Blocking rules (test)
  jurisdiction: CN
  in_force: [[2021-01-09, null]]
  forbids: complying with foreign law against third countries
  source: {text: MOFCOM Order 1 of 2021, as_of: 2026-11-24, mark: V2}
"""


@pytest.mark.parametrize(
    ("seat", "day", "conflict"),
    [
        ("CN", date(2021, 1, 9), ("CN-BLOCK-2021",)),
        ("CN", date(2021, 1, 8), ()),
        ("NL", date(2021, 1, 9), ()),
        (None, date(2021, 1, 9), ("CN-BLOCK-2021",)),
    ],
)
def test_a_conflict_is_marked_while_its_law_is_in_force_and_where_we_sit_or_may_sit(
    seat: str | None, day: date, conflict: tuple[str, ...]
) -> None:
    text = measure_text("m", "{territories: {within: [KZ]}}", conflicts_with="[CN-BLOCK-2021]")
    ref = reference(organisation=Organisation((Entity("one", seat, persons=()),)))
    decided = worlds.decide(order("KZ"), rulebook(text, BLOCKING), ref, day)
    found = next(f for one in decided.judged for f in one.judgement.findings if f.measure == "m")
    assert found.conflict == conflict
    assert found.effect == "deny"
