"""The kernel gives the numbers of ``score_v1``, to the last bit."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from moratorium.screening import Index, ListVersion, Reading, index, score
from moratorium.screening.lists.entry import Kind, Quality
from tests.screening.brute import Named, Spelled, dice, listing, mangled, remember_words, searched, specified
from tests.strategies import pools, spelt

Read = tuple[ListVersion, Reading]

KINDS: tuple[Kind, ...] = ("person", "entity", "vessel", "unknown")
QUALITIES: tuple[Quality, ...] = ("primary", "strong", "weak")


ANY = 1e-9
"""A floor that every pair with words that meet reaches."""


def scores(queries: Sequence[Spelled], lists: Index) -> NDArray[np.float64]:
    """The kernel's score of every query (one line each) with every row (one column each)."""
    found = np.zeros((len(queries), len(lists.row_entry)))
    for query, row, alike in searched(queries, lists, ANY):
        found[query, row] = alike
    return found


def assert_equal(found: float, query: Spelled, row: int, lists: Index) -> bool:
    """Assert that the score is the specification's; whether any words met."""
    alignment = specified(query, row, lists)
    assert found == alignment.score, (query, lists.spelling(row))
    return bool(alignment.links)


@st.composite
def lists_and_queries(draw: st.DrawFn) -> tuple[Index, list[Spelled]]:
    """A few listed names and a few asked about, of the same few words."""
    pool = draw(pools)
    name = st.tuples(spelt(pool).map(" ".join), st.sampled_from(QUALITIES))
    entries = draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.lists(name, min_size=1, max_size=2)), min_size=1, max_size=5)
    )
    return listing(*entries), draw(st.lists(spelt(pool), min_size=1, max_size=4))


@given(lists_and_queries())
def test_every_pair_of_invented_names_has_the_score_of_the_specification(case: tuple[Index, list[Spelled]]) -> None:
    lists, queries = case
    found = scores(queries, lists)
    for number, query in enumerate(queries):
        for row in range(len(lists.row_entry)):
            assert_equal(found[number, row], query, row, lists)


@given(st.lists(st.text("ab", min_size=1, max_size=3), min_size=20, max_size=64).map(tuple), st.data())
def test_long_names_of_short_words_have_it_too(query: Spelled, data: st.DataObject) -> None:
    """Words meet in many ways there, and many pairs are worth the same: the order among equals must be the same."""
    listed = data.draw(st.permutations(query))
    lists = listing(("entity", [(" ".join(listed), "primary")]), ("person", [(" ".join(query[:30]), "weak")]))
    found = scores([query], lists)
    for row in range(len(lists.row_entry)):
        assert_equal(found[0, row], query, row, lists)


# -- real names -------------------------------------------------------------------------------------------------------

NEAREST = 90
"""Rows compared with each query: those of most score."""

OTHERS = 10
"""Rows compared with each query, taken blindly."""


@pytest.fixture(scope="module")
def some_lists(csl: Read, un: Read) -> Index:
    """A part of the real lists, every kind of entry in it."""
    entries = dice(4).sample([*csl[0].entries, *un[0].entries], 4_000)
    lists = tuple(dict.fromkeys(entry.list for entry in entries))
    return index([ListVersion("us-csl", lists, csl[0].published, "0" * 64, len(entries), tuple(entries))])


def pairs_compared(lists: Index, queries: Sequence[tuple[Spelled, int]], chance: random.Random) -> tuple[int, int]:
    """Compare each query with the row that it comes from, the nearest and some others; how many, and how many met."""
    pairs = met = 0
    for start in range(0, len(queries), 100):
        some = queries[start : start + 100]
        found = scores([query for query, _ in some], lists)
        for line, (query, origin) in zip(found, some, strict=True):
            nearest = np.argpartition(line, -NEAREST)[-NEAREST:].tolist()
            rows = dict.fromkeys([origin, *nearest, *(chance.randrange(len(line)) for _ in range(OTHERS))])
            for row in rows:
                met += assert_equal(line[row], query, row, lists)
            pairs += len(rows)
    return pairs, met


def queries_from(lists: Index, chance: random.Random) -> Iterator[tuple[Spelled, int]]:
    """Listed spellings, mangled, without end; and the row that each comes from."""
    while True:
        row = chance.randrange(len(lists.row_entry))
        query = mangled(lists.spelling(row), chance)
        if query:
            yield query, row


def test_20_000_pairs_of_real_names(some_lists: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    remember_words(monkeypatch)
    chance = dice(1)
    queries = queries_from(some_lists, chance)
    pairs, met = pairs_compared(some_lists, [next(queries) for _ in range(210)], chance)
    print(f"{pairs:,} pairs compared, {met:,} with words that met")
    assert pairs >= 20_000
    assert met >= 0.7 * pairs


@pytest.mark.soak
@pytest.mark.parametrize("shard", range(8))
def test_1_000_000_pairs_of_real_names_in_8_parts(
    shard: int, some_lists: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    remember_words(monkeypatch)
    chance = dice(100 + shard)
    queries = queries_from(some_lists, chance)
    pairs, met = pairs_compared(some_lists, [next(queries) for _ in range(1_300)], chance)
    print(f"part {shard}: {pairs:,} pairs compared, {met:,} with words that met")
    assert pairs >= 125_000
    assert met >= 0.7 * pairs


# -- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [score.LONGEST_WORD - 1, score.LONGEST_WORD, score.LONGEST_WORD + 1, 70])
def test_words_about_the_longest_that_are_compared_by_letters(length: int) -> None:
    word = ("kamustrino" * 7)[:length]
    near = [word, word[:-1], word + "o", "o" + word[1:], word[1] + word[0] + word[2:], word[: length // 2]]
    entries: list[Named] = [("entity", [(f"{each} romashka", "primary")]) for each in near]
    lists = listing(*entries)
    queries = [(each, "romashka") for each in near] + [(word[:20], word[20:], "romashka")]
    found = scores(queries, lists)
    for number, query in enumerate(queries):
        for row in range(len(near)):
            assert_equal(found[number, row], query, row, lists)
