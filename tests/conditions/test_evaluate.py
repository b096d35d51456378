"""The scalar interpreter is the specification: what each question means of what is known, and of what is not."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from moratorium.conditions.evaluate import holds, shift, term_value
from moratorium.conditions.predicate import (
    AllOf,
    Always,
    AnyOf,
    Compare,
    Day,
    FactTerm,
    Flag,
    Missing,
    Not,
    Number,
    OneOf,
    Operator,
    Overlaps,
    Predicate,
    Scaled,
    Shifted,
    StartsWith,
    Sum,
    Term,
    Within,
)
from moratorium.terms.members import NONE, UNKNOWN, Members
from moratorium.terms.truth import Truth
from moratorium.terms.vocabulary import Value

YES, NO, OPEN = Always(True), Always(False), Flag("not in the row")


@pytest.mark.parametrize(
    ("value", "answer"), [(True, True), (False, False), (None, None), ("true", None), (Decimal(1), None)]
)
def test_a_flag_is_yes_no_or_not_known(value: Value, answer: Truth) -> None:
    assert holds(Flag("a"), {"a": value}) is answer
    assert holds(Flag("a"), {}) is None


@pytest.mark.parametrize(
    ("predicate", "answer"),
    [
        (AllOf((YES, YES)), True),
        (AllOf((YES, OPEN)), None),
        (AllOf((OPEN, NO)), False),
        (AllOf((OPEN, YES)), None),
        (AllOf(()), True),
        (AnyOf((NO, NO)), False),
        (AnyOf((NO, OPEN)), None),
        (AnyOf((OPEN, YES)), True),
        (AnyOf((OPEN, NO)), None),
        (AnyOf(()), False),
        (Not(YES), False),
        (Not(NO), True),
        (Not(OPEN), None),
    ],
)
def test_connectives_are_those_of_kleene(predicate: Predicate, answer: Truth) -> None:
    assert holds(predicate, {}) is answer


@pytest.mark.parametrize(
    ("predicate", "value", "answer"),
    [
        (OneOf("a", frozenset({"x", "y"})), "y", True),
        (OneOf("a", frozenset({"x", "y"})), "z", False),
        (OneOf("a", frozenset({"x", "y"})), None, None),
        (OneOf("a", frozenset({"x"})), Decimal(1), None),
        (StartsWith("a", ("8806", "8807")), "880730", True),
        (StartsWith("a", ("8806", "8807")), "850760", False),
        (StartsWith("a", ("8806",)), "88", False),
        (StartsWith("a", ("8806",)), None, None),
    ],
)
def test_texts_are_compared_whole_or_by_their_beginning(predicate: Predicate, value: Value, answer: Truth) -> None:
    assert holds(predicate, {"a": value}) is answer


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (Members.of("UA-43"), True),
        (Members.of("RU", "UA-43", open=True), True),
        (Members.of("RU"), False),
        (Members.of("UA"), None),
        (Members.of("RU", possible=["UA"]), None),
        (Members.of("RU", possible=["UA-43"]), None),
        (Members.of("RU", possible=["BY"]), False),
        (Members.of("RU", open=True), None),
        (NONE, False),
        (UNKNOWN, None),
        (None, None),
        ("UA-43", None),
    ],
)
def test_a_place_coarser_than_what_is_asked_is_not_known(value: Value, answer: Truth) -> None:
    """Law 8: Ukraine against Crimea is unknown, Russia against Crimea is not within."""
    asked = Overlaps("a", frozenset({"UA-43", "UA-40"}), frozenset({"UA"}))
    assert holds(asked, {"a": value}) is answer


def test_without_coarser_territories_only_members_count() -> None:
    asked = Overlaps("a", frozenset({"UN"}))
    assert holds(asked, {"a": Members.of("OWN", possible=["OFAC-SDN"])}) is False
    assert holds(asked, {"a": Members.of("OWN", possible=["UN"])}) is None


def test_territories_that_are_not_bound_to_a_day_are_not_known() -> None:
    assert holds(Within("a", ("EU",)), {"a": Members.of("NL")}) is None


@pytest.mark.parametrize(
    ("value", "answer"),
    [
        (None, True),
        (True, False),
        (False, False),
        ("x", False),
        (UNKNOWN, True),
        (NONE, False),
        (Members.of("RU", open=True), True),
        (Members.of("RU", possible=["UA"]), False),
    ],
)
def test_is_null_is_always_known(value: Value, answer: Truth) -> None:
    assert holds(Missing("a"), {"a": value}) is answer
    assert holds(Missing("a"), {}) is True


@pytest.mark.parametrize(
    ("relation", "below", "equal", "above"),
    [
        ("=", False, True, False),
        ("<>", True, False, True),
        ("<", True, False, False),
        ("<=", True, True, False),
        (">", False, False, True),
        (">=", False, True, True),
    ],
)
def test_numbers_and_days_are_compared(relation: Operator, below: bool, equal: bool, above: bool) -> None:
    number = Compare(FactTerm("n"), relation, Number(Decimal(5)))
    answers = [holds(number, {"n": Decimal(n)}) for n in (4, 5, 6)]
    assert answers == [below, equal, above]
    day = Compare(FactTerm("d"), relation, Day(date(2022, 4, 26)))
    answers = [holds(day, {"d": date(2022, 4, n)}) for n in (25, 26, 27)]
    assert answers == [below, equal, above]
    turned = Compare(Number(Decimal(5)), relation, FactTerm("n"))
    assert holds(number, {"n": None}) is holds(number, {}) is holds(turned, {}) is None


@pytest.mark.parametrize(
    ("term", "value"),
    [
        (FactTerm("n"), Decimal(5)),
        (FactTerm("text"), None),
        (FactTerm("absent"), None),
        (Sum(FactTerm("n"), Number(Decimal("-1.5"))), Decimal("3.5")),
        (Sum(FactTerm("n"), FactTerm("absent")), None),
        (Sum(FactTerm("absent"), FactTerm("n")), None),
        (Sum(FactTerm("d"), FactTerm("n")), None),
        (Scaled(FactTerm("n"), Decimal("0.2")), Decimal("1.0")),
        (Scaled(FactTerm("d"), Decimal(2)), None),
        (Shifted(FactTerm("d"), months=1), date(2022, 2, 28)),
        (Shifted(FactTerm("d"), days=1), date(2022, 2, 1)),
        (Shifted(FactTerm("n"), days=1), None),
        (Shifted(FactTerm("absent"), days=1), None),
    ],
)
def test_terms_are_reckoned_and_unknown_where_a_part_is(term: Term, value: Decimal | date | None) -> None:
    row: dict[str, Value] = {"n": Decimal(5), "d": date(2022, 1, 31), "text": "5"}
    assert term_value(term, row) == value


@pytest.mark.parametrize(
    ("day", "months", "days", "moved"),
    [
        (date(2022, 1, 31), 1, 0, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, 0, date(2024, 2, 29)),
        (date(2022, 1, 31), 1, 1, date(2022, 3, 1)),
        (date(2022, 3, 31), -1, 0, date(2022, 2, 28)),
        (date(2022, 1, 15), -1, 0, date(2021, 12, 15)),
        (date(2022, 12, 15), 1, 0, date(2023, 1, 15)),
        (date(2022, 4, 26), 0, -365, date(2021, 4, 26)),
        (date(2022, 4, 26), 0, 0, date(2022, 4, 26)),
        (date(9999, 12, 31), 0, 1, None),
        (date(9999, 12, 1), 1, 0, None),
        (date(9999, 11, 30), 1, 1, date(9999, 12, 31)),
        (date(1, 1, 1), 0, -1, None),
        (date(1, 1, 1), -1, 0, None),
        (date(1, 2, 1), -1, 0, date(1, 1, 1)),
    ],
)
def test_a_day_is_moved_by_months_then_by_days_and_not_beyond_the_calendar(
    day: date, months: int, days: int, moved: date | None
) -> None:
    assert shift(day, months, days) == moved
