"""The index loses nothing: what it finds is what comparing with every row finds."""

from __future__ import annotations

import random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.screening import Index, ListVersion, Reading, index
from moratorium.screening.lists.entry import Kind, Quality
from moratorium.screening.lookup import look_up
from tests.screening.brute import EveryRow, Named, Spelled, dice, listing, mangled, remember_words, searched, specified
from tests.strategies import pools, spelt

Read = tuple[ListVersion, Reading]

KINDS: tuple[Kind, ...] = ("person", "entity", "unknown")
QUALITIES: tuple[Quality, ...] = ("primary", "weak")
COMMON = ("ahmed", "hossein", "mohammad", "ltd", "bank", "jsc", "trading")
FLOORS = (0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95)


@st.composite
def lists_and_names(draw: st.DrawFn) -> tuple[Index, list[list[Spelled]]]:
    """A few entries, and a few names in one to three spellings, of the same few words."""
    pool = draw(pools)
    name = st.tuples(spelt(pool).map(" ".join), st.sampled_from(QUALITIES))
    entries = draw(
        st.lists(st.tuples(st.sampled_from(KINDS), st.lists(name, min_size=1, max_size=2)), min_size=1, max_size=5)
    )
    return listing(*entries), draw(st.lists(st.lists(spelt(pool), min_size=1, max_size=2), min_size=1, max_size=3))


@given(lists_and_names(), st.sampled_from(FLOORS))
def test_look_up_finds_each_entry_that_the_specification_finds_and_no_other(
    case: tuple[Index, list[list[Spelled]]], floor: float
) -> None:
    """With its best score, in the first spelling and by the first listed name, the one held best, that have it."""
    lists, names = case
    found = look_up(names, lists, floor)
    for number, spelled in enumerate(names):
        expected: dict[int, tuple[float, int, int]] = {}
        for row, entry in enumerate(lists.row_entry.tolist()):
            best = max((specified(words, row, lists).score, -place, -row) for place, words in enumerate(spelled))
            if best[0] >= floor:
                expected[entry] = max(best, expected.get(entry, best))
        met = found.get(number, {})
        assert {entry: (each.score, -each.spelling, -each.row) for entry, each in met.items()} == expected


@given(lists_and_names(), st.sampled_from(FLOORS))
def test_a_name_is_answered_alike_alone_and_among_others(case: tuple[Index, list[list[Spelled]]], floor: float) -> None:
    lists, names = case
    together = look_up([*names, *reversed(names)], lists, floor)
    for number, spelled in enumerate(names):
        alone = look_up([spelled], lists, floor).get(0, {})
        assert together.get(number, {}) == alone
        assert together.get(2 * len(names) - 1 - number, {}) == alone


@given(lists_and_names(), st.sampled_from(FLOORS), st.sampled_from(FLOORS))
def test_a_lower_floor_keeps_every_match_of_a_higher_one(
    case: tuple[Index, list[list[Spelled]]], one: float, other: float
) -> None:
    lists, names = case
    many, few = look_up(names, lists, min(one, other)), look_up(names, lists, max(one, other))
    for number, met in few.items():
        assert {entry: each.score for entry, each in met.items()} == {
            entry: each.score for entry, each in many[number].items() if each.score >= max(one, other)
        }


@pytest.mark.parametrize(
    ("asked", "listed"),
    [
        ("z n m hossein", "ZIBAEE NEJAD, Mohammad Hossein"),
        ("w h j ahmed", "WAKED HATUM, Jalal Ahmed"),
        ("c s t ltd", "S.C. Trading Ltd"),
        ("o a bank", "OJSC AF Bank"),
    ],
)
def test_initials_lose_nothing_beside_common_words(asked: str, listed: str) -> None:
    """Words are as common here as in the real lists."""
    others: list[Named] = [
        ("entity", [(f"{word} {number}{number}", "primary")]) for word in COMMON for number in range(200)
    ]
    lists = listing(("person", [(listed, "primary")]), *others)
    query = tuple(asked.split())
    score = max(specified(query, row, lists).score for row in range(2))
    assert look_up([[query]], lists, score - 0.01)[0].keys() >= {0}


# -- real lists -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def real_lists(csl: Read, un: Read) -> Index:
    return index([csl[0], un[0]])


def asked_about(lists: Index, count: int, chance: random.Random) -> list[Spelled]:
    """Listed spellings as written, mangled, and two of them put together."""
    taken = [lists.spelling(row) for row in chance.sample(range(len(lists.row_entry)), count)]
    makers = (
        lambda words: words,
        lambda words: mangled(words, chance),
        lambda words: mangled(words, chance),
        lambda words: (words[:2] + chance.choice(taken)[-2:])[:64],
    )
    return [chance.choice(makers)(words) or words for words in taken]


@pytest.mark.parametrize("floor", [0.55, 0.75, 0.95])
def test_real_names_lose_nothing_among_some_entries(un: Read, floor: float) -> None:
    lists = index([msgspec.structs.replace(un[0], entries=un[0].entries[::4])])
    queries = asked_about(lists, 60, dice(int(100 * floor)))
    wrong, matches = EveryRow(lists).differences(queries, searched(queries, lists, floor), floor)
    assert wrong == []
    assert matches > 10


@pytest.mark.soak
@pytest.mark.parametrize("shard", range(8))
def test_100_000_matches_of_brute_force_among_the_real_lists_in_8_parts(
    shard: int, real_lists: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Names asked about against each of 60,000 rows: no match is lost, and none is found beside them."""
    remember_words(monkeypatch)
    every_row, chance = EveryRow(real_lists), dice(700 + shard)
    queries = asked_about(real_lists, 3_000, chance)
    matches = 0
    for start in range(0, len(queries), 100):
        some = queries[start : start + 100]
        found = searched(some, real_lists, FLOORS[0])
        wrong, count = every_row.differences(some, found, FLOORS[0])
        assert wrong == [], [(some[query], real_lists.spelling(row), score) for query, row, score in wrong]
        for floor in FLOORS[1:]:
            assert searched(some, real_lists, floor) == [hit for hit in found if hit[2] >= floor]
        matches += count
    pairs = len(queries) * len(real_lists.row_entry)
    print(f"part {shard}: {len(queries):,} names, {pairs:,} pairs, {matches:,} matches, none lost, none extra")
    assert matches >= 12_500
