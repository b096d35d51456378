"""Cyrillic names in Latin letters, as English lists write them; the language is told by its own letters.

Other romanisations (j, zh; h, kh; c, ts; ya, ia, ja; iy, ij, i) meet in the skeleton. Two ways are given where it
cannot bridge them: the Ukrainian and Belarusian g is h, but is often written as in Russian; a Ukrainian surname in
Russian letters has h in Ukrainian documents; and Serbian has its own Latin letters beside the English way.
"""

from __future__ import annotations

import re

_RUSSIAN = """
а:a б:b в:v г:g д:d е:e ё:yo ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch
ъ: ы:y ь: э:e ю:yu я:ya і:i ї:i є:ye ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:dj џ:dz ѓ:gj ќ:kj ѕ:dz ѐ:e ѝ:i ѣ:e ѳ:f ѵ:i ә:a ғ:g
қ:k ң:n ө:o ұ:u ү:u һ:h ӣ:i ӯ:u ҳ:h ҷ:j җ:j ҙ:z ҡ:k ҫ:s ӑ:a ӗ:e ӳ:u ҝ:g ҹ:ch ӕ:ae ӓ:a ӧ:o ӱ:u ӹ:y ҥ:n ӈ:n ӄ:k ӷ:g ԥ:p
ҭ:t ҵ:ts ӏ:
"""
_LETTERS = {ord(letter): latin for letter, latin in (pair.split(":") for pair in _RUSSIAN.split())}


def _with(changes: str) -> dict[int, str]:
    return _LETTERS | {ord(letter): latin for letter, latin in (pair.split(":") for pair in changes.split())}


_UKRAINIAN = _with("г:h и:y")
_BELARUSIAN = _with("г:h")
_SERBIAN = _with("ж:z х:h ц:c ч:c ш:s")
_SERBIAN_HEARD = _with("ј:y љ:ly њ:ny ћ:ch џ:dzh х:h")
_BULGARIAN = _with("щ:sht ъ:a х:h")
_KAZAKH = _with("х:kh һ:h")

_IS_UKRAINIAN = re.compile("[їєґ]|[сзц]ьк|і(?!.*[ыэўқәғңөұүһ])")
_IS_BELARUSIAN = re.compile("ў(?!.*[қғҳ])|і.*[ыэ]|[ыэ].*і")
_IS_KAZAKH = re.compile("[қәғңөұүһ]")
_IS_SERBIAN = re.compile("[ђјљњћџ]")
_IS_BULGARIAN = re.compile("ъ(?![еёюяиэ])(?=[^ ])")
_OFTEN_UKRAINIAN = re.compile(r"г.*(?:енко|чук|щук|юк|ко|як|ець|ник|ак|луг)\b|луганск")


def romanised(text: str) -> tuple[str, ...]:
    """A text of Cyrillic letters in Latin ones, in one or two ways.

    >>> romanised("чайковский"), romanised("зеленський")
    (('chaykovskiy',), ('zelenskyy', 'zelenskiy'))
    >>> romanised("григоренко"), romanised("милошевић")
    (('grigorenko', 'hrihorenko'), ('milosevic', 'miloshevich'))
    """
    if text.isascii():
        return (text,)
    tables = _tables(text)
    return tuple(dict.fromkeys(text.translate(table) for table in tables))


def _tables(text: str) -> tuple[dict[int, str], ...]:
    """The tables of the language that the letters tell, the first one first."""
    if _IS_SERBIAN.search(text):
        return _SERBIAN, _SERBIAN_HEARD
    if _IS_KAZAKH.search(text):
        return (_KAZAKH,)
    if _IS_BELARUSIAN.search(text):
        return _BELARUSIAN, _LETTERS
    if _IS_UKRAINIAN.search(text):
        return _UKRAINIAN, _LETTERS
    if _IS_BULGARIAN.search(text):
        return _BULGARIAN, _LETTERS
    return (_LETTERS, _BELARUSIAN) if _OFTEN_UKRAINIAN.search(text) else (_LETTERS,)
