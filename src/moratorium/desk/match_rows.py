"""What comparing somebody with the lists gave, as rows: one for each possible match, and one for each who has none.

The same rows answer one name on the screen and a file of a million names; only how they are written differs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from typing import Literal

import msgspec

from moratorium.intake import Asked
from moratorium.screening import Compared, Entry, Index, Match, Screened, Thresholds, alignment, wording
from moratorium.screening.aligned import aligned
from moratorium.screening.evidence import evidence, words
from moratorium.screening.names import MAX_CHARACTERS, MAX_WORDS, mixed_scripts, spellings, too_long, why_not
from moratorium.territories import Atlas

Result = Literal["possible match", "no match", "not compared"]

REMEMBERED = 4_096
"""Matches whose words are remembered: files repeat names."""


class MatchRow(msgspec.Struct, frozen=True, gc=False):
    """A possible match of somebody asked about; or that there is none, with ``entry`` None.

    Attributes:
        id: The caller's id.
        query: The name asked about, as written.
        list: Id of the list.
        version: Digest of its version.
        entry: Id of the entry within the list.
        name: The listed name that met.
        score: Of ``score_v1``, to four digits; 1 for an official number.
        alignment: Which words met which, and what each was worth.
        kind: What the entry is.
        quality: How good a name the publisher holds it for: ``primary``, ``strong`` or ``weak``.
        met: ``name`` or ``identifier``.
        confirms: What beside the names speaks for it, by aspect.
        contradicts: What speaks against it.
        evidence: Both in words, with the values of either side.
        lookalikes: Words of the query that mix letters of two scripts, as a disguise does.
        result: ``not compared`` is no "no match": the name says too little.
        words: What may be said of it.
    """

    id: str
    query: str
    list: str | None = None
    version: str | None = None
    entry: str | None = None
    name: str | None = None
    score: float | None = None
    alignment: str | None = None
    kind: str | None = None
    quality: str | None = None
    met: str | None = None
    confirms: str | None = None
    contradicts: str | None = None
    evidence: str | None = None
    lookalikes: str | None = None
    result: Result = "possible match"
    words: str = ""


class Rows:
    """Makes rows.

    Args:
        index: The lists.
        atlas: Tells countries.
        on: The day on which names are compared.
    """

    def __init__(self, index: Index, atlas: Atlas, on: date) -> None:
        self._index = index
        self._atlas = atlas
        self._on = on
        self._alignment: Callable[[Match], str] = lru_cache(REMEMBERED)(self._aligned)
        self._nothing: tuple[tuple[Compared, ...], Thresholds, str] | None = None

    def of(self, asked: Asked, screened: Screened) -> Iterator[MatchRow]:
        """The rows of one asked about, the highest score first."""
        lookalikes = ", ".join(word for name in asked.party.names for word in mixed_scripts(name)) or None
        if screened.matches:
            yield from (self._match(asked, match, screened, lookalikes) for match in by_score(screened))
            return
        result: Result = "no match" if screened.compared else "not compared"
        yield MatchRow(asked.id, asked.name, lookalikes=lookalikes, result=result, words=self._words(asked, screened))

    def _match(self, asked: Asked, match: Match, screened: Screened, lookalikes: str | None) -> MatchRow:
        entry: Entry = self._index.entry(match.key)
        found = evidence(asked.party, entry, self._atlas, asked.kind)
        against = (Compared(match.list, match.version, match.published),)
        alone = Screened((match,), against, True, thresholds=screened.thresholds)
        return MatchRow(
            id=asked.id,
            query=asked.name,
            list=match.list,
            version=match.version,
            entry=match.entry,
            name=match.name,
            score=round(match.score, 4),
            alignment=self._alignment(match),
            kind=match.kind,
            quality=match.quality,
            met=match.met,
            confirms=", ".join(one.of for one in found if one.says == "confirms"),
            contradicts=", ".join(one.of for one in found if one.says == "contradicts"),
            evidence=words(found),
            lookalikes=lookalikes,
            result="possible match",
            words=wording(alone, self._on)[0],
        )

    def _aligned(self, match: Match) -> str:
        found = alignment(match, self._index)
        return f"number {match.value}" if found is None else aligned(found, match.quality)

    def _words(self, asked: Asked, screened: Screened) -> str:
        if not screened.not_comparable:
            return self._nothing_found(screened)
        reasons = not_compared(asked, screened)
        if not screened.compared:
            return "; ".join(("not compared with any list", *reasons))
        return "; ".join((self._nothing_found(screened), *(f"not compared: {reason}" for reason in reasons)))

    def _nothing_found(self, screened: Screened) -> str:
        """The same words for almost every name: made once."""
        known = self._nothing
        if known is None or known[0] != screened.against or known[1] != screened.thresholds:
            told = nothing_found(screened.against, screened.thresholds, self._on)
            known = self._nothing = (screened.against, screened.thresholds, told)
        return known[2]


def by_score(screened: Screened) -> list[Match]:
    """Possible matches, the highest score first, then by list and entry."""
    return sorted(screened.matches, key=lambda match: (-match.score, match.list, match.entry))


def not_compared(asked: Asked, screened: Screened) -> list[str]:
    """Why names and numbers of somebody asked about could not be compared."""
    return [f"`{_short(value)}`: {_reason(value, asked)}" for value in screened.not_comparable]


def _reason(value: str, asked: Asked) -> str:
    if value not in asked.party.names:
        return "a number too short to be compared"
    if too_long(value):
        return f"longer than {MAX_CHARACTERS:,} characters or {MAX_WORDS} words"
    return why_not(next(iter(spellings(value)), ())) or "says too little"


def _short(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


def nothing_found(against: tuple[Compared, ...], thresholds: Thresholds, on: date) -> str:
    """That nothing was found, in one line: lists of one version and threshold together, in the words of ``wording``."""
    together: dict[str, list[str]] = defaultdict(list)
    for one in against:
        screened = Screened((), (one,), True, thresholds=thresholds)
        (line,) = wording(screened, on)
        together[line.replace(f"list {one.list} ", "{} ", 1)].append(one.list)
    if not together:
        return "not compared with any list: no list is at hand"
    return "; ".join(
        line.replace("{}", f"list{'s' if len(lists) > 1 else ''} {', '.join(lists)}", 1)
        for line, lists in together.items()
    )
