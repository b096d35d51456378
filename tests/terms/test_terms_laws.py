"""Laws of the terms: the lattice of effects, sets of which not all is known, windows, canonical bytes."""

from __future__ import annotations

import json
from datetime import date
from random import Random

import msgspec
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from moratorium.errors import InputError
from moratorium.terms.canon import canonical, digest
from moratorium.terms.effect import Effect, gravest
from moratorium.terms.members import NONE, Members
from moratorium.terms.time import Window, overlapping
from moratorium.terms.truth import some
from tests.strategies import codes, days, members

effects = st.sampled_from(Effect)


@given(st.lists(effects), effects)
def test_adding_an_effect_never_lowers_the_join(found: list[Effect], more: Effect) -> None:
    assert gravest([*found, more]) >= gravest(found)
    assert gravest([*found, more]) is max(gravest(found), more)


@given(st.lists(effects), st.randoms())
def test_the_join_does_not_depend_on_order(found: list[Effect], chance: Random) -> None:
    shuffled = list(found)
    chance.shuffle(shuffled)
    assert gravest(shuffled) is gravest(found)


@given(members, members, codes)
def test_asking_a_union_is_asking_each_and_joining_by_or(a: Members, b: Members, asked: frozenset[str]) -> None:
    """Why ``any_role`` is one joined fact: it says the same as the OR over the roles."""
    assert a.join(b).overlaps(asked) is some([a.overlaps(asked), b.overlaps(asked)])


@given(members, members, members)
def test_joining_sets_is_associative_and_commutative(a: Members, b: Members, c: Members) -> None:
    assert a.join(b) == b.join(a)
    assert a.join(b).join(c) == a.join(b.join(c))
    assert a.join(NONE) == a == a.join(a)


@given(st.none() | days, st.none() | days, st.none() | days, st.none() | days, days)
def test_windows_overlap_if_and_only_if_a_day_lies_in_both(
    a: date | None, b: date | None, c: date | None, d: date | None, day: date
) -> None:
    assume(a is None or b is None or a < b)
    assume(c is None or d is None or c < d)
    one, other = Window(a, b), Window(c, d)
    if one.contains(day) and other.contains(day):
        assert one.overlaps(other)
        assert overlapping([one, other]) is not None
    if one.overlaps(other):
        starts = [start for start in (a, c) if start is not None]
        shared = max(starts) if starts else min([end for end in (b, d) if end is not None], default=day)
        inside = shared if starts else date.fromordinal(shared.toordinal() - 1)
        assert one.contains(inside)
        assert other.contains(inside)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text("abcdefgh_.0123456789", max_size=6), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(json_values)
def test_canonical_bytes_are_those_of_rfc_8785(value: object) -> None:
    """An independent implementation gives the same bytes."""
    try:
        expected = rfc8785.dumps(value)  # type: ignore[arg-type]
    except rfc8785.CanonicalizationError:
        return
    assert canonical(value) == expected


@given(json_values)
def test_canonical_bytes_survive_a_round_trip(value: object) -> None:
    once = canonical(value)
    assert canonical(json.loads(once)) == once
    assert digest(json.loads(once)) == digest(value)


@given(st.floats())
def test_binary_fractions_have_no_canonical_form(value: float) -> None:
    try:
        canonical({"n": value})
    except InputError:
        return
    assert value != value or value in (float("inf"), float("-inf"))  # these become null, which no fact is


@given(members)
def test_members_survive_a_round_trip(value: Members) -> None:
    assert msgspec.json.decode(canonical(value), type=Members) == value
    assert value.possible.isdisjoint(value.known)
