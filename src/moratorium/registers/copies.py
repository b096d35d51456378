"""Copies of a message: a thousand equal posts are one source, and so are posts that differ in a word or a link.

Equal texts are found by the digest of what is left of them without case, accents, links, names of accounts, signs and
spaces. Near ones are found by MinHash (the library ``datasketch``), a sketch of the short runs of characters
of a text: two sketches meet if the texts have many runs in common. What meets is then counted exactly, so the sketch
decides only what is compared, never what is a copy. And however much two texts share, they are two if *each says what
the other does not*: another number, or two words on end. Whoever passes a text on leaves out or adds, and changes a
word here and there; who saw something else, elsewhere, says so in other words.

Both numbers are shown, messages and independent sources: how many repeat a thing says nothing of whether it is so.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

LIKE = 0.7
"""Texts that have at least this share of their runs in common are copies of one another."""

RUN = 5
"""Characters of a run; short enough for Chinese, long enough that two reports about one thing share few."""

_PERMUTATIONS, _ROWS = 128, 4
"""32 bands of 4: two texts that share 0.7 of their runs miss each other in all bands once in five thousand times."""

_NOISE = re.compile(r"https?://\S+|www\.\S+|[@]\w+")
_TAG = re.compile(r"#\w+")
_COUNTER = re.compile(r"^\s*[(\[]?\d+[)\].:/]\s|(?<=[.!?…\n。！？])\s*[(\[]?\d+[)\].]?\s*$")
"""A number that stands by itself before or behind a text, as bots put one there to make each copy another text."""

_IN_NUMBERS = re.compile(r"(?<=\d)[.,'’ ](?=\d{3}(?!\d))")
"""Signs that divide thousands."""

_SIGN = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff])")
"""Scripts that put no spaces between words, or few: here a sign counts as half a word."""

_SMALL = 3
"""Letters of a small word: one that both hold (``at``, ``the``) divides nothing, a shorter one counts for nothing."""

_SLIP = 2
"""Letters that a slip touches: one too many, one missing, two that changed places."""

_SAYING = 4
"""Halves of a word on end that say something: two words, or four signs."""

_SHORTEST = 20
"""Characters below which a text is a copy only if it is equal: in few words much is alike by chance."""


def normalised(text: str) -> str:
    """What is left of a text to compare: letters and digits in lower case without accents, links and account names.

    >>> normalised("SHUT IT OFF, @maker!! https://example.org/x  Señor…")
    'shut it off senor'
    """
    plain = _NOISE.sub(" ", unicodedata.normalize("NFKD", text).casefold())
    kept = (sign if sign.isalnum() else "" if unicodedata.combining(sign) else " " for sign in plain)
    return " ".join("".join(kept).split())


def text_digest(text: str) -> str:
    """SHA-256 of what is left of a text: equal for messages that are the same one."""
    return hashlib.sha256(normalised(text).encode()).hexdigest()


def runs_of(text: str) -> frozenset[str]:
    """The runs of characters of a text, of what is left of it."""
    plain = normalised(text)
    return frozenset(plain[start : start + RUN] for start in range(max(1, len(plain) - RUN + 1)))


@lru_cache(maxsize=256)
def likeness(text: str) -> tuple[str, ...]:
    """Names of the bands of a text; two texts that are nearly alike have one in common, almost surely.

    The bands are kept with a message, so that a new one is compared with those alone that share one. A text that is
    too short for it has none, and is a copy only of an equal one. Kept, since copies come in floods.
    """
    plain = normalised(text)
    if len(plain) < _SHORTEST:
        return ()
    signature = _sketch(tuple(sorted(runs_of(text))))
    cut = range(0, _PERMUTATIONS, _ROWS)
    return tuple(
        hashlib.blake2b(bytes([start // _ROWS]) + signature[start : start + _ROWS].tobytes(), digest_size=6).hexdigest()
        for start in cut
    )


def _sketch(runs: Sequence[str]) -> Any:
    """MinHash values of some runs: (128,) uint32, the same on every machine."""
    from datasketch import MinHash  # takes half a second to load, and most commands sketch nothing

    made = MinHash(num_perm=_PERMUTATIONS, seed=1, scheme="affine32")
    made.update_batch([run.encode() for run in runs])
    return made.hashvalues.astype("<u4")


def are_copies(first: str, second: str) -> bool:
    """Whether two texts are the same message, equal or lightly changed.

    >>> are_copies("Ban these drones now!", "ban these drones, NOW")
    True
    """
    if text_digest(first) == text_digest(second):
        return True
    if min(len(normalised(first)), len(normalised(second))) < _SHORTEST:
        return False
    ours, theirs = runs_of(first), runs_of(second)
    return len(ours & theirs) >= LIKE * len(ours | theirs) and not _each_says_more(first, second)


def _each_says_more(first: str, second: str) -> bool:
    """Whether each of two texts says what the other does not: a number, or two words on end."""
    ours, theirs = _words(first), _words(second)
    return _says_more(ours, theirs) and _says_more(theirs, ours)


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[str, ...]:
    """Words, numbers and single signs of a text, without tags and the numbers by which bots count."""
    plain = normalised(_IN_NUMBERS.sub("", _COUNTER.sub(" ", _TAG.sub(" ", text))))
    return tuple(_SIGN.sub(r" \1 ", plain).split())


def _says_more(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether there is a number, or enough on end, that the others lack. Small words neither count nor divide."""
    known, length = frozenset(theirs), 0
    for word in ours:
        if any(map(str.isdigit, word)):
            if word not in known:
                return True
            length = 0
        elif word not in known and not any(_is_slip(word, other) for other in known):
            length += 1 if _SIGN.match(word) else 2 * (len(word) >= _SMALL)
        elif len(word) > _SMALL or _SIGN.match(word):
            length = 0
        if length >= _SAYING:
            return True
    return False


def _is_slip(word: str, other: str) -> bool:
    """Whether two words differ by a slip of one or two letters, and by no digit.

    >>> _is_slip("day", "ady"), _is_slip("drone", "drones"), _is_slip("mill", "dairy"), _is_slip("129", "128")
    (True, True, False, False)
    """
    if abs(len(word) - len(other)) > _SLIP or any(map(str.isdigit, word)):
        return False
    if sorted(word) == sorted(other):
        return True
    least = min(len(word), len(other))
    start = next((place for place in range(least) if word[place] != other[place]), least)
    rest = least - start
    end = next((place for place in range(rest) if word[-1 - place] != other[-1 - place]), rest)
    left = max(len(word), len(other)) - start - end
    return left <= min(_SLIP, least // 2)


class Message(NamedTuple):
    """A message to be compared.

    Attributes:
        key: Its name.
        text: What it says.
        source: Who sent it, where known: what one person says in many ways is one source.
    """

    key: str
    text: str
    source: str = ""


class Cluster(NamedTuple):
    """Messages that go back to one source.

    Attributes:
        keys: Names of the messages, in the order in which they came.
        texts: How many of them are different, letter for letter of what is compared.
    """

    keys: tuple[str, ...]
    texts: int


def collapse(messages: Iterable[Message]) -> tuple[Cluster, ...]:
    """Messages gathered by source, in the order of the first of each.

    >>> found = collapse([Message("1", "Shut it off!"), Message("2", "shut it off"), Message("3", "Thank you")])
    >>> [one.keys for one in found]
    [('1', '2'), ('3',)]
    """
    given = list(messages)
    first: dict[str, int] = {}
    for place, one in enumerate(given):
        first.setdefault(text_digest(one.text), place)
    groups = _Groups(len(given))
    for place, one in enumerate(given):
        groups.join(place, first[text_digest(one.text)])
    for pair in _near([(place, given[place].text) for place in first.values()], groups):
        groups.join(*pair)
    by_source: dict[str, int] = {}
    for place, one in enumerate(given):
        if one.source:
            groups.join(place, by_source.setdefault(one.source, place))
    return tuple(_clusters(given, groups))


def _near(texts: Sequence[tuple[int, str]], groups: _Groups) -> Iterator[tuple[int, int]]:
    """Pairs of texts that are nearly alike; those already together are not compared again."""
    bands: dict[str, list[int]] = {}
    by_place = dict(texts)
    for place, text in texts:
        for band in likeness(text):
            met = bands.setdefault(band, [])
            for other in met:
                if groups.top(place) != groups.top(other) and are_copies(text, by_place[other]):
                    yield place, other
            met.append(place)


def _clusters(given: Sequence[Message], groups: _Groups) -> Iterator[Cluster]:
    members: dict[int, list[int]] = {}
    for place in range(len(given)):
        members.setdefault(groups.top(place), []).append(place)
    for places in members.values():
        digests = {text_digest(given[place].text) for place in places}
        yield Cluster(tuple(given[place].key for place in places), len(digests))


class _Groups:
    """Numbers joined into groups; the smallest of a group stands for it."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def top(self, place: int) -> int:
        """Who stands for the group of a number."""
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, first: int, second: int) -> None:
        """Put two groups together."""
        low, high = sorted((self.top(first), self.top(second)))
        self._above[high] = low
