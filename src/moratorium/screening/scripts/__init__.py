"""Scripts: how the words of each script are written in Latin letters.

========== ==================================================================
module     what is in it
========== ==================================================================
latin      accents, and what is done to every text
lookalikes letters of two scripts that look alike
cyrillic   Russian, Ukrainian, Belarusian, Kazakh, Serbian, Bulgarian
greek      Greek
arabic     Arabic, Persian, Urdu; ``arabic_names`` has its tables
chinese    Chinese; ``chinese_words`` and ``chinese_names`` have its tables
japanese   kana, and the commonest words in kanji
korean     Hangul; ``korean_words`` has its tables
articles   Arabic names in Latin letters
heard      the consonants of a romanised word
========== ==================================================================

Each script has plain tables and a function ``romanised`` from a text of that script to one or several romanised texts,
the most usual first. Nothing here decides whether two names are the same.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from anyascii import anyascii

from moratorium.screening.scripts import arabic, chinese, cyrillic, greek, japanese, korean
from moratorium.screening.scripts.latin import as_heard, folded, lowered
from moratorium.screening.scripts.lookalikes import readings

MAX_TEXTS = 6
"""A name is romanised in at most so many ways."""

_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u30ff\u31f0-\u31ff"
_RANGES: dict[str, str] = {
    "arabic": "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff",
    "cyrillic": "\u0400-\u052f\u1c80-\u1c8f\ua640-\ua69f",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "korean": "\u1100-\u11ff\uac00-\ud7ff",
    "japanese": f"{_KANA}{_HAN}",
}
_SEGMENTS = re.compile(
    "|".join(f"(?P<{script}>[{each}](?:[{each}]| +(?=[{each}]))*)" for script, each in _RANGES.items())
)
_LATIN_WORD = re.compile("[a-z]{4}")
_BETWEEN = re.compile("[(/|;（]")
_HAS_KANA = re.compile(f"[{_KANA}]")
_ROMANISED: dict[str, Callable[[str], tuple[str, ...]]] = {
    "arabic": arabic.romanised,
    "cyrillic": cyrillic.romanised,
    "greek": greek.romanised,
    "korean": korean.romanised,
    "japanese": japanese.romanised,
}


def plain_texts(name: str, limit: int) -> tuple[str, ...]:
    """A name of any script in small Latin letters, in one or several ways, the most usual first.

    Args:
        name: As written.
        limit: With more characters than this, compatibility forms taken apart, it is not read: the result is empty.
    """
    normal = unicodedata.normalize("NFKC", name)
    if len(normal) > limit:
        return ()
    found: dict[str, None] = {}
    for text in readings(lowered(normal)):
        found |= dict.fromkeys(_latin(folded(text)))
        heard = as_heard(text)
        if heard is not None:
            found |= dict.fromkeys(_latin(folded(heard)))
    return tuple(found)[:MAX_TEXTS]


def apart(name: str) -> tuple[str, str] | None:
    """A name written twice, once in Latin letters and once in others: both parts; None if it does not look like one.

    >>> apart("Huawei Technologies (华为技术有限公司)")
    ('huawei technologies ( )', '华为技术有限公司')
    >>> apart("ООО Romashka"), apart("Ромашка")
    (None, None)
    """
    text = name.lower()
    others = list(_SEGMENTS.finditer(text))
    latin = _SEGMENTS.sub(" ", text)
    if not others or not _LATIN_WORD.search(latin):
        return None
    if not _BETWEEN.search(text) and all(found.lastgroup in {"cyrillic", "greek"} for found in others):
        return None
    return latin, " ".join(found[0] for found in others)


def _latin(text: str) -> tuple[str, ...]:
    """A folded text, its segments of other scripts romanised: the first way of all, the second of all, and so on."""
    if text.isascii():
        return (text,)
    segments = tuple(_segments(text))
    ways = min(max(len(each) for each in segments), MAX_TEXTS)
    texts = ("".join(each[min(way, len(each) - 1)] for each in segments) for way in range(ways))
    return tuple(text if text.isascii() else _other(text) for text in texts)


def _segments(text: str) -> Iterator[tuple[str, ...]]:
    """The ways to write each segment of one script; blanks keep the words of two scripts apart."""
    end = 0
    for found in _SEGMENTS.finditer(text):
        if found.start() > end:
            yield (_other(text[end : found.start()]),)
        yield tuple(f" {each} " for each in _romanised(found.lastgroup or "", found[0]))
        end = found.end()
    if end < len(text):
        yield (_other(text[end:]),)


def _romanised(script: str, text: str) -> tuple[str, ...]:
    if script == "japanese" and not _HAS_KANA.search(text) and not japanese.is_japanese(text):
        return chinese.romanised(text)
    return _ROMANISED[script](text)


def _other(text: str) -> str:
    """Latin, and scripts that have no module of their own, by a general table."""
    return text if text.isascii() else anyascii(text).lower()
