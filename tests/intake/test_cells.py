"""One cell: a number, a day, yes or no, in the stated notation and in no other."""

from __future__ import annotations

from datetime import date

import pytest

from moratorium.intake.cells import Bad, day, flag, number


@pytest.mark.parametrize(
    ("text", "sign", "expected"),
    [
        ("1,234.50", ".", "1234.5"),
        ("1.234,50", ",", "1234.5"),
        ("1'234.50", ".", "1234.5"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("5-", ".", "-5"),
        ("−5", ".", "-5"),
        ("+7", ",", "7"),
        (".5", ".", "0.5"),
        ("100", None, "100"),
        ("2,5", None, "2.5"),
    ],
)
def test_numbers_of_the_field_are_read(text: str, sign: str | None, expected: str) -> None:
    assert str(number(text, sign)) == expected


@pytest.mark.parametrize(
    "text", ["", "-", ".", "1,23,456.0", "1e5", "NaN", "Infinity", "٣", "€5", "5 pcs", "0x1F", "0,125", "9" * 60]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    assert isinstance(number(text, "."), Bad)


def test_equal_numbers_are_equal_bytes() -> None:
    assert [str(number(text, ".")) for text in ("6", "6.0", "6.00", "1000", "0", "-0")] == [
        "6",
        "6",
        "6",
        "1000",
        "0",
        "0",
    ]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("26/04/2022", "dmy"),
        ("04-26-2022", "mdy"),
        ("26.4.22", "dmy"),
        ("2022-04-26", "mdy"),
        ("2022/04/26 08:26:00", "dmy"),
        ("2022-04-26T08:26:00.123+02:00", "dmy"),
        ("4/26/2022 8:26 AM", "mdy"),
        ("20220426", "dmy"),
        ("26-Apr-2022", "mdy"),
        ("26. April 2022", "ymd"),
        ("26 april 2022", "ymd"),
        ("26 апреля 2022 г.", "ymd"),
        ("April 26, 2022", "dmy"),
        ("2022年4月26日", "dmy"),
        ("26/04/2022", None),
    ],
)
def test_days_of_the_field_are_read(text: str, order: str | None) -> None:
    assert day(text, order) == date(2022, 4, 26)


@pytest.mark.parametrize(
    "text", ["", "soon", "2022-13-01", "2022-02-30", "26/04", "2022-04-26x", "1/1/0001", "44677", "26/04/022"]
)
@pytest.mark.parametrize("order", ["ymd", "dmy", "mdy", None])
def test_what_is_no_day_is_refused(text: str, order: str | None) -> None:
    assert isinstance(day(text, order), Bad)


def test_long_texts_are_refused_at_once() -> None:
    """No pattern may take longer than the text."""
    for text in ("2022-04-26" + " " * 1_000_000 + "x", "1" * 1_000_000, "," * 1_000_000):
        assert isinstance(day(text, "ymd"), Bad)
        assert isinstance(number(text, "."), Bad)


def test_yes_and_no_are_words_and_nothing_else() -> None:
    assert [flag(word) for word in ("Yes", "ja", "ДА", "是", "x", "no", "Nein", "нет", "否", "0")] == [True] * 5 + [
        False
    ] * 5
    assert isinstance(flag("maybe"), Bad)
