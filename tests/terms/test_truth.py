"""Kleene's truth tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from moratorium.terms.truth import Truth, every, negate, some

TABLE: list[tuple[Truth, Truth, Truth, Truth]] = [
    (True, True, True, True),
    (True, False, False, True),
    (True, None, None, True),
    (False, False, False, False),
    (False, None, False, None),
    (None, None, None, None),
]


@pytest.mark.parametrize(("a", "b", "both", "either"), TABLE)
def test_and_and_or_are_those_of_sql(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    assert every([a, b]) is both is every([b, a])
    assert some([a, b]) is either is some([b, a])


def test_nothing_asked_is_true_of_every_and_false_of_some() -> None:
    assert every([]) is True
    assert some([]) is False


def test_not_turns_what_is_known_round() -> None:
    assert (negate(True), negate(False), negate(None)) == (False, True, None)


def test_what_is_settled_is_not_asked_further() -> None:
    def asked(first: Truth) -> Iterator[Truth]:
        yield first
        raise AssertionError("asked although it was settled")

    assert every(asked(False)) is False
    assert some(asked(True)) is True
