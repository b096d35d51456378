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
        return cls[word.upper()] if word.islower() and word.upper() in cls.__members__ else cls._refuse(word)

    @classmethod
    def _refuse(cls, word: str) -> Effect:
        raise ValueError(f"no effect `{word}`; one of allow, hold, deny")


def gravest(effects: Iterable[Effect]) -> Effect:
    """Join: the gravest of the effects; ``ALLOW`` if there is none.

    >>> gravest([Effect.HOLD, Effect.ALLOW]).word
    'hold'
    """
    return max(effects, default=Effect.ALLOW)
