"""Names of nobody, put together from the words of listed names: as many words, rare and common as often as there.

Customers invented from small tables repeat their words; these do not, and so are the harder test of speed and memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from bench.screening.dice import dice
from bench.screening.likeness import words
from bench.screening.published import FILES, entries_of, is_latin, published
from bench.screening.values import Query
from moratorium.screening import Entry
from moratorium.screening.lists.entry import Kind


def recombined(count: int, seed: int = 4) -> list[Query]:
    """So many different names, persons and companies as the lists have them; one word in five is misspelled.

    Args:
        count: How many.
        seed: Of the draw.
    """
    chance = dice(seed, "recombined", count)
    found: dict[str, Query] = {}
    shapes = _shapes()
    while len(found) < count:
        kind, length = chance.choice(shapes)
        drawn = [chance.choice(_words(kind)) for _ in range(length)]
        text = " ".join(_bent(word, chance.random(), chance.random()) for word in drawn)
        found.setdefault(text, Query(text, kind, None, "recombined"))
    return list(found.values())


def _bent(word: str, first: float, second: float) -> str:
    """The word, or without one of its letters, so that words come up which no list has."""
    if first > 0.2 or len(word) < 5:
        return word
    place = 1 + int(second * (len(word) - 1))
    return word[:place] + word[place + 1 :]


@cache
def _shapes() -> Sequence[tuple[Kind, int]]:
    return [(entry.kind, length) for entry in _entries() if 2 <= (length := len(words(entry.name))) <= 8]


@cache
def _words(kind: Kind) -> Sequence[str]:
    return [word for entry in _entries() if entry.kind == kind for word in words(entry.name)]


@cache
def _entries() -> Sequence[Entry]:
    return [entry for entry in entries_of(map(published, FILES)) if is_latin(entry.name)]
