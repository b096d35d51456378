"""The effect of a measure and of a decision: a lattice of three."""

from __future__ import annotations

import enum
from collections.abc import Iterable


class Effect(enum.IntEnum):
    """``ALLOW < HOLD < DENY``. ALLOW never says that an order is lawful, only that no measure stopped it."""

    ALLOW = 0
    HOLD = 1
    DENY = 2

    @property
    def word(self) -> str:
        """Lower-case name, as written in files."""
        return self.name.lower()

    @classmethod
    def read(cls, word: str) -> Effect:
        """The effect named by ``word``.

        Raises:
            ValueError: no such effect.

        >>> Effect.read("hold")
        <Effect.HOLD: 1>
        """
        found = _BY_WORD.get(word)
        if found is None:
            raise ValueError(f"no effect `{word}`; one of {', '.join(_BY_WORD)}")
        return found


_BY_WORD = {effect.word: effect for effect in Effect}


def gravest(effects: Iterable[Effect]) -> Effect:
    """Join: the gravest of the effects; ``ALLOW`` if there is none.

    >>> gravest([Effect.HOLD, Effect.ALLOW]).word
    'hold'
    """
    return max(effects, default=Effect.ALLOW)
