"""Many names asked about at once: their spellings become arrays, and the kernel answers for all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from moratorium.screening import kernel
from moratorium.screening.indexing import Index, rows_as_arrays, words_as_arrays
from moratorium.screening.kernel import Hits, Side
from moratorium.screening.names import skeleton

_NOTHING = Hits(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))


class Found(NamedTuple):
    """A listed spelling that one of a name's spellings met.

    Attributes:
        score: Of ``score_v1``.
        spelling: Which of the name's spellings.
        row: Row of the index.
    """

    score: float
    spelling: int
    row: int


def look_up(
    names: Sequence[Sequence[tuple[str, ...]]], index: Index, floor: float
) -> Mapping[int, Mapping[int, Found]]:
    """For each name, the best spelling met of each entry that reaches the floor.

    Args:
        names: The spellings of each name.
        index: The lists.
        floor: Least score.

    Returns:
        By place of the name, then by place of the entry; names without any are left out.
    """
    queries: list[tuple[str, ...]] = []
    query_of: list[tuple[int, int]] = []
    for place, spelled in enumerate(names):
        queries.extend(spelled)
        query_of.extend((place, number) for number in range(len(spelled)))
    return _best(search_rows(queries, index, floor), query_of, index)


def search_rows(queries: Sequence[tuple[str, ...]], index: Index, floor: float) -> Hits:
    """For each spelling, the rows of the index whose score reaches the floor.

    Args:
        queries: Spellings, each of one to ``MAX_WORDS`` words.
        index: The lists.
        floor: Least score.
    """
    if not queries or not index.words:
        return _NOTHING
    from moratorium.screening.kernel.machine import search

    asked: dict[str, int] = {}
    rows = rows_as_arrays([[asked.setdefault(word, len(asked)) for word in words] for words in queries])
    known = [index.place.get(word, -1) for word in asked]
    same = np.array(known, np.int32)
    query = Side(_words(tuple(asked), known, same, index), rows)
    return search(query, same, index.known, index.listed, index.alike, floor, kernel.RULES, index.room)


def _words(asked: Sequence[str], known: Sequence[int], same: kernel.Places, index: Index) -> kernel.Words:
    """Words asked about; what the index knows of its own words is not made again."""
    sounds = [index.sounds[place] if place >= 0 else skeleton(word) for word, place in zip(asked, known, strict=True)]
    worth = index.known.words.worth[same]
    for place, listed in enumerate(known):
        if listed < 0:
            worth[place] = index.weights.worth(asked[place], sounds[place])
    return words_as_arrays(asked, sounds, worth)


def _best(hits: Hits, query_of: Sequence[tuple[int, int]], index: Index) -> dict[int, dict[int, Found]]:
    """The highest score of each name and entry; of equal ones the first spelling, and the listed name held best."""
    if not len(hits.row):
        return {}
    best: dict[int, dict[int, Found]] = defaultdict(dict)
    for query, row, score in zip(hits.query.tolist(), hits.row.tolist(), hits.score.tolist(), strict=True):
        name, spelling = query_of[query]
        entry = int(index.row_entry[row])
        known = best[name].get(entry)
        if known is None or (score, -spelling, -row) > (known.score, -known.spelling, -known.row):
            best[name][entry] = Found(score, spelling, row)
    return dict(best)
