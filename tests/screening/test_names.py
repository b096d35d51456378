from __future__ import annotations

import pytest

from moratorium.screening.names import keys, normalised


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО Ромашка", "OOO Romashka"),
        ("ООО «Ромашка»", "Romashka Limited Liability Company"),
        ("Общество с ограниченной ответственностью Ромашка", "Romashka LLC"),
        ("АО Кронштадт", "Joint Stock Company Kronshtadt"),
        ("SMITH, John", "john smith"),
        ("COMPANIA MINERA DEL RIO CIANURY S.A. DE C.V.", "Compañía Minera del Río Cianury, SA de CV"),
        ("PETROPARS LTD.", "Petropars Limited"),
        ("Müller & Söhne GmbH", "MULLER SOHNE G.m.b.H."),
        ("AL QA'IDA", "Al-Qaida"),
        ("Xi’an Aerospace Huaxun Technology", "XI'AN AEROSPACE HUAXUN TECHNOLOGY"),
        ("ACME", "ACME"),
        ("Łódź Drony Sp. z o.o.", "Lodz Drony"),
    ],
)
def test_two_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert keys(one).core == keys(other).core
    assert keys(one).core is not None


@pytest.mark.parametrize(("one", "other"), [("Romashka OOO", "Romashko OOO"), ("Acme North", "Acme South")])
def test_two_names_stay_apart(one: str, other: str) -> None:
    assert keys(one).core != keys(other).core


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Ltd",
        "ООО",
        "Trading Company",
        "General Trading FZE",
        "DJI",
        "K",
        "!!!",
        "International Business Services, LTD",
    ],
)
def test_a_name_that_says_too_little_is_not_comparable(name: str) -> None:
    assert keys(name).best is None


def test_a_short_name_with_its_legal_form_is_compared_as_a_whole() -> None:
    assert keys("DEC Ltd").best == "dec ltd"


def test_a_chinese_name_of_two_characters_is_long_enough() -> None:
    assert keys("华为").best == "huawei"


def test_the_order_of_the_words_stays_in_the_normalised_name() -> None:
    assert normalised("SMITH, John Q.") == "smith john q"
