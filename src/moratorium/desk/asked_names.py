"""Names asked about: compared with the lists at hand as a decision would compare them, and nothing recorded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from moratorium.desk import package
from moratorium.desk.alignments import Aligned, aligned_match
from moratorium.desk.directory import Directory
from moratorium.desk.lists import status
from moratorium.desk.match_rows import by_score, not_compared, nothing_found
from moratorium.desk.screening import Scope, cautions, chosen_lists, stated_threshold, told_of
from moratorium.errors import MissingError
from moratorium.intake import Asked
from moratorium.screening import Entry, Index, Match, Screened, screen_all
from moratorium.screening.evidence import Evidence, evidence
from moratorium.screening.names import mixed_scripts
from moratorium.screening.score import NAME
from moratorium.terms.party import Party

MOST = 1_000
"""Names in one request."""


class Against(msgspec.Struct, frozen=True):
    """A list that was compared.

    Attributes:
        list: Id of the list.
        version: Digest of its version.
        published: Its day.
        threshold: Least scores, in words.
    """

    list: str
    version: str
    published: date
    threshold: str


@dataclass(frozen=True)
class Possible:
    """A possible match.

    Attributes:
        match: How they meet.
        entry: The list entry, whole.
        aligned: Which words met which.
        evidence: What dates of birth, countries, kinds and numbers say.
    """

    match: Match
    entry: Entry
    aligned: Aligned
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True)
class Found:
    """What comparing one name gave.

    Attributes:
        asked: Who was asked about.
        result: ``possible match``, ``no match`` or ``not compared``.
        words: What may be said of it, one line each.
        possible: Possible matches, the highest score first.
        lookalikes: Words that mix letters of two scripts, as a disguise does.
    """

    asked: Asked
    result: str
    words: tuple[str, ...]
    possible: tuple[Possible, ...]
    lookalikes: tuple[str, ...]


@dataclass(frozen=True)
class Screening:
    """What comparing names gave.

    Attributes:
        on: The day.
        score: Which score.
        against: The lists that were compared.
        cautions: What to know before relying on it: lists that are old, not proved, or not at hand.
        found: For each name, in the order asked.
    """

    on: date
    score: str
    against: tuple[Against, ...]
    cautions: tuple[str, ...]
    found: tuple[Found, ...]


def asked_of(id: str, party: Party, kind: str = "") -> Asked:
    """Somebody to be asked about."""
    return Asked(id, party, kind)


def screen_names(
    known: Directory, asked: Sequence[Asked], lists: Sequence[str] = (), threshold: str | None = None
) -> Screening:
    """Compare names with the lists at hand.

    All lists at hand are looked through together, since what a word is worth depends on all of them; ``lists`` only
    chooses which of them are told.

    Args:
        known: What is at hand.
        asked: Who is asked about.
        lists: Lists or sources to tell of; none for all at hand.
        threshold: Least score, instead of those of the rulebook.

    Raises:
        InputError: no such list, or no such threshold.
        MissingError: no list is at hand, or none of those named.
    """
    states = status(known.home)
    held = {one.source: frozenset(one.version.lists) for one in states if one.version}
    chosen = chosen_lists(lists, held)
    with known.lock:
        at_hand = known.at_hand()
        index, thresholds = at_hand.reference.index, at_hand.enricher.screening.thresholds
        if threshold is not None:
            thresholds = stated_threshold(threshold)
        told = [one for id, one in index.lists.items() if chosen is None or id in chosen]
        if not told:
            raise MissingError("no list is at hand" if not index.lists else "none of these lists is at hand", "lists")
        scope = Scope(known.home.today(), thresholds, chosen)
        screened = screen_all([one.party for one in asked], index, thresholds)
        entries = at_hand.enricher.screening.entries
        found = tuple(
            _found(one, told_of(each, chosen), scope.on, index, entries)
            for one, each in zip(asked, screened, strict=True)
        )
    against = tuple(Against(one.list, one.version, one.published, thresholds.words(one.list)) for one in told)
    return Screening(scope.on, NAME, against, tuple(cautions(known.home, frozenset(index.lists), chosen)), found)


def _found(asked: Asked, screened: Screened, on: date, index: Index, entries: Mapping[str, Entry]) -> Found:
    possible = tuple(_possible(asked, match, index, entries[match.key]) for match in by_score(screened))
    words = [f"not compared: {reason}" for reason in not_compared(asked, screened)]
    if screened.compared and not possible:
        words.insert(0, nothing_found(screened.against, screened.thresholds, on))
    result = "possible match" if possible else "no match" if screened.compared else "not compared"
    lookalikes = tuple(word for name in asked.party.names for word in mixed_scripts(name))
    return Found(asked, result, tuple(words), possible, lookalikes)


def _possible(asked: Asked, match: Match, index: Index, entry: Entry) -> Possible:
    return Possible(
        match, entry, aligned_match(match, index), evidence(asked.party, entry, package.atlas(), asked.kind)
    )
