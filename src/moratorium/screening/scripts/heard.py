"""The skeleton of a word: its consonants as heard, so that different romanisations of one word meet.

Vowels differ most between romanisations and are left out, but for the mark ``a`` of an initial one. Letters and pairs
of letters for one sound become one mark: ``k`` for c, k, q, g, gh, ck; ``h`` for h and kh; ``f`` for f, ph, v and the
consonant w; ``b`` for b and p, ``d`` for d and t, ``j`` for ch, tch, tsch, cz, j, dj, dzh, zh, since Korean, Chinese
and Arabic names change between the voiced and the voiceless; ``S`` for sh, sch, shch; ``T`` for ts and tz. W and ou are
consonants before a, e and i, and u before a (Walid and Oualid, Javad and Jaouad, Anwar and Anuar); elsewhere
they are vowels (Dawud and Daoud). A final h is silent. Where fewer than two consonants would be left, the vowels stay,
since too many names would meet.
"""

from __future__ import annotations

import re

_DOUBLED = re.compile("|".join(f"{letter}{letter}+" for letter in "bcdfghjklmnpqrstvwxz"))
_FIRST = frozenset("ohxyiw")
_BEGINNING = re.compile("^(?:ou(?=[aei])|hs|x(?=[iu])|ye(?![hz])|i(?=[aou])|y|w)")
_BEGINNINGS = {"ou": "v", "hs": "s", "x": "s", "ye": "e", "i": "Y", "y": "Y", "w": "v"}
_SOUND = re.compile(  # each branch begins with a letter, which lets the engine skip
    "s(?:chtsch|hch|ch|h)|t(?:sch|sh|ch|h|s|z)|d(?:sch|zh?|j|h)|c(?:z|h|k|(?=[eiy]))|[zjkgpbr]h|x"
    "|j(?:(?<=[lt]j)(?=[aeou])|(?<=[eiy]j)$)"
    "|ou(?=[aei])(?<!mou)|w(?:(?=[aeiy])|(?=sk)|(?<=[a-z]{3}[oe]w)$)|u(?=a)(?<![aeioum]u)"
)
_SOUNDS = {
    **dict.fromkeys(("schtsch", "shch", "sch", "sh"), "S"),
    **dict.fromkeys(("tsch", "tsh", "tch", "ch", "cz"), "C"),
    **dict.fromkeys(("dsch", "dzh", "dj", "zh", "jh"), "j"),
    **dict.fromkeys(("ts", "tz"), "T"),
    **dict.fromkeys(("ou", "w", "u"), "v"),
    **dict.fromkeys(("gh", "ck"), "k"),
    "dz": "z",
    "kh": "h",
    "th": "t",
    "dh": "d",
    "ph": "f",
    "bh": "b",
    "rh": "r",
    "x": "ks",
    "c": "s",
    "j": "",
}
_UNIFIED = {"q": "k", "g": "k", "c": "k", "v": "f", "p": "b", "t": "d", "C": "j"}
_MARKS = str.maketrans(_UNIFIED | dict.fromkeys("aeiouyw", ""))
_VOWELLED = str.maketrans(_UNIFIED | {"y": "i", "w": "u", "Y": "y"})


def skeleton(word: str) -> str:
    """The consonants of a word as heard. A word with digits is its own skeleton.

    >>> skeleton("mohammed"), skeleton("muhammad"), skeleton("mhmd")
    ('mhmd', 'mhmd', 'mhmd')
    >>> skeleton("gaddafi"), skeleton("qadhafi"), skeleton("kaddafi")
    ('kdf', 'kdf', 'kdf')
    >>> skeleton("tchaikovsky"), skeleton("chaykovskiy"), skeleton("tschaikowski")
    ('jkfsk', 'jkfsk', 'jkfsk')
    >>> skeleton("lee"), skeleton("li"), skeleton("t34")
    ('li', 'li', 't34')
    """
    if not word.isalpha():
        return word
    text = _DOUBLED.sub(_once, word)
    if text[0] in _FIRST:
        text = _BEGINNING.sub(_begin, text)
    text = _SOUND.sub(_sound, text)
    marks = text.translate(_MARKS).rstrip("h")
    if len(marks) < 2:
        return _vowelled(text) or word
    return f"a{marks}" if text[0] in "aeiou" else marks


def _once(found: re.Match[str]) -> str:
    return found[0][0]


def _begin(found: re.Match[str]) -> str:
    return _BEGINNINGS[found[0]]


def _sound(found: re.Match[str]) -> str:
    return _SOUNDS[found[0]]


def _vowelled(text: str) -> str:
    """A short word with its vowels, those written in several ways in one way."""
    plain = text.replace("ee", "i").replace("oo", "u").replace("ou", "u").translate(_VOWELLED).rstrip("h")
    return plain.replace("ii", "i").replace("uu", "u")
