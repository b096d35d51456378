"""Names in other scripts and romanisations: originals of listed parties, asked of Latin names alone."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from bench.screening.originals import SCRIPTS, known, originals, russian, script_of
from bench.screening.published import is_latin, texts_of
from bench.screening.romanised import in_system, romanised
from moratorium.screening import Entry, ListName, ListVersion

ENTRIES = (
    Entry("1", "TEST", "person", (ListName("KIM, Jong Un"),)),
    Entry("2", "TEST", "person", (ListName("SHCHERBAKOV, Yuriy Sergeyevich"),), countries=("RU",)),
    Entry("3", "TEST", "person", (ListName("HADDAD, Khalid Yusuf"), ListName("خالد يوسف حداد", "strong"))),
    Entry("4", "TEST", "entity", (ListName("Huawei Cloud Computing Technology"),)),
)
LISTED = ListVersion("own", ("TEST",), date(2022, 5, 2), "0" * 64, len(ENTRIES), ENTRIES)


@pytest.mark.parametrize(
    ("script", "text", "key"),
    [
        ("korean", "김정은", "TEST#1"),
        ("cyrillic", "Юрий Сергеевич Щербаков", "TEST#2"),
        ("arabic", "خالد يوسف حداد", "TEST#3"),
        ("chinese", "华为云计算技术有限公司", "TEST#4"),
    ],
)
def test_an_original_is_asked_of_latin_names_alone(script: str, text: str, key: str) -> None:
    asked = originals(script, [LISTED])
    assert [(query.text, query.expected) for query in asked.queries] == [(text, key)]
    assert all(is_latin(name) for name in texts_of(asked.versions))


def test_each_known_original_is_written_in_one_script_and_stands_once() -> None:
    rows = known()
    assert all(script_of(original) in SCRIPTS for _, original in rows)
    assert max(Counter(listed for listed, _ in rows).values()) == 1


def test_what_could_be_two_cyrillic_names_is_not_read_back() -> None:
    assert russian("KARAVATSKY, Pavel") == "Павел Каравацкий"
    assert russian("SOLOVYEV, Ivan") is None
    assert russian("KURDIUMOV, Oleg") is None
    assert russian("IVANOV, Grzegorz") is None


def test_romanised_names_differ_from_every_listed_name() -> None:
    asked = romanised("cyrillic", [LISTED])
    assert {query.text for query in asked.queries} >= {
        "Jurij Sergeevič Ščerbakov",
        "Iourii Sergeevitch Chtcherbakov",
        "Jurii Sergeewitsch Schtscherbakow",
    }
    assert all(query.expected == "TEST#2" for query in asked.queries)


def test_arabic_names_are_met_in_other_spellings_of_the_same_name() -> None:
    (query,) = romanised("arabic", [LISTED]).queries
    first, second, family = query.text.split()
    assert first in {"Khalid", "Khaled", "Khalled"}
    assert second in {"Yusuf", "Youssef", "Yousef", "Yosef", "Yusef", "Youcef"}
    assert family == "Haddad"
    assert query.expected == "TEST#3"


def test_capitals_stay_capitals() -> None:
    assert in_system("ЩИТ", "German") == "SCHTSCHIT"
    assert in_system("Щит", "German") == "Schtschit"
