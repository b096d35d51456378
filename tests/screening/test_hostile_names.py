"""Names as nobody should write them: a clear result, no exception, and no more work than a name may cost."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening import Index, ListVersion, Reading, Screened, index, screen, screen_all, wording
from moratorium.screening.lookup import look_up
from moratorium.screening.names import MAX_CHARACTERS, MAX_SPELLINGS, MAX_WORDS, mixed_scripts, skeleton, spellings
from moratorium.terms.party import Party
from tests.screening.brute import EveryRow, Named, dice, listing, searched, specified

Read = tuple[ListVersion, Reading]

DAY = date(2026, 3, 1)


def small() -> Index:
    """A few entries of every kind."""
    return listing(
        ("person", [("PETROV, Ivan Sergeyevich", "primary"), ("ПЕТРОВ, Иван", "strong"), ("Vanya", "weak")]),
        ("entity", [("ACME GARDENS LLC", "primary"), ("ООО «Ромашка»", "strong")]),
        ("entity", [("Abdulrahman Trading House", "primary"), ("A B C D E F Plant 12", "weak")]),
        ("vessel", [("OCEAN STAR", "primary")]),
    )


LISTS = small()


def screened(name: str, lists: Index = LISTS) -> Screened:
    """A party of one name, screened; and what may be said of it is said."""
    found = screen(Party(names=(name,)), lists)
    assert wording(found, DAY)
    return found


# -- names that say nothing -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "", " ", "\t\n", "\x00", "...", "!!! ??? ---", "«»", "()", "'", "\u202e\u202d\u2066\u2069",
        "\u200b\u200d\ufeff", "\x07\x1b[31m", "\ud800", "\U000e0041\U000e007f", "\u0301\u0302\u0303",
        "🚁", "🇷🇺🇺🇦", "👨\u200d👩\u200d👧", "♥ ☎ №", "a", "Я", "李", "1", "N/A", "n.a.", "NA", "none", "unknown", "-",
        "TBD", "Ltd", "ООО", "Trading Company", "Mr.", "The", "de la", "O.O.O.", "()" * 500, "." * 10_000,
        "\u202e" * 10_000, "🚁" * 10_000, "\u0301" * 10_000,
    ],
)  # fmt: skip
def test_a_name_that_says_nothing_is_told_to_be_not_compared(name: str) -> None:
    """Never "no match": whether such a party is listed is not known."""
    found = screened(name)
    assert (found.matches, found.compared, found.against, found.not_comparable) == ((), False, (), (name,))
    assert wording(found, DAY)[0].startswith("not compared with any list")


@pytest.mark.parametrize(
    "letters", ["a", "Ж", "漢", "ش", "a ", "ab ", "petrov ", "ж ", "李 ", "1", "a.", "ß", "ﷺ", "ﬃ"]
)
def test_a_name_of_10_000_characters_is_told_to_be_not_compared(letters: str) -> None:
    name = (letters * 10_000)[:10_000]
    assert spellings(name) == ()
    assert screened(name).not_comparable == (name,)


def test_a_name_that_says_nothing_beside_one_that_does_is_told() -> None:
    found = screen(Party(names=("N/A", "Petrov Ivan", "x" * 10_000)), LISTS)
    assert found.compared
    assert found.not_comparable == ("N/A", "x" * 10_000)
    assert [match.entry for match in found.matches] == ["1"]


# -- names that hide --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "A\u200bC\u200dME GAR\u00adDENS",
        "\u202eACME GARDENS\u202c",
        "ACME\x00 GARDENS",
        "ＡＣＭＥ　ＧＡＲＤＥＮＳ",
        "ⒶⒸⓂⒺ GARDENS",
        "𝐀𝐂𝐌𝐄 𝔊𝔞𝔯𝔡𝔢𝔫𝔰",
        "Á̧C̈M̌E GÅRDÉNS",
        "🚁 ACME GARDENS 🚁",
        "ACME\u2028GARDENS",
        "«ACME» (GARDENS)",
        "A\u0301\u0302\u0303CME GARDENS",
    ],
)
def test_a_name_dressed_up_is_found(name: str) -> None:
    assert [match.entry for match in screened(name).matches] == ["2"]


@pytest.mark.parametrize(
    ("name", "flagged"),
    [
        ("АCME Gardens", ("АCME",)),
        ("ACMЕ Gаrdens", ("ACMЕ", "Gаrdens")),
        ("Αcme Gardens", ("Αcme",)),
        ("Acme Gаrdеns", ("Gаrdеns",)),
    ],
)
def test_look_alikes_of_another_script_are_found_and_flagged(name: str, flagged: tuple[str, ...]) -> None:
    assert [match.entry for match in screened(name).matches] == ["2"]
    assert mixed_scripts(name) == flagged


@pytest.mark.parametrize("name", ["Пeтpoв Ивaн", "Ивaн ПETPOВ"])
def test_latin_look_alikes_in_a_cyrillic_name_are_found_and_flagged(name: str) -> None:
    assert [match.entry for match in screened(name).matches] == ["1"]
    assert mixed_scripts(name)


# -- names that cost --------------------------------------------------------------------------------------------------

LETTERS = "bcdfghjklmnpqrstvwxz"

COSTLY: dict[str, str] = {
    "64 single letters": " ".join("abcdefghijklmnopqrstuvwxyz"[place % 26] for place in range(64)),
    "64 single letters between words": " ".join(["a b petrov"] * 21),
    "64 equal words": "petrov " * 64,
    "64 words that sound alike": " ".join(f"p{one}tr{other}v" for one in "aeiou" for other in "aeiou")[:190],
    "64 words glued in Arabic": "abdulrahman " * 64,
    "64 words of faith": "saifuddin " * 64,
    "64 words that join in many ways": "ab " * 64,
    "one word of 1,000 letters": "petrov" * 166,
    "64 words of digits": "12 " * 64,
    "64 forms": "llc ltd gmbh " * 21,
    "Chinese characters": "中国航空" * 250,
    "Korean syllables": "김정은 " * 60,
    "Cyrillic look-alikes": "АВСЕНКМОРТХ " * 60,
    "Arabic letters": "عبد الرحمن " * 60,
    "letters that become many": "ﷺ" * 60,
}


@pytest.mark.parametrize("kind", COSTLY)
def test_a_costly_name_is_compared_or_told_not_to_be(kind: str) -> None:
    found = screened(COSTLY[kind])
    assert found.compared is not bool(found.not_comparable)


@pytest.mark.parametrize("kind", COSTLY)
def test_a_name_becomes_few_spellings_of_few_words(kind: str) -> None:
    """The kernel has room for so many words, and compiled code does not check."""
    found = spellings(COSTLY[kind])
    assert len(found) <= MAX_SPELLINGS
    assert all(1 <= len(words) <= MAX_WORDS for words in found)


@pytest.mark.parametrize("kind", COSTLY)
def test_a_costly_listed_name_is_met_by_itself(kind: str) -> None:
    name = COSTLY[kind]
    lists = listing(("person", [(name, "primary")]), ("entity", [("Acme Gardens", "primary")]))
    found = screen(Party(names=(name,)), lists)
    assert not found.compared or [match.entry for match in found.matches] == ["1"]


@given(st.lists(st.sampled_from([*LETTERS, "ab", "abd", "petrov", "pitrof", "llc", "12"]), min_size=1, max_size=64))
def test_long_names_are_looked_up_as_the_specification_says(words: list[str]) -> None:
    every = look_up([[tuple(words)]], LISTS, 0.6).get(0, {})
    for found in every.values():
        assert found.score == specified(tuple(words), found.row, LISTS).score
    best = max(specified(tuple(words), row, LISTS).score for row in range(len(LISTS.row_entry)))
    assert (best >= 0.6) is bool(every)


@given(st.text(max_size=200) | st.text("аbсdе .'-\u202e\u0301abd", max_size=1200))
def test_any_text_is_compared_or_told_not_to_be(name: str) -> None:
    found = screened(name)
    assert found.compared is not bool(found.not_comparable)
    assert found.compared or found.matches == ()


@given(st.lists(st.text(max_size=20), max_size=6))
def test_any_listed_names_make_an_index(names: list[str]) -> None:
    lists = listing(("person", [("Petrov Ivan", "primary"), *((name, "strong") for name in names)]))
    assert [match.entry for match in screened("Petrov Ivan", lists).matches] == ["1"]


# -- how long it may take ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_lists(csl: Read, un: Read) -> Index:
    return index([csl[0], un[0]])


@contextmanager
def within(seconds: float, what: str) -> Iterator[None]:
    """Of this process: what else the machine does meanwhile is no matter."""
    started = time.process_time()
    yield
    spent = time.process_time() - started
    print(f"{what}: {1000 * spent:,.1f} ms")
    assert spent < seconds


def frequent(lists: Index, fits: Callable[[str], bool] = str.isalpha) -> list[str]:
    """Listed words, the most frequent first."""
    return [word for word, _ in sorted(lists.weights.words.items(), key=lambda each: (-each[1], each[0])) if fits(word)]


@pytest.fixture(scope="module")
def worst(real_lists: Index) -> dict[str, Sequence[tuple[str, ...]]]:
    """Spellings made to cost the most against the real lists."""
    common = frequent(real_lists)
    by_sound: dict[str, list[str]] = {}
    for word in common:
        by_sound.setdefault(skeleton(word), []).append(word)
    heard = max(by_sound.values(), key=len)
    return {
        "the 64 most frequent words": [tuple(common[:64])],
        "the most frequent word 64 times": [tuple(common[:1] * 64)],
        "64 single letters": [tuple("abcdefghijklmnopqrstuvwxyz" * 3)[:64]],
        "one single letter 64 times": [("a",) * 64],
        "62 single letters and two names": [(*tuple("abcdefghijklmnopqrstuvwxyz" * 3)[:62], "zzyzx", "quorn")],
        "64 words that sound alike": [tuple((heard * 64)[:64])],
        "64 frequent words of two letters": [tuple(frequent(real_lists, lambda word: len(word) == 2)[:64])],
        "six spellings of frequent words": [tuple(common[place : place + 64]) for place in range(6)],
    }


@pytest.mark.soak
def test_the_worst_names_against_the_real_lists_are_answered_within_a_second(
    real_lists: Index, worst: dict[str, Sequence[tuple[str, ...]]]
) -> None:
    look_up([[("warm", "up")]], real_lists, 0.8)
    for kind, spelled in worst.items():
        with within(1.0 * len(spelled), kind):
            look_up([spelled], real_lists, 0.8)


@pytest.mark.soak
def test_the_worst_names_lose_nothing(real_lists: Index, worst: dict[str, Sequence[tuple[str, ...]]]) -> None:
    every_row = EveryRow(real_lists)
    for spelled in worst.values():
        assert every_row.differences(spelled, searched(spelled, real_lists, 0.6), 0.6)[0] == []


@pytest.mark.soak
def test_a_million_equal_names_are_answered_as_one() -> None:
    with within(60, "1,000,000 equal names"):
        found = screen_all([Party(names=("Petrov Ivan",))] * 1_000_000, LISTS)
    assert len(found) == 1_000_000
    assert all(each == found[0] for each in found)
    assert [match.entry for match in found[0].matches] == ["1"]


@pytest.mark.soak
def test_a_million_equal_listed_names_are_all_found() -> None:
    """200,000 here: each is an entry, and each is told."""
    petrov: Named = ("person", [("PETROV, Ivan", "primary")])
    lists = listing(*[petrov] * 200_000)
    with within(60, "200,000 equal listed names"):
        assert len(screened("Petrov Ivan", lists).matches) == 200_000


@pytest.mark.soak
def test_hostile_texts_are_answered_in_bounded_time(real_lists: Index) -> None:
    chance = dice(8)
    alphabet = "abdeilmnorst АВЕКМНОРСТХаеорсух中国国际김정은عبدالرحمن0123 .-'\u0301\u202e🚁ﷺﬃ"
    names = ["".join(chance.choices(alphabet, k=chance.choice((5, 50, 500, MAX_CHARACTERS)))) for _ in range(2_000)]
    screened("warm up", real_lists)
    for name in names:
        with within(2.0, f"{len(name)} characters"):
            screened(name, real_lists)
