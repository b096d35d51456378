"""Names of every kind: what meets, what stays apart, what says too little."""

from __future__ import annotations

import pytest

from moratorium.screening.forms import FORM, LEGAL_FORMS, PARTICLE, TITLE, TRADE
from moratorium.screening.names import (
    MAX_CHARACTERS,
    MAX_WORDS,
    factor,
    is_comparable,
    mixed_scripts,
    normalised,
    skeleton,
    spellings,
    too_long,
    why_not,
)


def cores(name: str) -> set[frozenset[str]]:
    """The words of each spelling, legal forms apart, in no order."""
    return {frozenset(words) - LEGAL_FORMS for words in spellings(name)}


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
        ("上海测试有限公司", "上海测试"),
        ("Łódź Drony Sp. z o.o.", "Lodz Drony"),
        ("Işık Dış Ticaret Ltd. Şti.", "Isik Foreign Trade Limited"),
        ("Ağır Sanayi A.Ş.", "Agir Industries Anonim Sirketi"),
        ("Delta W.L.L.", "Delta"),
        ("Vega Sdn. Bhd.", "Vega"),
        ("株式会社オリオン", "Orion KK"),
        ("Torgovyy Dom Sever", "Sever Trading House"),
        ("U.S.S.R. Museum", "USSR Museum"),
        ("Acme (Hong Kong) Ltd", "Acme HK Limited"),
        ("Al-Rashid Int'l", "Al Rashid International"),
        ("Ash-Shabaab", "Al Shabaab"),
        ("Research Institute No. 38", "38th Research Institute"),
        ("Завод № 5", "Plant Nr 5"),
        ("Nartechnologies", "Nar Technologies"),
        ("Petroinzhiniring OOO", "Petro Engineering LLC"),
        ("AIG - Armament Industries Group", "Armament Industries Group"),
        ("Scientific Research Council (SRC)", "Scientific Research Council"),
        ("UP Rubistar", "Rubistar"),
        ("Promelectronica", "Prom Elektronika"),
        ("Siarhei Mikalaevich Petrou", "Sergey Nikolaevich Petrou"),
        ("Volodymyr Oleksandrovych", "Uladzimir Aliaksandravich"),
        ("Osman Turkman", "Uthman Turkmen"),
        ("Joint Public Stock Company Sever", "PJSC Sever"),
    ],
)
def test_two_ways_to_write_a_name_meet(one: str, other: str) -> None:
    assert cores(one) & cores(other)


def test_what_only_looks_like_a_number_sign_or_an_acronym_stays() -> None:
    """ "No" is a family name too, and "Biotechnology" one word."""
    assert normalised("No Kwang Chol") == "no kwang chol"
    assert normalised("Biotechnology Centre") == "biotechnology centre"
    assert normalised("Nova Armament Industries Group") == "nova armament industry group"


@pytest.mark.parametrize(("one", "other"), [("Romashka OOO", "Romashko OOO"), ("Acme North", "Acme South")])
def test_two_names_stay_apart(one: str, other: str) -> None:
    assert not cores(one) & cores(other)


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
        "International Services, LTD",
        "N/A",
        "unknown",
        "various",
        "Mr Dr",
        "J. S.",
        "有限公司",
    ],
)
def test_a_name_that_says_too_little_is_not_comparable(name: str) -> None:
    assert not any(is_comparable(words) for words in spellings(name))


@pytest.mark.parametrize("name", ["DEC Ltd", "华为", "Special Technology Center", "Li Na", "P & M Trading", "김정은"])
def test_a_name_that_says_enough_is_comparable(name: str) -> None:
    assert is_comparable(spellings(name)[0])


def test_the_reason_why_a_name_is_not_comparable_is_told() -> None:
    assert why_not(("trading", "co")) == "only legal forms, titles and words of trade"
    assert why_not(("dji",)) == "fewer than 4 letters and digits"
    assert why_not(()) == "no letters and no digits"


def test_the_order_of_the_words_stays() -> None:
    assert normalised("SMITH, John Q.") == "smith john q"


def test_initials_stay_letters_and_forms_of_letters_are_joined() -> None:
    """Three letters in a row are one word; two are if they are a legal form or if nothing else is there."""
    assert normalised("J.R. Smith") == "j r smith"
    assert normalised("Petropars S.A.") == "petropars sa"
    assert normalised("J.S.C. Motor") == "jsc motor"
    assert normalised("A. B.") == "ab"
    assert normalised("I.R.I.S.L. Group") == "irisl group"


def test_initials_that_look_like_a_form_are_read_both_ways() -> None:
    assert spellings("Ivanov S.A.") == (("ivanov", "sa"), ("ivanov", "s", "a"))


def test_a_form_that_may_be_a_name_is_read_both_ways() -> None:
    assert spellings("Li Ao") == (("li", "jsc"), ("li", "ao"))
    assert spellings("АО Кронштадт Север Плюс Юг")[0][0] == "jsc"
    assert len(spellings("АО Кронштадт Север Плюс Юг")) == 1


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("kronshtadt", "abu", "na"), 1.0),
        (("trading", "group", "international", "tradinghouse", "technology"), TRADE),
        (("llc", "gmbh", "sa", "fze", "spzoo", "kk"), FORM),
        (("mr", "dr", "haji", "mullah"), TITLE),
        (("al", "bin", "von", "de", "van", "wuld"), PARTICLE),
    ],
)
def test_words_weigh_by_what_they_tell(words: tuple[str, ...], expected: float) -> None:
    assert {factor(word) for word in words} == {expected}


@pytest.mark.parametrize(
    "words",
    [
        "mohammed muhammad mhmd mohamed muhamad",
        "yusuf yousef youssouf ywsf yussuf",
        "gaddafi qadhafi kaddafi",
        "tchaikovsky chaykovskiy tschaikowski",
        "walid oualid waleed",
        "javad jawad jaouad djavad",
        "dawud daoud dawood",
        "aleksandr alexander aleksander",
        "zhukov joukov",
        "tsvetkov tzvetkov",
        "yelena elena",
        "khrushchev hruschev",
        "vladimir wladimir",
        "lee li",
        "huang hwang",
        "abdullah abdallah abdulla",
    ],
)
def test_romanisations_of_a_word_have_one_skeleton(words: str) -> None:
    assert len({skeleton(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", ["lee wu ho", "ali al", "khan ivan", "t34 t35", "ivanov ivan"])
def test_other_words_have_other_skeletons(words: str) -> None:
    found = [skeleton(word) for word in words.split()]
    assert len(set(found)) == len(found)


def test_look_alike_letters_are_flagged_and_found() -> None:
    """A Cyrillic letter in a Latin word, the reverse, and Greek."""
    assert mixed_scripts("Аcme Trading") == ("Аcme",)
    assert mixed_scripts("Газпpом") == ("Газпpом",)
    assert mixed_scripts("Νavigator") == ("Νavigator",)
    assert mixed_scripts("ООО Acme") == mixed_scripts("Acme") == ()
    assert spellings("Аcme Trading")[0] == spellings("Acme Trading")[0]
    assert spellings("Газпpом")[0] == spellings("Газпром")[0]
    assert ("acme",) in spellings("АСМЕ")


def test_a_name_that_is_too_long_is_told_and_not_read() -> None:
    for name in ("x" * (MAX_CHARACTERS + 1), "x " * (MAX_WORDS + 1), "я " * (MAX_WORDS + 1)):
        assert too_long(name)
        assert spellings(name) == ()
    assert not too_long("x" * MAX_CHARACTERS)
    assert not too_long("ООО Ромашка")
