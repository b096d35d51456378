"""The lattice of effects and its words."""

from __future__ import annotations

import pytest

from moratorium.terms.effect import Effect, gravest


def test_a_deny_outweighs_a_hold_and_a_hold_an_allow() -> None:
    assert Effect.ALLOW < Effect.HOLD < Effect.DENY


@pytest.mark.parametrize("effect", list(Effect))
def test_an_effect_is_read_by_the_word_that_it_is_written_with(effect: Effect) -> None:
    assert effect.word.islower()
    assert Effect.read(effect.word) is effect


@pytest.mark.parametrize("word", ["DENY", "Deny", "", "maybe", "_refuse", "read"])
def test_another_word_is_no_effect(word: str) -> None:
    with pytest.raises(ValueError, match=f"^no effect `{word}`; one of allow, hold, deny$"):
        Effect.read(word)


def test_nothing_joined_is_an_allow() -> None:
    assert gravest([]) is Effect.ALLOW
    assert gravest([Effect.HOLD, Effect.DENY, Effect.ALLOW]) is Effect.DENY
    assert gravest([Effect.ALLOW, Effect.HOLD]) is Effect.HOLD
