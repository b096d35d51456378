"""Laws of the score: what holds for every two names."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from itertools import combinations, pairwise
from typing import get_args

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from moratorium.screening import Alignment, score_v1
from moratorium.screening.score import (
    BESIDE,
    FAR_LEAST,
    FAR_MOST,
    JOINED,
    MISSED,
    ONE_SIDED,
    REORDERED,
    RESEMBLES,
    SHORTEST_JOINED,
    TURNED,
    WEAK,
    Link,
    Taken,
    akin,
    edits,
    glued,
    joint,
    neighbours,
    similarity,
)
from moratorium.screening.weights import Weights, weights_of
from tests.screening.brute import dice
from tests.strategies import name_words, pools, spelt

Spelled = tuple[str, ...]

populations = st.builds(
    weights_of, st.lists(st.sets(name_words, max_size=4), max_size=6).map(lambda parties: parties * 300)
)
"""Weights of lists in which some words are rare and some common."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Spelled, Spelled]:
    """Two spellings of the same few words."""
    pool = draw(pools)
    return draw(spelt(pool)), draw(spelt(pool))


def rederived(found: Alignment, *, weak: bool) -> float:
    """The score by hand from what an alignment says, as an auditor would."""
    met_query = sum(link.similarity * sum(found.worth_query[place] for place in link.query) for link in found.links)
    met_listed = sum(link.similarity * sum(found.worth_listed[place] for place in link.listed) for link in found.links)
    met = min(met_query, met_listed)
    if not met:
        return 0.0
    missed = sorted([sum(found.worth_query) - met_query, sum(found.worth_listed) - met_listed])
    rest = missed[0] + ONE_SIDED[found.taken] * (missed[1] - missed[0])
    return met / (met + MISSED[found.taken] * rest / met) * _order(found) * (WEAK if weak else 1)


def _order(found: Alignment) -> float:
    return TURNED if found.turned else REORDERED if found.reordered else 1


@given(pairs(), populations, st.booleans(), st.booleans())
def test_a_score_follows_from_its_alignment(
    pair: tuple[Spelled, Spelled], weights: Weights, ordered: bool, weak: bool
) -> None:
    found = score_v1(*pair, weights, ordered=ordered, weak=weak)
    assert found.score == pytest.approx(rederived(found, weak=weak), abs=1e-12)
    assert (found.query, found.listed) == pair
    assert found.worth_query == tuple(map(weights.of, pair[0]))
    assert found.worth_listed == tuple(map(weights.of, pair[1]))


@given(pairs(), populations)
def test_words_resemble_each_other_only_beside_what_has_met(pair: tuple[Spelled, Spelled], weights: Weights) -> None:
    """And never for more than a share of their worth."""
    found = score_v1(*pair, weights)
    near = [link for link in found.links if not is_far(link, found)]
    if len(near) < len(found.links):
        assert sum(link.similarity * worth_of(link.query, found.worth_query) for link in near) >= (
            BESIDE * sum(found.worth_query) - 1e-9
        )
        assert sum(link.similarity * worth_of(link.listed, found.worth_listed) for link in near) >= (
            BESIDE * sum(found.worth_listed) - 1e-9
        )
    assert all(RESEMBLES * FAR_LEAST <= link.similarity <= FAR_MOST for link in found.links if link not in near)


def worth_of(places: Sequence[int], worths: Sequence[float]) -> float:
    return sum(worths[place] for place in places)


def is_far(link: Link, found: Alignment) -> bool:
    """Whether words only resemble each other: of joined words those that are not the same letters."""
    return link.how == "akin" or (link.how in ("joined", "split") and link.similarity != JOINED)


@given(pairs(), populations)
def test_each_link_is_what_it_says(pair: tuple[Spelled, Spelled], weights: Weights) -> None:
    for link in score_v1(*pair, weights).links:
        asked = [pair[0][place] for place in link.query]
        listed = [pair[1][place] for place in link.listed]
        if link.how == "akin":
            assert akin(*asked, *listed) == link.similarity
            assert similarity(*asked, *listed)[1] == 0.0
        elif link.how in ("joined", "split") and link.similarity != JOINED:
            assert len(asked) + len(listed) in (3, 4)
            several, one = (asked, listed) if link.how == "joined" else (listed, asked)
            assert glued("".join(several), *one) == link.similarity
        elif link.how in ("joined", "split"):
            assert len(asked) + len(listed) == 3
            assert "".join(asked) == "".join(listed)
            assert len("".join(asked)) >= SHORTEST_JOINED
            assert link.query in {(0,), *neighbours(len(pair[0]))} or len(asked) == 1
        else:
            assert similarity(*asked, *listed) == (link.how, link.similarity)


@given(pairs(), populations)
def test_words_meet_one_to_one_most_worth_first(pair: tuple[Spelled, Spelled], weights: Weights) -> None:
    found = score_v1(*pair, weights)
    for one, other in combinations(found.links, 2):
        assert set(one.query).isdisjoint(other.query)
        assert set(one.listed).isdisjoint(other.listed)
        assert one.worth >= other.worth or is_far(one, found) < is_far(other, found)


@given(pairs(), populations)
def test_no_two_words_that_could_meet_are_left_over(pair: tuple[Spelled, Spelled], weights: Weights) -> None:
    links = score_v1(*pair, weights).links
    met_query = {place for link in links for place in link.query}
    met_listed = {place for link in links for place in link.listed}
    for i, one in enumerate(pair[0]):
        for j, other in enumerate(pair[1]):
            assert i in met_query or j in met_listed or similarity(one, other)[1] == 0.0


@given(pairs(), populations, st.booleans(), st.booleans())
@example((("0", "llc", "a"), ("0", "llc", "a")), Weights(0, {}, {}), False, False)
def test_a_score_lies_between_0_and_1(
    pair: tuple[Spelled, Spelled], weights: Weights, ordered: bool, weak: bool
) -> None:
    assert 0.0 <= score_v1(*pair, weights, ordered=ordered, weak=weak).score <= 1.0


@given(pools.flatmap(spelt), populations, st.booleans())
@example(("0", "llc", "a"), Weights(0, {}, {}), False)
@example(("llc", "llc", "l"), Weights(0, {}, {}), True)
def test_a_spelling_scores_1_with_itself(words: Spelled, weights: Weights, ordered: bool) -> None:
    assume(not _says_a_word_twice(words))
    assert score_v1(words, words, weights, ordered=ordered).score == 1.0


@given(st.lists(name_words, min_size=1, max_size=6, unique=True), populations, st.randoms())
@example(["0", "llc", "a"], Weights(0, {}, {}), dice(0))
@example(["a", "llc", "trading"], Weights(0, {}, {}), dice(0))
def test_a_persons_words_in_any_order_score_1_or_what_the_order_of_short_words_leaves(
    words: list[str], weights: Weights, chance: random.Random
) -> None:
    turned = list(words)
    chance.shuffle(turned)
    assume(not _says_a_word_twice(words) and not _says_a_word_twice(turned))
    person = score_v1(words, turned, weights)
    assert person.score == (REORDERED if person.reordered else 1.0)
    assert score_v1(words, turned, weights, ordered=True).score in (1.0, TURNED)


@given(st.lists(name_words, min_size=1, max_size=6, unique=True), st.integers(0, 5))
def test_a_persons_name_may_begin_with_any_word(words: list[str], first: int) -> None:
    turned = [*words[first:], *words[:first]]
    assume(not _says_a_word_twice(words) and not _says_a_word_twice(turned))
    assert score_v1(words, turned, Weights(0, {}, {})).score == 1.0


def _says_a_word_twice(words: Sequence[str]) -> bool:
    """Whether a word stands there again, written in two ("hua wei huawei")."""
    return any(words[first] + words[after] in words for first, after in neighbours(len(words)))


@given(pairs(), populations)
def test_who_asks_and_who_is_listed_may_change_places(pair: tuple[Spelled, Spelled], weights: Weights) -> None:
    """Unless several ways to meet are worth the same, of which the first is taken, or only one of them is a company."""
    one, other = score_v1(*pair, weights), score_v1(pair[1], pair[0], weights)
    assume(one.taken == other.taken)
    if one.score != pytest.approx(other.score, abs=1e-9):
        assert _has_equals(one) or _has_equals(other)


def _has_equals(found: Alignment) -> bool:
    """Whether some way to meet was worth as much as one taken."""
    worth = [found.worth_query, found.worth_listed]
    every = [
        similarity(asked, listed)[1] * (worth[0][i] + worth[1][j])
        for i, asked in enumerate(found.query)
        for j, listed in enumerate(found.listed)
    ]
    joined = [
        JOINED * (side[first] + side[after] + single)
        for side, others in ((worth[0], worth[1]), (worth[1], worth[0]))
        for first, after in neighbours(len(side))
        for single in others
    ]
    further = [
        akin(asked, listed) * (worth[0][i] + worth[1][j])
        for i, asked in enumerate(found.query)
        for j, listed in enumerate(found.listed)
    ]
    if any(is_far(link, found) and link.how != "akin" for link in found.links):
        return True
    worths = sorted(each for each in (*every, *joined, *further) if each)
    return any(math.isclose(one, other, abs_tol=1e-9) for one, other in pairwise(worths))


@given(pairs(), populations, st.booleans())
def test_a_weak_name_scores_its_share_of_a_strong_one(
    pair: tuple[Spelled, Spelled], weights: Weights, ordered: bool
) -> None:
    strong = score_v1(*pair, weights, ordered=ordered).score
    assert score_v1(*pair, weights, ordered=ordered, weak=True).score == pytest.approx(strong * WEAK)


@given(pools.flatmap(spelt), populations, st.data())
def test_a_word_more_on_one_side_never_scores_higher_than_the_name_itself(
    words: Spelled, weights: Weights, data: st.DataObject
) -> None:
    more = (*words, data.draw(name_words))
    assert score_v1(words, more, weights).score <= 1.0
    assert score_v1(more, words, weights).score <= 1.0


@given(
    st.text("aeioukhmst", min_size=8, max_size=16), st.lists(st.integers(0, 15), min_size=2, max_size=6, unique=True)
)
def test_more_letters_wrong_never_make_words_more_alike(word: str, places: list[int]) -> None:
    """Of words that do not sound alike: of two that sound alike, the letters that are heard may count for more."""
    one = "".join("x" if place in places[:1] else letter for place, letter in enumerate(word))
    more = "".join("x" if place in places else letter for place, letter in enumerate(word))
    found, alike = similarity(word, more)
    assert found != "typed" or alike <= similarity(word, one)[1]


WORTHS = st.floats(0.01, 8.0)
SHARES = st.floats(0, 1)


@given(WORTHS, WORTHS, SHARES, SHARES, SHARES, st.sampled_from(get_args(Taken)))
def test_more_that_meets_never_lowers_the_score(
    query: float, listed: float, one: float, other: float, more: float, taken: Taken
) -> None:
    def at(one: float, other: float) -> float:
        return joint(one * query, (1 - one) * query, other * listed, (1 - other) * listed, taken)

    assert 0.0 <= at(one, other) <= 1.0
    assert at(one + more * (1 - one), other) >= at(one, other) - 1e-12
    assert at(one, other + more * (1 - other)) >= at(one, other) - 1e-12


@given(name_words, name_words)
def test_two_words_are_as_alike_as_the_other_way_round(one: str, other: str) -> None:
    assert similarity(one, other) == similarity(other, one)
    assert 0.0 <= similarity(one, other)[1] <= 1.0
    assert (similarity(one, other)[1] == 1.0) >= (one == other)


@given(st.text("abk", max_size=7), st.text("abk", max_size=7))
def test_edits_are_a_count_of_changes(one: str, other: str) -> None:
    count = edits(one, other)
    assert count == edits(other, one)
    assert (count == 0) is (one == other)
    assert abs(len(one) - len(other)) <= count <= max(len(one), len(other))
