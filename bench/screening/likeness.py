"""Plain words and the likeness of two strings, made for the evaluation alone.

The figures equal RapidFuzz's ``ratio`` and ``token_sort_ratio`` (divided by 100) on plain strings, without needing it:
the set makers must run wherever the tests do.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

_NOT_WORD = re.compile(r"[\W_]+")
_DROPPED = re.compile("['`´’‘ʼʻʿʾ′]")
_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d"})


def words(text: str) -> tuple[str, ...]:
    """Words in lower case without accents and punctuation, in the order written; scripts stay as they are.

    >>> words("AL-QA'IDA"), words("Müller & Söhne GmbH")
    (('al', 'qaida'), ('muller', 'sohne', 'gmbh'))
    """
    plain = unicodedata.normalize("NFKD", _DROPPED.sub("", text).casefold()).translate(_LETTERS)
    plain = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return tuple(word for word in _NOT_WORD.split(plain) if word)


def sort_key(text: str) -> str:
    """The words in alphabetical order.

    >>> sort_key("SMITH, John")
    'john smith'
    """
    return " ".join(sorted(words(text)))


def ratio(one: str, other: str) -> float:
    """Likeness by the longest common subsequence: twice its length over both lengths, 0 to 1.

    >>> ratio("ivanov", "ivanof"), ratio("", "")
    (0.8333333333333334, 1.0)
    """
    if not one or not other:
        return float(one == other)
    masks: dict[str, int] = defaultdict(int)
    for place, letter in enumerate(one):
        masks[letter] |= 1 << place
    state = full = (1 << len(one)) - 1
    for letter in other:
        met = state & masks[letter]
        state = ((state + met) | (state - met)) & full
    return 2 * (len(one) - state.bit_count()) / (len(one) + len(other))


def token_sort(one: str, other: str) -> float:
    """Likeness with the words of both in alphabetical order.

    >>> token_sort("SMITH, John", "John Smith")
    1.0
    """
    return ratio(sort_key(one), sort_key(other))


class Neighbours:
    """Names by their words, to find those that are nearly equal to a given name.

    A name is compared with the names that share one of its two rarest words, or a word that few names have. Two names
    that differ in all of these are not near-equal (a ratio of 0.92 allows one letter in 13).
    """

    def __init__(self, names: Iterable[str], common: int = 300) -> None:
        self._keys = sorted({key for name in names if (key := sort_key(name))}, key=lambda key: (len(key), key))
        self._lengths = [len(key) for key in self._keys]
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, key in enumerate(self._keys):
            for word in dict.fromkeys(key.split()):
                self._places[word].append(place)
        self._common = common

    def near(self, name: str, least: float = 0.92) -> str | None:
        """A name (its words sorted) at least so like, or None."""
        key = sort_key(name)
        shortest, longest = len(key) * least / (2 - least), len(key) * (2 - least) / least
        first, last = bisect_left(self._lengths, shortest), bisect_right(self._lengths, longest)
        found = sorted((self._places[word] for word in dict.fromkeys(key.split()) if word in self._places), key=len)
        followed = [places for rank, places in enumerate(found) if rank < 2 or len(places) <= self._common]
        windows = (places[bisect_left(places, first) : bisect_left(places, last)] for places in followed)
        candidates = dict.fromkeys(place for window in windows for place in window)
        return next((self._keys[place] for place in candidates if ratio(key, self._keys[place]) >= least), None)

    def beside(self, name: str, common: int = 40) -> Iterator[str]:
        """Names (their words sorted) that share a word with the name which no more than ``common`` names have."""
        found = (self._places[word] for word in words(name) if word in self._places)
        for place in dict.fromkeys(place for places in found if len(places) <= common for place in places):
            yield self._keys[place]


def frequencies(names: Iterable[str]) -> Counter[str]:
    """In how many names each word stands."""
    return Counter(word for name in names for word in set(words(name)))
