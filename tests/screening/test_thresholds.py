"""Thresholds: the lowest that is asked at counts, the default where nobody says otherwise."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from moratorium.measures.scope import LISTED_KINDS
from moratorium.screening.thresholds import DEFAULT, KINDS, Thresholds, lowest

scores = st.decimals(Decimal("0.5"), Decimal(1), places=2)
asked = st.dictionaries(
    st.sampled_from(["UN", "OFAC-SDN", "OWN"]), st.dictionaries(st.sampled_from(KINDS), scores, max_size=5), max_size=3
)
LISTS = ("UN", "OFAC-SDN", "OWN", "BIS-EL")


def test_measures_and_lists_know_the_same_kinds() -> None:
    assert LISTED_KINDS == KINDS


def test_where_nobody_asks_or_says_anything_the_default_counts() -> None:
    for thresholds in (Thresholds(), lowest([]), lowest([{"UN": {}}]), lowest([{"UN": dict.fromkeys(KINDS, DEFAULT)}])):
        assert thresholds.of("UN", "person") == 0.80
        assert thresholds.lowest == 0.80
        assert thresholds == Thresholds()
        assert thresholds.digest == Thresholds().digest


def test_a_higher_one_counts_only_if_all_that_ask_say_so() -> None:
    strict = {"UN": {"person": Decimal("0.95"), "entity": Decimal("0.9")}}
    assert lowest([strict]).of("UN", "person") == 0.95
    assert lowest([strict]).of("UN", "vessel") == 0.80
    assert lowest([strict]).lowest == 0.80
    assert lowest([strict, {"UN": {}}]) == Thresholds()
    assert lowest([strict, {"UN": {"person": Decimal("0.6")}}]).lowest == 0.6


@given(st.lists(asked, max_size=4), asked)
def test_one_more_that_asks_never_raises_a_threshold_that_counted(
    some: list[dict[str, dict[str, Decimal]]], more: dict[str, dict[str, Decimal]]
) -> None:
    """So adding a measure never takes a match from another (DESIGN law 5)."""
    before, after = lowest(some), lowest([*some, more])
    were_asked = {name for one in some for name in one}
    assert all(after.of(name, kind) <= before.of(name, kind) for name in were_asked for kind in KINDS)


@given(st.lists(asked, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_measures_changes_no_byte(some: list[dict[str, dict[str, Decimal]]], chance: Random) -> None:
    shuffled = list(some)
    chance.shuffle(shuffled)
    assert lowest(shuffled).canonical == lowest(some).canonical


@given(st.lists(asked, max_size=4), st.lists(asked, max_size=4))
def test_equal_digests_mean_equal_thresholds(
    some: list[dict[str, dict[str, Decimal]]], others: list[dict[str, dict[str, Decimal]]]
) -> None:
    one, other = lowest(some), lowest(others)
    same = all(one.of(name, kind) == other.of(name, kind) for name in LISTS for kind in KINDS)
    assert (one.digest == other.digest) is same
    assert (one == other) is same
