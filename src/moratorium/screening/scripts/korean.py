"""Korean names in Latin letters: syllables are taken apart by their place in Unicode and written in several usual ways.

A person has a surname with usual spellings of its own (Lee, Ri, Yi, Rhee) and a given name; a company has words that
English names translate, and a name written by sound. Ways: the usual one in South Korea, Revised Romanisation, the
usual one in North Korea, McCune-Reischauer without its marks.

Source: Revised Romanisation of Korean (2000); McCune-Reischauer (1939), simplified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moratorium.screening.scripts.korean_words import POPULAR, SURNAMES, WORDS

_FIRST, _VOWELS, _TAILS = 0xAC00, 21, 28


class _System(NamedTuple):
    """Letters of a way to romanise: leading consonants, those between voiced sounds, vowels."""

    leads: tuple[str, ...]
    voiced: tuple[str, ...]
    vowels: tuple[str, ...]


def _row(text: str) -> tuple[str, ...]:
    return tuple("" if each == "-" else each for each in text.split())


_REVISED = _System(
    _row("g kk n d tt r m b pp s ss - j jj ch k t p h"),
    _row("g kk n d tt r m b pp s ss - j jj ch k t p h"),
    _row("a ae ya yae eo e yeo ye o wa wae oe yo u wo we wi yu eu ui i"),
)
_NORTH = _System(
    _row("k kk n t tt r m p pp s ss - j jj ch k t p h"),
    _row("g kk n d tt r m b pp s ss - j jj ch k t p h"),
    _row("a ae ya yae o e yo ye o wa wae oe yo u wo we wi yu u ui i"),
)
_MCCUNE = _System(
    _row("k kk n t tt r m p pp s ss - ch tch ch k t p h"),
    _row("g kk n d tt r m b pp s ss - j tch ch k t p h"),
    _NORTH.vowels,
)
_TAIL = _row("- k k k n n n t l k m l l l p l m p p t t ng t t k t p t")
_CARRIED = _row("- g kk ks n nj n d r lg lm lb ls lt lp r m b ps s ss - j ch k t p -")
_NASAL = {"k": "ng", "t": "n", "p": "m"}
_WORD = re.compile("|".join(sorted(WORDS, key=lambda word: (-len(word), word))))
_SILENT, _N, _R, _M = 11, 2, 5, 6
_MAX_OF_PERSON = 5


def romanised(text: str) -> tuple[str, ...]:
    """A text of Hangul in Latin letters, in several ways.

    >>> romanised("김정은")
    ('kim jeongeun', 'kim jong un', 'kim jung eun', 'kim chong un', 'gim jeongeun')
    >>> romanised("조선무역회사"), romanised("한라건설")
    (('korea trading co', 'joseonmuyeokhoesa'), ('halla construction', 'hallageonseol'))
    """
    words = ["".join(mark for mark in word if _FIRST <= ord(mark) < 0xD7A4) for word in text.split()]
    words = [word for word in words if word]
    return _person(words) or _company(words)


def _person(words: list[str]) -> tuple[str, ...]:
    """The name of a person, if it looks like one: a surname and a given name of one to three syllables."""
    whole = "".join(words)
    if not 2 <= len(whole) <= _MAX_OF_PERSON or len(words) > 3 or _WORD.search(whole[1:]) or whole in WORDS:
        return ()
    surname = next((whole[:size] for size in (2, 1) if whole[:size] in SURNAMES and len(whole) > size), "")
    given = whole[len(surname) :]
    if not surname or len(given) > 3 or (len(words) > 1 and len(words[0]) > 1 and words[0] != surname):
        return ()
    south, north, mccune, other = SURNAMES[surname]
    revised = "".join(_plain(given, _REVISED))
    return tuple(
        dict.fromkeys(
            [
                f"{south} {revised}",
                f"{north} {' '.join(_plain(given, _NORTH))}",
                f"{south} {' '.join(POPULAR.get(each) or next(_plain(each, _REVISED)) for each in given)}",
                f"{mccune} {' '.join(_plain(given, _MCCUNE))}",
                f"{other} {revised}",
            ]
        )
    )


def _company(words: list[str]) -> tuple[str, ...]:
    """The name of anything else: translated where it can be, else by sound; and wholly by sound."""
    ways = [" ".join(_translated(word, system) for word in words) for system in (_REVISED, _NORTH)]
    return tuple(dict.fromkeys([*ways, " ".join(_sounded(word, _REVISED) for word in words)]))


def _translated(word: str, system: _System) -> str:
    found: list[str] = []
    end = 0
    for known in _WORD.finditer(word):
        found += [_sounded(word[end : known.start()], system), WORDS[known[0]]]
        end = known.end()
    return " ".join(part for part in [*found, _sounded(word[end:], system)] if part)


def _parts(syllable: str) -> tuple[int, int, int]:
    """Numbers of its leading consonant, vowel and tail."""
    code = ord(syllable) - _FIRST
    return code // (_VOWELS * _TAILS), code // _TAILS % _VOWELS, code % _TAILS


def _plain(text: str, system: _System) -> Iterator[str]:
    """Syllable by syllable, as in given names, where no sound changes another."""
    for lead, vowel, tail in map(_parts, text):
        yield system.leads[lead] + system.vowels[vowel] + _TAIL[tail]


def _sounded(word: str, system: _System) -> str:
    """A word as it is spoken: consonants that meet change each other."""
    found = ""
    parts = [_parts(each) for each in word]
    for at, (lead, vowel, tail) in enumerate(parts):
        before = parts[at - 1][2] if at else None
        after = parts[at + 1][0] if at + 1 < len(parts) else None
        found += _lead(lead, before, system) + system.vowels[vowel] + _end(tail, after)
    return found


def _lead(lead: int, before: int | None, system: _System) -> str:
    """A leading consonant after the tail of the syllable before it; None at the beginning."""
    if before is None:
        return system.leads[lead]
    tail = _TAIL[before]
    if lead == _R and tail in {"k", "t", "p", "m", "ng"}:
        return "n"
    if (tail == "l" and lead in {_N, _R}) or (tail == "n" and lead == _R):
        return "l"
    return system.voiced[lead] if tail in {"", "n", "m", "ng", "l"} else system.leads[lead]


def _end(tail: int, after: int | None) -> str:
    """A tail before the leading consonant of the next syllable; None at the end."""
    if after == _SILENT and tail and _TAIL[tail] != "ng":
        return _CARRIED[tail]
    if after in {_N, _M, _R}:
        return "l" if _TAIL[tail] == "n" and after == _R else _NASAL.get(_TAIL[tail], _TAIL[tail])
    return _TAIL[tail]
