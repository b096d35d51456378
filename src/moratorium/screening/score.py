"""``score_v1``: how alike two names are, in plain Python. This is the specification; ``kernel`` gives the same numbers.

1. Two words are alike if they are equal, sound alike (equal skeleton), differ by few letters, or one is the initial of
   the other. Two neighbouring words may together meet one ("hua wei", "huawei"). Numbers meet only equal numbers.
2. Words meet one to one, the pair of most worth first. A word's worth is its rarity among the listed parties.
3. What has met is held against what has not. Worth missed on both sides tells two parties apart; worth missed on one
   side only may be a patronymic or a branch, and counts less. The more has met, the less a rest weighs.
4. Words of a company that meet in another order, and names that the publisher calls weak, cost a little.

A score is not a probability. It is comparable within one state of the lists, since rarity is counted there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from itertools import pairwise
from operator import add
from typing import Literal, NamedTuple

import msgspec

from moratorium.screening.names import skeleton
from moratorium.screening.weights import Weights

NAME = "score_v1"

VOWELS = frozenset("aeiou")

LONGEST_WORD = 32
"""Longer words meet only if they are equal or sound alike."""

EDIT = 1.1
"""What one differing letter costs, as a share of the longer word."""

HEARD = (1.5, 1.5, 1.0, 0.8, 0.7, 0.6)
"""What the letters cost in which words that sound alike differ, as a share of the longer, by number of sounds."""

UNVOWELLED = 0.95
"""Similarity of words that sound alike if one was written without vowels, as in Arabic."""

INITIAL = 0.7
"""Similarity of a word and its initial."""

SHORTEST_JOINED = 4
"""Fewer letters are not two words written as one."""

JOINED = 0.95
"""Similarity of a word and two neighbouring ones that are the same word written in two."""

ONE_SIDED = 0.4
"""What worth missed on one side only weighs, beside worth missed on both."""

TURNED = 0.96
"""What remains of a company's score if its words meet in another order."""

WEAK = 0.95
"""What remains of the score of a name that the publisher calls weak."""

How = Literal["equal", "heard", "typed", "initial", "joined", "split"]


class Link(NamedTuple):
    """Words that met.

    Attributes:
        query: Places of the words in the name asked about: one, or two neighbours (``joined``).
        listed: Places of the words in the listed name: one, or two neighbours (``split``).
        how: ``equal``, ``heard`` (sounds alike), ``typed`` (few letters differ), ``initial``, ``joined``, ``split``.
        similarity: From 0 to 1.
        worth: Of the words on both sides together, times the similarity.
    """

    query: tuple[int, ...]
    listed: tuple[int, ...]
    how: How
    similarity: float
    worth: float


class Alignment(msgspec.Struct, frozen=True):
    """Why a score is what it is.

    Attributes:
        score: From 0 to 1; not a probability.
        query: Words of the name asked about, as compared.
        listed: Words of the listed name, as compared.
        worth_query: Worth of each.
        worth_listed: Worth of each.
        links: Which met which, most worth first.
        turned: Whether a company's words met in another order.
    """

    score: float
    query: tuple[str, ...]
    listed: tuple[str, ...]
    worth_query: tuple[float, ...]
    worth_listed: tuple[float, ...]
    links: tuple[Link, ...]
    turned: bool = False


def score_v1(
    query: Sequence[str], listed: Sequence[str], weights: Weights, *, ordered: bool = False, weak: bool = False
) -> Alignment:
    """Align two spellings and score them.

    Args:
        query: Words of the name asked about.
        listed: Words of the listed name.
        weights: Worth of words.
        ordered: Whether the order of words counts, as for companies.
        weak: Whether the publisher calls the listed name weak.

    >>> weights = Weights(0, {}, {})
    >>> found = score_v1(("huawei", "technology"), ("hua", "wei", "technology"), weights)
    >>> [(link.query, link.listed, link.how, round(link.similarity, 2)) for link in found.links]
    [((0,), (0, 1), 'split', 0.95), ((1,), (2,), 'equal', 1.0)]
    >>> score_v1(("ivan", "petrov"), ("petrov", "ivan"), weights).score
    1.0
    """
    worth_query = tuple(weights.of(word) for word in query)
    worth_listed = tuple(weights.of(word) for word in listed)
    links = _chosen(sorted(_links(query, listed, worth_query, worth_listed), key=lambda link: -link.worth))
    met_query = met_listed = missed_query = missed_listed = 0.0
    for link in links:
        on_query = _total(worth_query[place] for place in link.query)
        on_listed = _total(worth_listed[place] for place in link.listed)
        met_query += link.similarity * on_query
        met_listed += link.similarity * on_listed
        missed_query += (1 - link.similarity) * on_query
        missed_listed += (1 - link.similarity) * on_listed
    turned = ordered and _is_turned(links)
    missed_query += _total(_left(worth_query, {place for link in links for place in link.query}))
    missed_listed += _total(_left(worth_listed, {place for link in links for place in link.listed}))
    score = joint(met_query, missed_query, met_listed, missed_listed)
    score = score * (TURNED if turned else 1.0) * (WEAK if weak else 1.0)
    return Alignment(score, tuple(query), tuple(listed), worth_query, worth_listed, links, turned)


def _total(worths: Iterable[float]) -> float:
    """Their sum, from left to right: Python's own ``sum`` rounds in another way from 3.12 on, the kernel does not."""
    return reduce(add, worths, 0.0)


def _left(worths: Sequence[float], met: set[int]) -> Iterator[float]:
    """Worth of the words that met nothing."""
    return (worth for place, worth in enumerate(worths) if place not in met)


def joint(met_query: float, missed_query: float, met_listed: float, missed_listed: float) -> float:
    """The score of worth that has met and that was missed on either side.

    >>> joint(2.0, 0.0, 2.0, 0.0), round(joint(2.0, 0.0, 2.0, 1.0), 2), round(joint(1.0, 1.0, 1.0, 1.0), 2)
    (1.0, 0.91, 0.5)
    """
    met = min(met_query, met_listed)
    if met <= 0.0:
        return 0.0
    missed = min(missed_query, missed_listed) + ONE_SIDED * abs(missed_query - missed_listed)
    return met / (met + missed / met)


def _links(
    query: Sequence[str], listed: Sequence[str], worth_query: Sequence[float], worth_listed: Sequence[float]
) -> Iterator[Link]:
    """Every way in which words can meet: word with word, then two of the query with one, then one with two."""
    for i, asked in enumerate(query):
        for j, known in enumerate(listed):
            how, alike = similarity(asked, known)
            if alike:
                yield Link((i,), (j,), how, alike, alike * (worth_query[i] + worth_listed[j]))
    for i, after in neighbours(len(query)):
        for j, known in enumerate(listed):
            if is_one(query[i], query[after], known):
                worth = JOINED * (worth_query[i] + worth_query[after] + worth_listed[j])
                yield Link((i, after), (j,), "joined", JOINED, worth)
    for i, asked in enumerate(query):
        for j, after in neighbours(len(listed)):
            if is_one(listed[j], listed[after], asked):
                worth = JOINED * (worth_query[i] + (worth_listed[j] + worth_listed[after]))
                yield Link((i,), (j, after), "split", JOINED, worth)


def neighbours(words: int) -> Iterator[tuple[int, int]]:
    """Places of neighbouring words. The last and the first are neighbours too: family names stand first or last.

    >>> list(neighbours(3)), list(neighbours(1))
    ([(0, 1), (1, 2), (2, 0)], [])
    """
    return ((place, (place + 1) % words) for place in range(words if words > 1 else 0))


def _chosen(links: Sequence[Link]) -> tuple[Link, ...]:
    """Links taken in turn, each word once."""
    chosen: list[Link] = []
    used_query: set[int] = set()
    used_listed: set[int] = set()
    for link in links:
        if used_query.isdisjoint(link.query) and used_listed.isdisjoint(link.listed):
            chosen.append(link)
            used_query.update(link.query)
            used_listed.update(link.listed)
    return tuple(chosen)


def _is_turned(links: Sequence[Link]) -> bool:
    places = [link.listed[0] for link in sorted(links, key=lambda link: link.query)]
    return any(after < before for before, after in pairwise(places))


def similarity(one: str, other: str) -> tuple[How, float]:
    """How alike two words are, and in which way; 0 if not.

    >>> similarity("mohammed", "muhammad"), similarity("mohammed", "mhmd"), similarity("john", "j")
    (('heard', 0.825), ('heard', 0.95), ('initial', 0.7))
    >>> how, alike = similarity("petrov", "pvtrov")
    >>> how, round(alike, 2)
    ('typed', 0.82)
    >>> similarity("12", "13")[1], similarity("amir", "omar")[1], similarity("lee", "kim")[1]
    (0.0, 0.6, 0.0)
    """
    if one == other:
        return "equal", 1.0
    if is_number(one) or is_number(other):
        return "typed", 0.0
    if len(one) == 1 or len(other) == 1:
        return "initial", INITIAL if one[0] == other[0] else 0.0
    return _alike(one, other, skeleton(one), skeleton(other))


def is_one(first: str, second: str, word: str) -> bool:
    """Whether two neighbouring words, written as one, are a word.

    >>> is_one("hua", "wei", "huawei"), is_one("a", "li", "ali")
    (True, False)
    """
    return len(word) >= SHORTEST_JOINED and first + second == word


def _alike(one: str, other: str, heard: str, heard_other: str) -> tuple[How, float]:
    if heard == heard_other and len(heard) > 1:
        return "heard", _heard(heard, one, other)
    longest = max(len(one), len(other))
    allowed = allowed_edits(longest)
    if abs(len(one) - len(other)) > allowed:
        return "typed", 0.0
    distance = edits(one, other)
    return "typed", 1 - EDIT * distance / longest if distance <= allowed else 0.0


def _heard(heard: str, one: str, other: str) -> float:
    """Words that sound alike are the more alike, the more letters they share, or if one never had vowels."""
    alike = 1 - HEARD[min(len(heard), len(HEARD) - 1)] * (1 - _shared(one, other))
    unvowelled = len(heard) > 2 and VOWELS.isdisjoint(one) != VOWELS.isdisjoint(other)
    return max(alike, UNVOWELLED) if unvowelled else max(alike, 0.0)


def _shared(one: str, other: str) -> float:
    """Share of letters that two words have in common; of very long words none is counted."""
    longest = max(len(one), len(other))
    return 1 - edits(one, other) / longest if longest <= LONGEST_WORD else 0.0


def is_number(word: str) -> bool:
    """Whether a third of a word or more is digits: it meets only its equal. "t34" is a number, "m0sk0vsky" is not."""
    return not word.isalpha() and 3 * sum(letter.isdigit() for letter in word) >= len(word)


def allowed_edits(longest: int) -> int:
    """How many letters may differ between two words of which the longer has so many letters."""
    if longest > LONGEST_WORD or longest < 3:
        return 0
    return 1 if longest < 8 else 2


def edits(one: str, other: str) -> int:
    """Letters to insert, delete, change, or exchange with a neighbour (optimal string alignment).

    >>> edits("petrov", "petorv"), edits("saint", "sant"), edits("", "abc")
    (1, 1, 3)
    """
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        now = [i]
        for j, known in enumerate(other, start=1):
            cost = min(now[j - 1] + 1, last[j] + 1, last[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        before, last = last, now
    return last[-1]
