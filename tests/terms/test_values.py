"""From what was written to the value of a fact."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from moratorium.terms.members import NONE, Members
from moratorium.terms.party import Scalar
from moratorium.terms.values import NO, YES, absent_value, read_value
from moratorium.terms.vocabulary import VOCABULARY, Absence, Value


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("end_user.military", True, True),
        ("end_user.military", False, False),
        ("end_user.military", " JA ", True),
        ("end_user.military", "нет", False),
        ("end_user.military", 1, True),
        ("end_user.military", 0, False),
        ("quantity", " 12 ", Decimal(12)),
        ("quantity", "-0.50", Decimal("-0.50")),
        ("quantity", 7, Decimal(7)),
        ("placed_on", "2022-04-26", date(2022, 4, 26)),
        ("placed_on", " 2022-04-26T09:30:00", date(2022, 4, 26)),
        ("status", " open ", "open"),
        ("product.hs6", 880692, "880692"),
        ("known_end_use", "military, wmd;terrorism", Members.of("military", "wmd", "terrorism")),
        ("known_end_use", "none", NONE),
        ("known_end_use", "", NONE),
        ("buyer.listed", "none UN", Members.of("none", "UN")),
        ("end_use.class", "Weapon Carriage", "weapon_carriage"),
        ("status", "OPEN", "open"),
        ("buyer.territory", "UA-43 RU", Members.of("UA-43", "RU")),
    ],
)
def test_a_value_is_typed_as_the_vocabulary_says(name: str, raw: Scalar, value: Value) -> None:
    found = read_value(VOCABULARY[name], raw)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("name", "raw", "message"),
    [
        ("end_user.military", "perhaps", "`perhaps` is neither yes nor no, as `end_user.military` must be"),
        ("end_user.military", 2, "`2` is neither yes nor no, as `end_user.military` must be"),
        ("quantity", "1.234,56", "`1.234,56` is not a number, as `quantity` must be"),
        ("quantity", "NaN", "`NaN` is not a number, as `quantity` must be"),
        ("quantity", "Infinity", "`Infinity` is not a number, as `quantity` must be"),
        ("quantity", True, "`True` is not a number, as `quantity` must be"),
        ("status", "lost", "`lost` is no `status`; one of open, shipped, closed"),
        ("known_end_use", "military golf", "`golf` is no `known_end_use`; one of military, terrorism, wmd"),
        ("placed_on", "26-04-2022", "`26-04-2022` is not a day like 2022-04-26, as `placed_on` must be"),
        ("placed_on", "", "`` is not a day like 2022-04-26, as `placed_on` must be"),
    ],
)
def test_what_is_not_of_the_type_is_refused_with_what_is_expected(name: str, raw: Scalar, message: str) -> None:
    with pytest.raises(ValueError) as raised:
        read_value(VOCABULARY[name], raw)
    assert str(raised.value) == message


def test_yes_and_no_are_read_in_the_languages_of_the_office() -> None:
    flag = VOCABULARY["end_user.military"]
    assert YES.isdisjoint(NO)
    assert {read_value(flag, word) for word in YES} == {True}
    assert {read_value(flag, word.upper()) for word in NO} == {False}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("buyer.terms_acknowledged", None),
        ("buyer.listed", None),
        ("quantity", None),
        ("buyer.military", False),
        ("buyer.owned_by_listed", NONE),
        ("known_end_use", NONE),
        ("buyer.type", None),
        ("licence.number", ""),
        ("buyer.misuse_state", ""),
    ],
)
def test_what_absence_means_is_stated_for_each_fact(name: str, value: Value) -> None:
    assert absent_value(VOCABULARY[name]) == value


def test_an_absent_fact_is_never_a_yes() -> None:
    """Law 3: absence is unknown, or no."""
    for fact in VOCABULARY.values():
        value = absent_value(fact)
        assert value in (None, False, NONE, ""), fact.name
        assert (value is None) is (fact.absence is Absence.UNKNOWN), fact.name
