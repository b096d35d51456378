"""Screening without the kernel and its index: every spelling asked about against every listed row, one by one.

What the kernel finds is held against this. Nothing is looked up, left out or bounded here: each word asked about is
compared with each listed word, and each spelling with each row, by the rules of ``score``.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from moratorium.screening import Entry, Index, ListName, ListVersion, index, score, weights
from moratorium.screening.forms import COMPANY_WORDS, LEGAL_FORMS
from moratorium.screening.lists.entry import Kind, Quality
from moratorium.screening.lookup import search_rows
from moratorium.screening.names import skeleton, spellings
from moratorium.screening.score import SHORTEST_JOINED, WEAK, Alignment, neighbours, score_v1

Spelled = tuple[str, ...]


class Rules(NamedTuple):
    """Numbers of ``score``, handed in so that the compiled code cannot keep those of another day."""

    joined: float
    turned: float
    reordered: float
    formed: float
    beside: float
    far_most: float


RULES = Rules(
    score.JOINED,
    score.TURNED,
    score.REORDERED,
    score.FORMED,
    score.BESIDE,
    score.FAR_MOST,
)

Hit = tuple[int, int, float]
Named = tuple[Kind, Sequence[tuple[str, Quality]]]
"""Kind and names of an invented entry."""

_compiled: Any = numba.njit(cache=True)


@_compiled
def _edits(one: Any, other: Any) -> Any:
    table = np.zeros((len(one) + 1, len(other) + 1), np.int64)
    table[:, 0], table[0, :] = np.arange(len(one) + 1), np.arange(len(other) + 1)
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            differs = one[i - 1] != other[j - 1]
            cost = min(table[i, j - 1] + 1, table[i - 1, j] + 1, table[i - 1, j - 1] + differs)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                cost = min(cost, table[i - 2, j - 2] + 1)
            table[i, j] = cost
    return table[-1, -1]


@_compiled
def _may_be_typed(letters: Any, at: Any, known: Any, known_at: Any, allowed: Any, may: Any) -> None:
    """Mark the pairs of words that differ in no more letters than are allowed."""
    for word in range(len(at) - 1):
        for other in range(len(known_at) - 1):
            longest = max(at[word + 1] - at[word], known_at[other + 1] - known_at[other])
            apart = abs(at[word + 1] - at[word] - (known_at[other + 1] - known_at[other]))
            if apart <= allowed[longest]:
                distance = _edits(letters[at[word] : at[word + 1]], known[known_at[other] : known_at[other + 1]])
                may[word, other] |= distance <= allowed[longest]


@_compiled
def _scores(
    query_word: Any, query_at: Any, query_worth: Any, joined: Any, row_word: Any, row_at: Any, row_worth: Any,
    split: Any, text: Any, alike: Any, ordered: Any, share: Any, weighs: Any, one_sided: Any,
    least_beside: Any, formed: Any, named: Any, short: Any, short_row: Any, rules: Any, floor: Any, found: Any,
    may: Any,
) -> None:  # fmt: skip
    """The scores; and in ``may`` the pairs whose words left over may still resemble each other, to be looked at."""
    one = np.uint64(1)
    bits, value = np.zeros((3 * 64 * 256, 2), np.uint64), np.zeros((3 * 64 * 256, 2))
    for query in range(len(query_at) - 1):
        first, count = query_at[query], query_at[query + 1] - query_at[query]
        for row in range(len(row_at) - 1):
            begin, size = row_at[row], row_at[row + 1] - row_at[row]
            links = 0
            for kind in range(3):
                for i in range(count):
                    for j in range(size):
                        asked, known = query_word[first + i], row_word[begin + j]
                        after, behind = (i + 1) % count, (j + 1) % size
                        worth, other = query_worth[asked], row_worth[known]
                        meets, asked_bits, known_bits = alike[asked, known], one << np.uint64(i), one << np.uint64(j)
                        if kind == 1:
                            meets = rules.joined if joined[first + i] == known else 0.0
                            asked_bits |= one << np.uint64(after)
                            worth += query_worth[query_word[first + after]]
                        if kind == 2:
                            meets = rules.joined if split[begin + j] == text[asked] else 0.0
                            known_bits |= one << np.uint64(behind)
                            other += row_worth[row_word[begin + behind]]
                        if meets > 0.0:
                            bits[links, 0], bits[links, 1] = asked_bits, known_bits
                            value[links, 0], value[links, 1] = meets, meets * (worth + other)
                            links += 1
            met_query, met_listed, used_query, used_listed = 0.0, 0.0, np.uint64(0), np.uint64(0)
            chosen = np.zeros(links, np.bool_)
            while True:
                best = -1
                for link in range(links):
                    free = not (bits[link, 0] & used_query or bits[link, 1] & used_listed)
                    if free and (best < 0 or value[link, 1] > value[best, 1]):
                        best = link
                if best < 0:
                    break
                chosen[best] = True
                used_query |= bits[best, 0]
                used_listed |= bits[best, 1]
                for i in range(count):
                    if bits[best, 0] >> np.uint64(i) & one:
                        met_query += value[best, 0] * query_worth[query_word[first + i]]
                for j in range(size):
                    if bits[best, 1] >> np.uint64(j) & one:
                        met_listed += value[best, 0] * row_worth[row_word[begin + j]]
            whole_query = query_worth[query_word[first : first + count]].sum()
            whole_listed = row_worth[row_word[begin : begin + size]].sum()
            beside = min(met_query, met_listed) >= least_beside[row] - 1e-9
            beside &= met_query >= rules.beside * whole_query - 1e-9
            beside &= met_listed >= rules.beside * whole_listed - 1e-9
            if beside:
                most_query = met_query + rules.far_most * (whole_query - met_query)
                most_listed = met_listed + rules.far_most * (whole_listed - met_listed)
                least = one_sided[row] * abs(whole_query - most_query - whole_listed + most_listed)
                least += min(whole_query - most_query, whole_listed - most_listed)
                most = min(most_query, most_listed)
                may[query, row] = most / (most + weighs[row] * least / most) + 1e-9 >= floor
            met = min(met_query, met_listed)
            missed_query, missed_listed = whole_query - met_query, whole_listed - met_listed
            missed = min(missed_query, missed_listed) + one_sided[row] * abs(missed_query - missed_listed)
            result = share[row] * met / (met + weighs[row] * missed / met) if met > 0.0 else 0.0
            if ordered[row]:
                turned = False
                for link in range(links):
                    for other_link in range(links):
                        if chosen[link] and chosen[other_link] and bits[link, 0] < bits[other_link, 0]:
                            turned |= bits[link, 1] > bits[other_link, 1]
                result *= rules.turned if turned else 1.0
            elif short[query] and short_row[row]:
                places = [bits[link, 1] for link in np.argsort(bits[:links, 0]) if chosen[link]]
                descents = 0
                for place in range(len(places)):
                    descents += places[(place + 1) % len(places)] < places[place]
                result *= rules.reordered if descents > 1 else 1.0
            result *= rules.formed if formed[query] and named[row] else 1.0
            found[query, row] = result


class EveryRow:
    """Comparing with every row of an index, without what makes the index quick."""

    def __init__(self, lists: Index) -> None:
        self.lists = lists
        self.rows = [lists.spelling(row) for row in range(len(lists.row_entry))]
        self.row_word, self.row_at = _flat([[lists.place[word] for word in words] for words in self.rows])
        self.worth = np.array([lists.weights.of(word) for word in lists.words])
        self.texts: dict[str, int] = {}
        self.split = np.array([self._text(both) for words in self.rows for both in _neighbouring(words)], np.int64)
        names = [(lists.entries[entry], name) for entry, name in zip(lists.row_entry, lists.row_name, strict=True)]
        self.share = np.array([WEAK if entry.names[name].quality == "weak" else 1.0 for entry, name in names])
        self.ordered = np.array([entry.kind not in ("person", "unknown") for entry, _ in names], np.bool_)
        kinds = [entry.kind in ("person", "vessel") for entry, _ in names]
        taken = [_taken(lists.entries[entry]) for entry in lists.row_entry]
        self.weighs = np.array([score.MISSED[each] for each in taken])
        self.one_sided = np.array([score.ONE_SIDED[each] for each in taken])
        self.beside = np.array([score.BESIDE_LEAST[each] for each in taken])
        self.named = np.array(
            [kind and _has_no_form(row) for kind, row in zip(kinds, self.rows, strict=True)], np.bool_
        )
        self.short = np.array([_is_short(row) for row in self.rows], np.bool_)
        self.letters = _flat([list(word.encode()) for word in lists.words])
        self.heard: dict[str, list[int]] = {}
        self.initial: dict[str, list[int]] = {}
        for place, word in enumerate(lists.words):
            self.heard.setdefault(skeleton(word), []).append(place)
            self.initial.setdefault(word[0], []).append(place)

    def scores(self, queries: Sequence[Spelled], floor: float) -> NDArray[np.float64]:
        """The score of every spelling asked about (one line each) with every row (one column each).

        Where words left over may resemble each other, and so lift a score to the floor, the specification is asked.
        """
        words = tuple(dict.fromkeys(word for query in queries for word in query))
        place = {word: number for number, word in enumerate(words)}
        query_word, query_at = _flat([[place[word] for word in query] for query in queries])
        worth = np.array([self.lists.weights.of(word) for word in words])
        joined = [self.lists.place.get(both, -1) for query in queries for both in _neighbouring(query)]
        text = np.array([self.texts.get(word, -2) for word in words], np.int64)
        found, may = np.zeros((len(queries), len(self.rows))), np.zeros((len(queries), len(self.rows)), np.bool_)
        formed = np.array([not _has_no_form(query) for query in queries], np.bool_)
        _scores(
            query_word, query_at, worth, np.array(joined, np.int64), self.row_word, self.row_at, self.worth,
            self.split, text, self._alike(words), self.ordered, self.share, self.weighs, self.one_sided,
            self.beside, formed, self.named, np.array([_is_short(query) for query in queries], np.bool_), self.short,
            RULES, floor, found, may,
        )  # fmt: skip
        for query, row in zip(*np.nonzero(may), strict=True):
            found[query, row] = specified(queries[query], int(row), self.lists).score
        return found

    def _alike(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Similarity of every word asked about (one line each) and every listed word (one column each)."""
        may = np.zeros((len(words), len(self.lists.words)), np.bool_)
        longest = max(map(len, (*words, *self.lists.words)), default=0)
        begins = {text[: score.LONG_BEGINNING] for text in words if len(text) >= score.LONG}
        begun = [
            (place, text[: score.LONG_BEGINNING])
            for place, text in enumerate(self.lists.words)
            if len(text) >= score.LONG and text[: score.LONG_BEGINNING] in begins
        ]
        allowed = np.array([score.allowed_edits(length) for length in range(longest + 1)])
        _may_be_typed(*_flat([list(word.encode()) for word in words]), *self.letters, allowed, may)
        for number, word in enumerate(words):
            may[number, self.heard.get(skeleton(word), [])] = True
            may[number, [place for place, begin in begun if word[: score.LONG_BEGINNING] == begin]] = True
            if word[0] in self.lists.place:
                may[number, self.lists.place[word[0]]] = True
            if len(word) == 1:
                may[number, self.initial.get(word, [])] = True
        alike = np.zeros(may.shape)
        for number, other in zip(*np.nonzero(may), strict=True):
            alike[number, other] = score.similarity(words[number], self.lists.words[other])[1]
        return alike

    def _text(self, both: str) -> int:
        return self.texts.setdefault(both, len(self.texts)) if both else -1

    def differences(self, queries: Sequence[Spelled], found: Sequence[Hit], floor: float) -> tuple[list[Hit], int]:
        """What was found wrongly or not at all, and how many rows reach the floor.

        Sums in another order round otherwise, so a score may be off by a billionth.
        """
        scores = self.scores(queries, floor)
        hits = {(query, row): score for query, row, score in found}
        numbers, rows = np.nonzero(scores >= floor)
        expected = set(zip(numbers.tolist(), rows.tolist(), strict=True))
        wrong = [
            (query, row, float(scores[query, row]))
            for query, row in expected | hits.keys()
            if abs(scores[query, row] - hits.get((query, row), 0.0)) > 1e-9 and abs(scores[query, row] - floor) > 1e-9
        ]
        return wrong, len(expected)


def _taken(entry: Entry) -> score.Taken:
    """What an entry is taken for, by its kind and all its names."""
    if entry.kind in ("person", "vessel"):
        return "person"
    told = any(not COMPANY_WORDS.isdisjoint(words) for name in entry.names for words in spellings(name.text))
    return "company" if entry.kind != "unknown" or told else "unknown"


def _is_short(words: Spelled) -> bool:
    return max(map(score.syllables, words)) < 2


def _has_no_form(words: Spelled) -> bool:
    return LEGAL_FORMS.isdisjoint(words)


def _flat(rows: Sequence[Sequence[int]]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows one after the other, and where each begins."""
    at = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    return np.array([value for row in rows for value in row], np.int64), at


def _neighbouring(words: Spelled) -> list[str]:
    """Each word and the next written as one; empty if there is none or they are too short."""
    both = [words[first] + words[after] for first, after in neighbours(len(words))] or [""]
    return [text if len(text) >= SHORTEST_JOINED else "" for text in both]


def searched(queries: Sequence[Spelled], lists: Index, floor: float) -> list[Hit]:
    """What the kernel finds: spelling, row and score, in order."""
    hits = search_rows(list(queries), lists, floor)
    return sorted(zip(hits.query.tolist(), hits.row.tolist(), hits.score.tolist(), strict=True))


def specified(query: Spelled, row: int, lists: Index) -> Alignment:
    """What ``score_v1`` makes of a spelling and a row."""
    entry = lists.entries[lists.row_entry[row]]
    weak = entry.names[lists.row_name[row]].quality == "weak"
    ordered = entry.kind not in ("person", "unknown")
    named = entry.kind in ("person", "vessel")
    company = _taken(entry) == "company"
    return score_v1(query, lists.spelling(row), lists.weights, ordered=ordered, weak=weak, named=named, company=company)


def listing(*entries: Named) -> Index:
    """An index of invented entries, each a kind and its names."""
    found = tuple(
        Entry(str(number), "OWN", kind, tuple(ListName(text, quality) for text, quality in names))
        for number, (kind, names) in enumerate(entries, start=1)
    )
    return index([ListVersion("own", ("OWN",), date(2026, 3, 1), "0" * 64, len(found), found)])


LOOKS_LIKE = {"o": "0", "l": "1", "i": "1", "e": "3", "s": "5", "b": "8"}
VOWELS = "aeiou"


def mangled(words: Spelled, chance: random.Random) -> Spelled:
    """A spelling as somebody else may write it: one to three accidents of the kinds that people and scanners make."""
    found = list(words)
    for _ in range(chance.randint(1, 3)):
        found = [word for word in chance.choice(_ACCIDENTS)(found, chance) if word] or found
    return tuple(found)[:64]


def _mistyped(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    word = words[at]
    place = chance.randrange(len(word))
    letter = chance.choice("aeioukhstn")
    after = (
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :],
        word[:place] + LOOKS_LIKE.get(word[place], word[place]) + word[place + 1 :],
    )
    return [*words[:at], chance.choice(after), *words[at + 1 :]]


def _joined(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], "".join(words[at : at + 2]), *words[at + 2 :]]


def _split(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    place = chance.randint(0, len(words[at]))
    return [*words[:at], words[at][:place], words[at][place:], *words[at + 1 :]]


def _dropped(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return words[:at] + words[at + 1 :]


def _turned(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return words[at:] + words[:at]


def _initial(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], words[at][:1], *words[at + 1 :]]


def _unvowelled(words: list[str], chance: random.Random) -> list[str]:
    return ["".join(letter for letter in word if letter not in VOWELS) for word in words]


def _revowelled(words: list[str], chance: random.Random) -> list[str]:
    return ["".join(chance.choice(VOWELS) if letter in VOWELS else letter for letter in word) for word in words]


def _added(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randint(0, len(words))
    return [*words[:at], chance.choice(("llc", "trading", "al", "ivanovich", "12", "kazan")), *words[at:]]


_ACCIDENTS = (
    _mistyped, _mistyped, _joined, _split, _dropped, _turned, _initial, _unvowelled, _revowelled, _added,
)  # fmt: skip


def remember_words(patch: pytest.MonkeyPatch) -> None:
    """Let ``score_v1`` look up what it knows of words and pairs of words already, which is much quicker."""
    remembered = functools.cache(skeleton)
    patch.setattr(score, "skeleton", remembered)
    patch.setattr(weights, "skeleton", remembered)
    for function in ("similarity", "akin", "glued"):
        patch.setattr(score, function, functools.cache(getattr(score, function)))


def dice(seed: int) -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(seed)  # noqa: S311 - invented names
