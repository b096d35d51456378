"""Arabic, Persian and Urdu names in Latin letters, by consonants, and with vowels where a name is a common one.

The article is a word of its own ("al"), as in "al-Zawahiri". The same letters are read otherwise in Persian and Urdu
(th, dh and d as s and z), and ``jim`` as g in Egypt: such names are read in these ways too, since nothing in a name
tells which. A company's name is also translated word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from moratorium.screening.scripts.arabic_names import COMPANY, LETTERED, NAMES, key

_ARABIC = """
ا:a أ:a إ:i آ:a ٱ:a ب:b ت:t ث:th ج:j ح:h خ:kh د:d ذ:dh ر:r ز:z س:s ش:sh ص:s ض:d ط:t ظ:z ع:a غ:gh ف:f ق:q ك:k ک:k ل:l
م:m ن:n ه:h ہ:h ھ:h ۀ:h ە:a و:w ي:y ی:y ے:y ى:a ئ:i ؤ:u ء: ة:a ۃ:a پ:p چ:ch ژ:zh گ:g ٹ:t ڈ:d ڑ:r ں:n ې:y ۍ:y ښ:sh ځ:z
څ:ts ړ:r ڼ:n ږ:zh ګ:g ډ:d ټ:t ێ:e ۆ:o ڕ:r ڵ:l ڤ:v ڭ:ng ۇ:u ۈ:u ۋ:v ې:e
"""
_LETTERS = dict(pair.split(":") for pair in _ARABIC.split())
_PERSIAN = _LETTERS | {"ث": "s", "ذ": "z", "ض": "z", "ة": "t"}
_EGYPTIAN = _LETTERS | {"ج": "g", "ذ": "z", "ث": "s"}
_PERSIAN_ONLY = re.compile("[پچژگکیٹڈڑںےہھ]")
_READ_OTHERWISE = re.compile("[ثذض]")
_ROOT_WITH_AL = re.compile("^ال(?:ه|ى|ي|ی)?$|^الكس|^الکس|^الب(?:رت|انيا)|^الماس$|^الطاف$|^الهام$|^الجزائر$")
_SPLIT_IN_LATIN = frozenset(["sh", "kh", "gh", "th", "dh", "zh", "ch", "ph", "rh", "bh", "jh", "ts", "tz", "dz", "dj"])
_CONSTRUCT = re.compile(r"(?<!\S)((?!ال)\S{2,30})ة(?= ال)")
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def romanised(text: str) -> tuple[str, ...]:
    """A text of Arabic letters in Latin ones, in one or several ways.

    >>> romanised("محمد الظواهري"), romanised("عبد الرحمن")
    (('muhammad al zwahry',), ('abd al rahman',))
    >>> romanised("شركة النفط")
    ('co al nft', 'co oil')
    """
    words = _without_letters(_CONSTRUCT.sub(_bound, text.translate(_DIGITS)).split())
    tables = [_LETTERS]
    if _READ_OTHERWISE.search(text):
        tables = [_PERSIAN, _LETTERS] if _PERSIAN_ONLY.search(text) else [_LETTERS, _PERSIAN]
    if "ج" in text:
        tables.append(_EGYPTIAN)
    found = [" ".join(_read(word, table) for word in words) for table in tables]
    translated = " ".join(_translated(word) for word in words)
    return tuple(dict.fromkeys([*found[:3], translated]))


def _without_letters(words: list[str]) -> list[str]:
    """Words; a run of single letters that abbreviates a legal form is that form, and a lone "and" goes."""
    found: list[str] = []
    run = ""
    for word in [*words, ""]:
        if len(word) == 1:
            run += word
            continue
        found.extend([LETTERED[run]] if run in LETTERED else run.replace("و", ""))
        run = ""
        found.append(word)
    return found[:-1]


def _bound(found: re.Match[str]) -> str:
    """A feminine noun before another one is heard with its t, but for names of persons."""
    return found[0] if key(found[1] + "ة") in NAMES else f"{found[1]}ت"


def _read(word: str, letters: dict[str, str]) -> str:
    """One word: its article, then the name as it is known or letter by letter."""
    if word.isascii():
        return word
    article, rest = _parted(word)
    if COMPANY.get(key(rest)) == "co":
        return "co"
    is_otherwise = letters is not _LETTERS and any(letters.get(each) != _LETTERS.get(each) for each in rest)
    name = None if is_otherwise else NAMES.get(key(rest))
    return article + (name or "".join(_spelled(rest, letters)))


def _translated(word: str) -> str:
    """One word: its meaning where it is a word of trade, else as it is read."""
    return COMPANY.get(key(word)) or COMPANY.get(key(_parted(word)[1])) or _read(word, _LETTERS)


def _parted(word: str) -> tuple[str, str]:
    """The article of a word as "al ", and the rest. "And" before an article goes with it."""
    if key(word) in NAMES:
        return "", word
    if word.startswith("عبدال") and len(word) > 6:
        return "abd al ", word[5:]
    if word.startswith("وال") and len(word) > 5:
        word = word[1:]
    if word.startswith("لل") and len(word) > 4:
        return "", word[2:]
    if word.startswith("ال") and len(word) > 3 and not _ROOT_WITH_AL.match(word):
        return "al ", word[2:]
    return "", word


def _spelled(word: str, letters: dict[str, str]) -> Iterator[str]:
    """Letter by letter; a vowel parts two letters that would read as one sound at the beginning, or as a double."""
    before = ""
    for place, letter in enumerate(word):
        latin = letters.get(letter, letter if letter.isascii() else "")
        if latin and before and before[-1] not in "aeiouwy" and _needs_vowel(before, latin, place):
            yield "a"
        yield latin
        before = latin or before


def _needs_vowel(before: str, after: str, place: int) -> bool:
    return before == after or (place == 1 and before[-1] + after[0] in _SPLIT_IN_LATIN)
