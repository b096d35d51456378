"""A possible match taken apart for people: which words met which, what each was worth, what met nothing."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from moratorium.screening import Alignment, Index, Match, alignment
from moratorium.screening.aligned import HOW, aligned
from moratorium.screening.score import FORMED, TURNED, WEAK


class Met(msgspec.Struct, frozen=True):
    """Words that met.

    Attributes:
        asked: Of the name asked about.
        listed: Of the listed name.
        how: In words, such as ``sounds alike``.
        similarity: From 0 to 1.
        worth: Of the words asked about: their rarity among the listed, up to 1 each.
        worth_listed: Of the listed words.
    """

    asked: str
    listed: str
    how: str
    similarity: float
    worth: float
    worth_listed: float


class Missed(msgspec.Struct, frozen=True):
    """A word that met nothing.

    Attributes:
        word: As compared.
        worth: Its rarity among the listed, up to 1.
        is_listed: Whether it stands in the listed name, or in the one asked about.
    """

    word: str
    worth: float
    is_listed: bool


class Aligned(msgspec.Struct, frozen=True):
    """Why a score is what it is.

    Attributes:
        met: Which words met which, most worth first.
        missed: Words that met nothing.
        notes: What else changed the score, in words.
        words: All of it in one line.
    """

    met: tuple[Met, ...]
    missed: tuple[Missed, ...]
    notes: tuple[str, ...]
    words: str


def aligned_match(match: Match, index: Index) -> Aligned:
    """A match taken apart; of an official number there is nothing to take apart."""
    found = alignment(match, index)
    if found is None:
        return Aligned((), (), (), f"number {match.value}")
    return Aligned(
        tuple(_met(found)), tuple(_missed(found)), tuple(_notes(match, found)), aligned(found, match.quality)
    )


def _met(found: Alignment) -> Iterator[Met]:
    for link in found.links:
        yield Met(
            " ".join(found.query[place] for place in link.query),
            " ".join(found.listed[place] for place in link.listed),
            HOW[link.how],
            round(link.similarity, 4),
            round(sum(found.worth_query[place] for place in link.query), 4),
            round(sum(found.worth_listed[place] for place in link.listed), 4),
        )


def _missed(found: Alignment) -> Iterator[Missed]:
    sides = (
        (found.query, found.worth_query, {place for link in found.links for place in link.query}, False),
        (found.listed, found.worth_listed, {place for link in found.links for place in link.listed}, True),
    )
    for words, worths, met, is_listed in sides:
        for place, word in enumerate(words):
            if place not in met:
                yield Missed(word, round(worths[place], 4), is_listed)


def _notes(match: Match, found: Alignment) -> Iterator[str]:
    if found.turned:
        yield f"in another order (score x {TURNED:.2f})"
    if found.formed:
        yield f"a legal form beside a person or vessel (score x {FORMED:.2f})"
    if match.quality == "weak":
        yield f"weak alias (score x {WEAK:.2f})"
