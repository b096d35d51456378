"""Laws of names: what holds for every text, however strange."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening.forms import ONE_WORD, PHRASES
from moratorium.screening.names import (
    MAX_CHARACTERS,
    MAX_SPELLINGS,
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

PHRASE_WORDS = sorted(
    {word for phrases in PHRASES.values() for phrase, _ in phrases for word in phrase} | ONE_WORD.keys()
)
OF_FORMS = st.lists(
    st.sampled_from(
        [*PHRASE_WORDS, "and", "a", "b", "s", "e.t.", "romashka", "abd", "al", "as", "salam", "abdulrahman"]
    ),
    max_size=7,
).map(" ".join)
OF_SCRIPTS = st.text(
    st.one_of(
        *(
            st.characters(min_codepoint=low, max_codepoint=high)
            for low, high in (
                (0x20, 0x7E),
                (0xC0, 0x24F),
                (0x370, 0x3FF),
                (0x400, 0x52F),
                (0x590, 0x6FF),
                (0x1E00, 0x1FFF),
                (0x2000, 0x206F),
                (0x3040, 0x30FF),
                (0x4E00, 0x9FFF),
                (0xAC00, 0xD7A3),
                (0xFB50, 0xFEFF),
            )
        )
    ),
    max_size=40,
)
NAMES = st.text(max_size=60) | OF_FORMS | OF_SCRIPTS
WORD = re.compile("[a-z0-9]+")


@given(NAMES)
def test_every_text_gives_few_spellings_of_plain_words(name: str) -> None:
    found = spellings(name)
    assert len(found) <= MAX_SPELLINGS
    assert len(set(found)) == len(found)
    for spelling in found:
        assert spelling
        assert all(WORD.fullmatch(word) for word in spelling)


@given(NAMES)
def test_reading_a_spelling_again_gives_it_again(name: str) -> None:
    for spelling in spellings(name):
        if len(spelling) <= MAX_WORDS and len(" ".join(spelling)) <= MAX_CHARACTERS:
            assert spelling in spellings(" ".join(spelling))
    assert normalised(normalised(name)) == normalised(name)


@given(NAMES)
def test_case_and_surrounding_punctuation_do_not_count(name: str) -> None:
    assert spellings(f" «{name}», ") == spellings(name)


@given(st.text("abcdefghijklmnopqrstuvwxyzABCXYZ .,-ßéüłабвгдеёжÀÉπσς", max_size=40))
def test_capitals_do_not_count(name: str) -> None:
    assert spellings(name.upper()) == spellings(name.lower())


@given(st.text("abcdefghijklmnopqrstuvwxyz 0123456789", max_size=40))
def test_width_and_accents_do_not_count(name: str) -> None:
    wide = "".join(chr(ord(mark) + 0xFEE0) if mark != " " else "\u3000" for mark in name)
    accented = "".join(f"{mark}\u0300" if mark.isalpha() else mark for mark in name)
    assert spellings(wide) == spellings(name) == spellings(accented)


@given(NAMES)
def test_every_word_has_a_skeleton_and_a_factor(name: str) -> None:
    for word in {word for spelling in spellings(name) for word in spelling}:
        assert skeleton(word)
        assert 0 < factor(word) <= 1


@given(NAMES)
def test_whether_a_name_says_enough_and_why_not_agree(name: str) -> None:
    for spelling in spellings(name):
        assert is_comparable(spelling) == (why_not(spelling) is None)
    assert isinstance(mixed_scripts(name), tuple)


@pytest.mark.parametrize(
    "flood",
    [
        "a" * 10_000,
        "a " * 5_000,
        "a\u0301" * 5_000,
        "\u0301" * 10_000,
        "\u202e" * 10_000,
        "\u0000" * 10_000,
        "😀" * 10_000,
        "ﷺ" * 10_000,
        "한" * 10_000,
        "中" * 10_000,
        "ال" * 5_000,
        "А" * 10_000,
        "ab-" * 3_000,
        "...," * 2_500,
        "abd" * 3_000,
    ],
)
@pytest.mark.parametrize("characters", [MAX_CHARACTERS, 10_000])
def test_floods_are_read_or_refused_in_bounded_time(flood: str, characters: int) -> None:
    """A long name gives no spelling, and says why."""
    spellings("中文 x")  # what is loaded once
    name = flood[:characters]
    start = time.process_time()
    found = spellings(name)
    assert time.process_time() - start < 0.25
    assert not (found and too_long(name))
    assert too_long(name) == (len(name) > MAX_CHARACTERS) or not found
