"""Scripts: how the words of each script are written in Latin letters.

A module a script, each with plain tables; ``romanised`` takes a text of that script and gives one or several romanised
texts, the most usual first. Nothing here decides whether two names are the same.
"""

from __future__ import annotations

import unicodedata

from anyascii import anyascii

_LATIN = """
а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch
ъ: ы:y ь: э:e ю:yu я:ya і:i ї:i є:e ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:d џ:dz ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h ӣ:i ӯ:u ҳ:h ҷ:j
ø:o ł:l đ:d æ:ae œ:oe ı:i þ:th ð:d ħ:h ŧ:t
"""
_LETTERS = str.maketrans(dict(pair.split(":") for pair in _LATIN.split()))


def plain_texts(name: str) -> tuple[str, ...]:
    """A name of any script in Latin letters, in one or several ways, the most usual first."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    return (anyascii(text).lower(),)
