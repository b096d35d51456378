"""Latin letters without their marks, as most lists write them; and, for s, z and c with a mark, also as they are heard.

"Müller" is ``muller``; that it may be written "Mueller" is left to the skeleton. "Milošević" is ``milosevic``, and also
``miloshevich``. Here is also what is done to every text, whatever its script: compatibility forms, letter case,
invisible characters, apostrophes and other punctuation.
"""

from __future__ import annotations

import re
import unicodedata

_LETTERS = """
ø:o ł:l đ:d æ:ae œ:oe ı:i þ:th ð:d ħ:h ŧ:t ŋ:ng ĸ:k ſ:s ß:ss ə:e ǝ:e ɛ:e ɔ:o ƒ:f ɓ:b ɗ:d ƙ:k ƴ:y ɖ:d ƶ:z ǥ:g ʒ:zh ɨ:i
ɑ:a ɡ:g
"""
_SPECIAL: dict[str, str] = dict(pair.split(":") for pair in _LETTERS.split())
_HEARD = str.maketrans(
    {"š": "sh", "ş": "sh", "ș": "sh", "ś": "sh", "ž": "zh", "č": "ch", "ç": "ch", "ć": "ch", "ż": "zh", "ź": "zh"}
)
_HAS_HEARD = re.compile(r"[šşșśžčçćżź]")
_APOSTROPHES = frozenset("'`´’‘‛ʼʻʿʾ′ʹʺ״׳")


class _Folded(dict[int, "str | None"]):
    """What becomes of each character, found at its first use."""

    def __missing__(self, code: int) -> str | None:
        found = _folded(chr(code))
        self[code] = found
        return found


_TABLE = _Folded()


def _folded(mark: str) -> str | None:
    """A character as it is read: a letter of Latin without its marks, one of another script as it is, else a blank."""
    category = unicodedata.category(mark)
    if mark in _APOSTROPHES or category == "Cf" or _is_loose(mark) or "\u02b0" <= mark <= "\u02ff":
        return None
    if category[0] in "PSZC" and mark not in "&":
        return " "
    if "\u00c0" <= mark <= "\u02af" or "\u1e00" <= mark <= "\u1eff":
        base = unicodedata.normalize("NFD", mark)[0]
        return _SPECIAL.get(base, base)
    return mark


def _is_loose(mark: str) -> bool:
    """Whether it is a mark on a letter that is left out: an accent, an Arabic or Hebrew vowel sign, a lengthening."""
    return (
        "\u0300" <= mark <= "\u036f"
        or "\u0483" <= mark <= "\u0487"
        or "\u0591" <= mark <= "\u05c7"
        or "\u0610" <= mark <= "\u061a"
        or mark == "\u0640"
        or "\u064b" <= mark <= "\u065f"
        or mark == "\u0670"
        or "\u06d6" <= mark <= "\u06ed"
        or "\u1ab0" <= mark <= "\u1aff"
        or "\u1dc0" <= mark <= "\u1dff"
        or "\u20d0" <= mark <= "\u20ff"
        or "\ufe00" <= mark <= "\ufe0f"
        or "\ufe20" <= mark <= "\ufe2f"
    )


def lowered(text: str) -> str:
    """A text without compatibility forms (full width, ligatures, circled letters), in small letters."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text.casefold()))


def folded(text: str) -> str:
    """A lowered text without marks on Latin letters, invisible characters and punctuation.

    >>> folded("müller’s «ö»"), folded(lowered("ABC İstanbul"))
    ('mullers  o ', 'abc istanbul')
    """
    return text.translate(_TABLE)


def as_heard(text: str) -> str | None:
    """A lowered text with digraphs for s, z and c with a mark; None if it has none.

    >>> as_heard("milošević"), as_heard("müller")
    ('miloshevich', None)
    """
    return text.translate(_HEARD) if _HAS_HEARD.search(text) else None
