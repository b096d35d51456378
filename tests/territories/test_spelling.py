"""One key for every way to write a name."""

from __future__ import annotations

import pytest

from moratorium.territories.spelling import pieces, postcodes, spelled, turned, without_numbers


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("U.S.A.", "usa"),
        ("U S A", "USA"),
        ("The Netherlands", "NETHERLANDS"),
        ("Côte d’Ivoire", "COTE D IVOIRE"),
        ("Türkiye", "TURKIYE"),
        ("TÜRKİYE", "turkiye"),
        ("Democratic People's Republic of Korea", "Democratic Peoples Republic of Korea"),
        ("Россія", "РОССІЯ"),
        ("Bosnia & Herzegovina", "Bosnia   Herzegovina"),
        ("Großbritannien", "GROSSBRITANNIEN"),
        ("São Tomé", "Sao Tome"),
        ("Ｒｕｓｓｉａ", "Russia"),
    ],
)
def test_spellings_of_one_name_have_one_key(one: str, other: str) -> None:
    assert spelled(one) == spelled(other) != ""


def test_different_names_keep_different_keys() -> None:
    names = [
        "Niger",
        "Nigeria",
        "Dominica",
        "Dominican Republic",
        "Guinea",
        "Guinea-Bissau",
        "Россия",
        "俄罗斯",
        "俄羅斯",
    ]
    assert len({spelled(name) for name in names}) == len(names)


def test_an_address_is_cut_where_people_cut_it() -> None:
    assert pieces("Lenina 5; 295000 Simferopol\nCrimea – Russia（俄罗斯）") == (
        "Lenina 5",
        "295000 Simferopol",
        "Crimea",
        "Russia",
        "俄罗斯",
    )
    assert pieces("Ivano-Frankivsk") == ("Ivano-Frankivsk",)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("295000", ("295000",)),
        ("295 000", ("295000",)),
        ("２９５０００", ("295000",)),
        ("RU-295000 Simferopol", ("295000",)),
        ("tel. 79781234567", ()),
        ("A295000B", ()),
        ("", ()),
    ],
)
def test_postcodes_are_standing_groups_of_five_or_six_digits(text: str, found: tuple[str, ...]) -> None:
    assert postcodes(text) == found


def test_names_back_to_front_are_turned() -> None:
    assert turned("Korea, Republic of") == "Republic of Korea"
    assert turned("a, b, c") is None
    assert turned("Russia,") is None


def test_numbers_leave_the_city() -> None:
    assert without_numbers("1012 AB Amsterdam 5e") == "AB Amsterdam"
