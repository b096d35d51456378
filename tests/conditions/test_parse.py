"""Condition text: what it means, and how what is not in the language is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.conditions.evaluate import holds, shift, term_value
from moratorium.conditions.parse import parse_condition, uses_missing
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
    Overlaps,
    Predicate,
    Scaled,
    Shifted,
    StartsWith,
    Sum,
    Within,
    all_of,
    any_of,
    facts_of,
)
from moratorium.errors import InputError
from moratorium.terms.members import Members
from moratorium.terms.vocabulary import VOCABULARY, Value

FILLED = Flag("buyer.filled")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("product.thermal_camera", Flag("product.thermal_camera")),
        ("NOT product.thermal_camera", Not(Flag("product.thermal_camera"))),
        ("NOT NOT product.thermal_camera", Flag("product.thermal_camera")),
        ("product.thermal_camera = true", Flag("product.thermal_camera")),
        ("product.thermal_camera = FALSE", Not(Flag("product.thermal_camera"))),
        ("product.thermal_camera <> true", Not(Flag("product.thermal_camera"))),
        ("product.thermal_camera IS TRUE", Flag("product.thermal_camera")),
        ("product.thermal_camera IS FALSE", Not(Flag("product.thermal_camera"))),
        ("true", Always(True)),
        ("product.kind = 'battery'", OneOf("product.kind", frozenset({"battery"}))),
        ("product.kind <> 'battery'", Not(OneOf("product.kind", frozenset({"battery"})))),
        ("product.kind IN ('battery', 'charger')", OneOf("product.kind", frozenset({"battery", "charger"}))),
        ("product.kind NOT IN ('battery')", Not(OneOf("product.kind", frozenset({"battery"})))),
        ("product.hs6 LIKE '88%'", StartsWith("product.hs6", ("88",))),
        ("ship_to.territory IN ('RU', 'UA-43')", Within("ship_to.territory", ("RU", "UA-43"))),
        ("any_role.listed = 'UN'", Overlaps("any_role.listed", frozenset({"UN"}))),
        ("activity = 'repair'", Overlaps("activity", frozenset({"repair"}))),
        ("quantity >= 5", Compare(FactTerm("quantity"), ">=", Number(Decimal(5)))),
        ("5 <= quantity", Compare(FactTerm("quantity"), ">=", Number(Decimal(5)))),
        ("5 > quantity", Compare(FactTerm("quantity"), "<", Number(Decimal(5)))),
        ("quantity < 0.5", Compare(FactTerm("quantity"), "<", Number(Decimal("0.5")))),
        ("quantity > -2", Compare(FactTerm("quantity"), ">", Number(Decimal(-2)))),
        ("(quantity) > 2", Compare(FactTerm("quantity"), ">", Number(Decimal(2)))),
        (
            "placed_on < DATE '2022-04-26'",
            Compare(FactTerm("placed_on"), "<", Day(date(2022, 4, 26))),
        ),
        (
            "placed_on BETWEEN DATE '2022-01-01' AND DATE '2022-02-01'",
            AllOf(
                (
                    Compare(FactTerm("placed_on"), ">=", Day(date(2022, 1, 1))),
                    Compare(FactTerm("placed_on"), "<=", Day(date(2022, 2, 1))),
                )
            ),
        ),
        (
            "ship_on <= placed_on + INTERVAL '30' DAY",
            Compare(FactTerm("ship_on"), "<=", Shifted(FactTerm("placed_on"), days=30)),
        ),
        (
            "ship_on > placed_on - INTERVAL '2' MONTH",
            Compare(FactTerm("ship_on"), ">", Shifted(FactTerm("placed_on"), months=-2)),
        ),
        (
            "ship_on > placed_on + INTERVAL '1' YEAR",
            Compare(FactTerm("ship_on"), ">", Shifted(FactTerm("placed_on"), months=12)),
        ),
        (
            "value > 2 * quantity + 1",
            Compare(FactTerm("value"), ">", Sum(Scaled(FactTerm("quantity"), Decimal(2)), Number(Decimal(1)))),
        ),
        (
            "value > quantity * 3 - value",
            Compare(
                FactTerm("value"),
                ">",
                Sum(Scaled(FactTerm("quantity"), Decimal(3)), Scaled(FactTerm("value"), Decimal(-1))),
            ),
        ),
        (
            "buyer.incorporated_on >= DATE '2022-02-24'",
            AllOf((FILLED, Compare(FactTerm("buyer.incorporated_on"), ">=", Day(date(2022, 2, 24))))),
        ),
        ("buyer.type = 'forwarder'", AllOf((FILLED, OneOf("buyer.type", frozenset({"forwarder"}))))),
    ],
)
def test_text_becomes_the_tree_it_says(text: str, expected: Predicate) -> None:
    assert parse_condition(text) == expected


def test_and_or_bind_as_in_sql() -> None:
    a, b, c = (Flag(f"product.{name}") for name in ("thermal_camera", "sar_payload", "counter_uas"))
    assert parse_condition("product.thermal_camera OR product.sar_payload AND product.counter_uas") == AnyOf(
        (a, AllOf((b, c)))
    )
    assert parse_condition("(product.thermal_camera OR product.sar_payload) AND product.counter_uas") == AllOf(
        (AnyOf((a, b)), c)
    )


def test_any_role_of_a_flag_is_the_or_over_all_party_roles() -> None:
    tree = parse_condition("any_role.military")
    assert isinstance(tree, AnyOf)
    assert {fact.partition(".")[0] for fact in facts_of(tree)} >= {"buyer", "end_user", "consignee", "bank"}
    assert len(tree.of) == 9


def test_is_null_needs_leave_and_is_never_negated() -> None:
    assert parse_condition("product.hs6 IS NULL", allow_missing=True) == Missing("product.hs6")
    with pytest.raises(InputError, match="only for completeness measures"):
        parse_condition("product.hs6 IS NULL")
    with pytest.raises(InputError, match="never under NOT"):
        parse_condition("NOT product.hs6 IS NULL", allow_missing=True)
    with pytest.raises(InputError, match="never under NOT"):
        parse_condition("product.hs6 IS NOT NULL", allow_missing=True)
    assert uses_missing(parse_condition("quantity > 1 AND product.hs6 IS NULL", allow_missing=True))
    assert not uses_missing(parse_condition("quantity > 1 OR NOT product.sar_payload"))


@pytest.mark.parametrize(
    ("text", "told", "help_"),
    [
        ("end_usr.military", "unknown fact `end_usr.military`", "did you mean `end_user.military`"),
        ("zzzqqq", "unknown fact `zzzqqq`", "vocabulary"),
        ("quantity", "`quantity` is a number, so it needs a comparison", ""),
        ("quantity = 'x'", "not a number or a day", ""),
        ("product.kind > 'a'", "has no order", ""),
        ("product.kind = 3", "must be a text in quotes", ""),
        ("product.thermal_camera = 'yes'", "compare it with true or false", ""),
        ("quantity > placed_on", "a number cannot be compared with a day", ""),
        ("quantity * value > 3", "only multiplication by a constant", ""),
        ("placed_on + 3 > placed_on", "is a day; only intervals are added to days", ""),
        ("quantity + INTERVAL '1' DAY > 3", "a day plus or minus", ""),
        ("placed_on + INTERVAL '1' HOUR > placed_on", "a day plus or minus", ""),
        ("placed_on + INTERVAL '99999' DAY > placed_on", "a day plus or minus", ""),
        ("product.hs6 LIKE '%88'", "only LIKE 'prefix%'", ""),
        ("product.hs6 LIKE '8_8%'", "only LIKE 'prefix%'", ""),
        ("product.hs6 LIKE '%'", "only LIKE 'prefix%'", ""),
        ("quantity LIKE '8%'", "has no prefix", ""),
        ("quantity IN ('1')", "cannot be compared with text", ""),
        ("product.kind IN ()", "", ""),
        ("product.kind IN (SELECT 1)", "", ""),
        ("exists(select 1)", "not part of the language", ""),
        ("1; drop table acts", "one expression", ""),
        ("", "one expression", ""),
        ("quantity >", "not readable as a condition", ""),
        ("lower(product.kind) = 'a'", "", ""),
        ("any_role.nothing", "unknown fact", ""),
        ("activity = 'repairs'", "`repairs` is no `activity`", "did you mean `repair`"),
        ("end_use.class IN ('military', 'combta')", "`combta` is no `end_use.class`", "did you mean `combat`"),
        ("known_end_use = 'nuclear'", "`nuclear` is no `known_end_use`", "military"),
        ("any_role.incorporated_on > placed_on AND 1", "", ""),
        ("x" * 4001, "4,001 characters", "under 4,000"),
    ],
)
def test_what_is_not_in_the_language_is_told_with_a_mend(text: str, told: str, help_: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_condition(text, "ru.yaml:7:3")
    fault = caught.value.faults[0]
    assert told in fault.message
    assert help_ in fault.help
    assert fault.at == "ru.yaml:7:3"
    assert fault.help


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from(
            [
                "NOT",
                "(",
                ")",
                "quantity",
                "AND",
                "'a'",
                "=",
                "IN",
                "1",
                "IS NULL",
                "*",
                "product.hs6",
                "INTERVAL '1' DAY",
                "CASE",
                "--",
                ";",
            ]
        ),
        max_size=9,
    ).map(" ".join)
)
def test_no_text_raises_anything_but_an_input_error(text: str) -> None:
    try:
        parse_condition(text)
    except InputError:
        return


def test_deep_nesting_is_refused_and_not_a_crash() -> None:
    with pytest.raises(InputError):
        parse_condition("(" * 1900 + "product.sar_payload" + ")" * 1900)


def test_flat_connectives_drop_constants_that_say_nothing() -> None:
    a, b = Flag("product.sar_payload"), Flag("product.counter_uas")
    assert all_of(Always(True), a, all_of(b, a)) == AllOf((a, b, a))
    assert any_of(Always(False), a) == a
    assert all_of() == Always(True)
    assert any_of() == Always(False)


@pytest.mark.parametrize(
    "empty",
    [
        lambda: OneOf("a", frozenset()),
        lambda: StartsWith("a", ()),
        lambda: Within("a", ()),
        lambda: Overlaps("a", frozenset()),
    ],
)
def test_empty_sets_are_refused_because_engines_disagree_on_them(empty: Callable[[], object]) -> None:
    with pytest.raises(ValueError, match="empty set"):
        empty()


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "sNaN"])
def test_numbers_that_engines_order_differently_are_refused(number: str) -> None:
    with pytest.raises(ValueError, match="not a number that can be compared"):
        Number(Decimal(number))


@pytest.mark.parametrize(
    ("start", "months", "days", "expected"),
    [
        (date(2022, 1, 31), 1, 0, date(2022, 2, 28)),
        (date(2024, 1, 31), 1, 0, date(2024, 2, 29)),
        (date(2022, 12, 15), 1, 0, date(2023, 1, 15)),
        (date(2022, 1, 15), -1, 0, date(2021, 12, 15)),
        (date(2022, 1, 15), 0, -15, date(2021, 12, 31)),
        (date(2022, 1, 31), 1, 1, date(2022, 3, 1)),
        (date(2022, 3, 15), 12, 0, date(2023, 3, 15)),
        (date(1, 1, 1), -1, 0, None),
        (date(9999, 12, 1), 1, 0, None),
        (date(9999, 12, 31), 0, 1, None),
        (date(1, 1, 1), 0, 0, date(1, 1, 1)),
        (date(9999, 12, 31), 0, 0, date(9999, 12, 31)),
    ],
)
def test_days_move_by_months_then_days(start: date, months: int, days: int, expected: date | None) -> None:
    assert shift(start, months, days) == expected


@pytest.mark.parametrize(
    ("fact", "value", "asked", "expected"),
    [
        ("product.sar_payload", "yes", Flag("product.sar_payload"), None),
        ("product.kind", True, OneOf("product.kind", frozenset({"a"})), None),
        ("product.hs6", None, StartsWith("product.hs6", ("88",)), None),
        ("quantity", True, Compare(FactTerm("quantity"), "=", Number(Decimal(1))), None),
        ("listed", "UN", Overlaps("listed", frozenset({"UN"})), None),
        ("listed", Members.of("UN"), Missing("listed"), False),
        ("listed", Members.of(open=True), Missing("listed"), True),
        ("listed", None, Missing("listed"), True),
        ("listed", Members.of(possible=["UN"]), Missing("listed"), False),
        ("place", Members.of("UA"), Overlaps("place", frozenset({"UA-43"}), frozenset({"UA"})), None),
        ("place", Members.of(possible=["UA"]), Overlaps("place", frozenset({"UA-43"}), frozenset({"UA"})), None),
        ("place", Members.of("UA-30"), Overlaps("place", frozenset({"UA-43"}), frozenset({"UA"})), False),
        ("place", Members.of("UA-43", "RU"), Overlaps("place", frozenset({"UA-43"}), frozenset({"UA"})), True),
        ("place", Members.of("RU"), Within("place", ("RU",)), None),
    ],
)
def test_what_a_leaf_says_of_a_value(fact: str, value: Value, asked: Predicate, expected: bool | None) -> None:
    assert holds(asked, {fact: value}) is expected


def test_terms_of_the_wrong_kind_are_unknown() -> None:
    row: dict[str, Value] = {"quantity": Decimal(2), "placed_on": date(2022, 1, 1)}
    assert term_value(Sum(FactTerm("quantity"), FactTerm("placed_on")), row) is None
    assert term_value(Scaled(FactTerm("placed_on"), Decimal(2)), row) is None
    assert term_value(Shifted(FactTerm("quantity"), days=1), row) is None
    assert term_value(Sum(FactTerm("quantity"), Number(Decimal(3))), row) == 5
    assert term_value(Scaled(FactTerm("quantity"), Decimal(3)), row) == 6
    assert VOCABULARY["quantity"].attribute == "quantity"
