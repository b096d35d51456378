"""Templates: faults with their place, paragraphs without holes, and every shipped one in every language."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.desk.statement_values import day_words, days_of, territory_name, values_of
from moratorium.desk.wording import _shipped as shipped
from moratorium.desk.wording import shipped_rules
from moratorium.errors import InputError
from moratorium.registers.templates import (
    AUDIENCES,
    LANGUAGES,
    VARIABLES,
    fill,
    headline_of,
    paragraphs_of,
    read_template,
)
from moratorium.registers.wording import Inside, check
from moratorium.terms.activity import ACTIVITIES
from tests.registers.test_wording import OWN
from tests.worlds import measure, measure_text

TEXTS = "{en: We pause., nl: Wij pauzeren., zh: 我们暂停业务。}"
DAY = date(2022, 4, 27)


def test_an_unknown_variable_is_a_fault_with_its_place() -> None:
    with pytest.raises(InputError) as found:
        read_template("Of {tittle}\n\nIn {territories}, {nobody knows}", "public", "en", "public.en.txt")
    assert [fault.at for fault in found.value.faults] == ["public.en.txt:1:4", "public.en.txt:3:19"]
    assert "`title`" in found.value.faults[0].help
    with pytest.raises(InputError, match="no headline"):
        read_template(" \n ", "public", "en", "public.en.txt")
    with pytest.raises(InputError, match="no audience"):
        read_template("A", "All of them", "en", "x")


def test_a_paragraph_that_lacks_a_value_is_left_out_whole() -> None:
    one = read_template("News\n\nFrom {effective} to {ends}.\n\n{statement}\nHere.", "public", "en", "x")
    assert fill(one, {"effective": "today", "statement": "{contact} stays as it is."}) == (
        "News\n\n{contact} stays as it is. Here."
    )
    with pytest.raises(InputError, match="headline needs"):
        fill(read_template("{title}", "public", "en", "x"), {})


def test_a_text_is_a_headline_and_paragraphs() -> None:
    assert headline_of("\nA\nB") == "A"
    assert len(headline_of("word " * 60)) <= 160
    assert paragraphs_of("A\n\nB\n \nC") == ("B", "C")
    assert paragraphs_of("A alone.") == ("A alone.",)


@given(
    values=st.fixed_dictionaries({name: st.sampled_from(["", "x y"]) for name in VARIABLES if name != "territories"}),
    audience=st.sampled_from(sorted(AUDIENCES)),
    language=st.sampled_from(LANGUAGES),
)
def test_every_shipped_template_is_filled_whatever_a_measure_states(
    values: dict[str, str], audience: str, language: str
) -> None:
    text = fill(shipped()[audience, language], {**values, "territories": "Z"})
    assert "{" not in text
    assert headline_of(text)
    assert not values["contact"] or "x y" in text


MEASURES = [
    ("{activities: all}", "[[null, null]]"),
    ("{activities: all, territories: {roles: any, within: [RU, UA]}, products: any}", "[[2022-04-26, null]]"),
    (f"{{activities: [{', '.join(sorted(ACTIVITIES))}], territories: {{roles: any, within: [UA-43, EU, KZ]}}}}",
     "[[2022-01-01, 2022-02-01], [2022-05-01, 2022-07-01]]"),
    ("{territories: {roles: any, not_within: [EU]}, products: {hs: ['8806', '852910']}}", "[[2022-05-01, null]]"),
    ("{activities: [sale], products: {in_list: [CHPL]}}", "[[2021-05-01, 2021-06-01]]"),
    ("{activities: [sale, repair], products: {family: [Heron], hs: ['8806']}}", "[[null, 2022-06-01]]"),
]  # fmt: skip


@pytest.mark.parametrize(("scope", "window"), MEASURES, ids=[str(number) for number in range(len(MEASURES))])
def test_whatever_a_measure_covers_fills_every_template_and_passes_the_check(scope: str, window: str) -> None:
    one = measure(measure_text("m-1", scope, in_force=window, statement=TEXTS))
    inside = Inside(("test",), tuple(one.statement.values()), {"m-1": "a measure"})
    for (audience, language), template in shipped().items():
        text = fill(template, values_of(one, language, DAY, "press@maker.example"))
        assert one.statement[language] in text
        assert "press@maker.example" in text
        about = OWN._replace(audience=audience, days=days_of(one), has_end="ends" in days_of(one).values())
        assert check(text, language, shipped_rules(), inside, about) == (), (audience, language)


def test_values_are_in_the_words_of_the_language() -> None:
    scope = "{activities: [sale, repair], territories: {roles: any, within: [RU, UA-43]}, products: {hs: ['8806']}}"
    one = measure(measure_text("m-1", scope, in_force="[[2022-04-26, 2022-07-01]]", statement=TEXTS))
    said = {language: values_of(one, language, DAY) for language in LANGUAGES}
    assert [said[code]["territories"] for code in LANGUAGES] == [
        "Russia and Autonomous Republic of Crimea",
        "Rusland en de Autonome Republiek de Krim",
        "俄罗斯和克里米亚自治共和国",
    ]
    assert [said[code]["activities"] for code in LANGUAGES] == [
        "sales and repairs",
        "verkoop en reparaties",
        "销售和维修",
    ]
    assert [said[code]["effective"] for code in LANGUAGES] == ["26 April 2022", "26 april 2022", "2022年4月26日"]
    assert said["nl"]["products"] == "producten onder HS 8806"
    assert said["en"]["ends"] == "1 July 2022"
    with pytest.raises(InputError, match="no public text in `zh`"):
        values_of(measure(measure_text("m-1", statement="{en: We pause.}")), "zh", DAY)
    with pytest.raises(InputError, match="no words in `fr`"):
        values_of(one, "fr", DAY)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_territory_has_a_name(language: str) -> None:
    assert territory_name("RU", language)
    assert territory_name("UA-09", language)
    assert day_words(language, DAY)
