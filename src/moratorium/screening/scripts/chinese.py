"""Chinese names in Latin letters: pinyin, Wade-Giles as in Taiwan, Cantonese as in Hong Kong.

A person has a surname, with a reading of its own, and a given name of one or two characters. Any other name is cut into
known words, the longest first: places are written by sound, words of trade and legal forms are translated, as English
names do; what is left is the company's own name, written by sound as one word, or as words of two syllables where it is
long. A company is also written wholly by sound.

Source: pinyin readings of characters from the library pypinyin; tables of our own for the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from moratorium.screening.scripts.chinese_names import CANTONESE, DOUBLE, READ_AS, SURNAMES
from moratorium.screening.scripts.chinese_words import TO_SIMPLIFIED, WORDS
from moratorium.screening.scripts.wade_giles import wade_giles

if TYPE_CHECKING:
    from collections.abc import Callable


def _lengths() -> dict[str, tuple[int, ...]]:
    """How long the words are that begin with a character, the longest first."""
    found: dict[str, set[int]] = {}
    for word in WORDS:
        found.setdefault(word[0], set()).add(len(word))
    return {head: tuple(sorted(sizes, reverse=True)) for head, sizes in found.items()}


_LENGTHS = _lengths()
_NOT_HAN = re.compile("[^\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")
_MAX_OF_PERSON = 4
_LONG = 4
_IS_SOUTHERN = re.compile("香港|澳门|九龙")


@cache
def _reader() -> Callable[[str], list[str]]:
    """The reader of characters. It is loaded at its first use, since its tables take a fifth of a second."""
    from pypinyin import Style, lazy_pinyin

    return lambda text: lazy_pinyin(text, style=Style.NORMAL, errors="ignore")


def romanised(text: str) -> tuple[str, ...]:
    """A Chinese text in Latin letters, in several ways.

    >>> romanised("梁振英"), romanised("谢国忠")
    (('liang zhenying', 'liang chen ying', 'leung chun ying'), ('xie guozhong', 'hsieh kuo chung', 'tse kwok chung'))
    >>> romanised("深圳市大疆创新科技有限公司")
    ('shenzhen dji innovation technology co ltd', 'shenzhen dajiang chuangxin keji youxian gongsi')
    """
    plain = text.translate(TO_SIMPLIFIED)
    parts = [part for part in _NOT_HAN.split(plain) if part]
    return _person(parts) or _company(parts, is_southern=plain != text or _IS_SOUTHERN.search(plain) is not None)


def _person(parts: list[str]) -> tuple[str, ...]:
    """The name of a person, if it looks like one."""
    whole = "".join(parts)
    if not 2 <= len(whole) <= _MAX_OF_PERSON or len(parts) > 2 or any(True for _ in _known(whole)):
        return ()
    size = 2 if whole[:2] in DOUBLE and len(whole) > 2 else 1
    surname, given = whole[:size], whole[size:]
    if (size == 1 and surname not in SURNAMES) or len(given) > 2 or not given:
        return ()
    family = READ_AS.get(surname) or "".join(_syllables(surname))
    own = list(_syllables(given))
    ways = [f"{family} {''.join(own)}", " ".join([wade_giles(family), *map(wade_giles, own)])]
    if all(each in CANTONESE for each in whole):
        ways.append(" ".join(["".join(CANTONESE[each] for each in surname), *(CANTONESE[each] for each in given)]))
    return tuple(dict.fromkeys(ways))


def _syllables(text: str) -> Iterator[str]:
    """The pinyin of each character, without tones; ü is u."""
    for syllable in _reader()(text):
        yield syllable.replace("ü", "u").replace("v", "u")


def _company(parts: list[str], *, is_southern: bool) -> tuple[str, ...]:
    """The name of anything else: translated, by sound, and as in Hong Kong where it seems to be from there."""
    ways = [_ways(part) for part in parts]
    own = [word for part in ways for word, known, _ in part if known is None]
    found = [
        " ".join(known if known is not None else sound for part in ways for _, known, sound in part),
        " ".join(sound for part in ways for _, _, sound in part),
    ]
    if is_southern and own and all(each in CANTONESE for word in own for each in word):
        cantonese = (
            known if known is not None else " ".join(CANTONESE[each] for each in word)
            for part in ways
            for word, known, _ in part
        )
        found.append(" ".join(cantonese))
    return tuple(dict.fromkeys(" ".join(each.split()) for each in found))


def _ways(text: str) -> list[tuple[str, str | None, str]]:
    """The words of a text: each with its translation, if it has one, and its sound."""
    found: list[tuple[str, str | None, str]] = []
    sounds = list(_syllables(text))
    if len(sounds) != len(text):
        sounds = ["".join(_syllables(each)) for each in text]
    end = 0
    for start, word in _known(text):
        found += _own(text[end:start], sounds[end:start])
        spoken = word.rstrip("市省")  # the words city and province are left out in English
        found.append((word, WORDS[word], _chunked(sounds[start : start + len(spoken)])))
        end = start + len(word)
    return found + _own(text[end:], sounds[end:])


def _known(text: str) -> Iterator[tuple[int, str]]:
    """The known words of a text from left to right, the longest at each place, and where they are."""
    at = 0
    while at < len(text):
        sizes = _LENGTHS.get(text[at], ())
        size = next((size for size in sizes if text[at : at + size] in WORDS), 0)
        if size:
            yield at, text[at : at + size]
        at += size or 1


def _own(word: str, sounds: list[str]) -> list[tuple[str, str | None, str]]:
    return [(word, None, _chunked(sounds))] if word else []


def _chunked(sounds: list[str]) -> str:
    """Syllables as one word, or as words of two where they are many."""
    if len(sounds) < _LONG:
        return "".join(sounds)
    return " ".join("".join(sounds[at : at + 2]) for at in range(0, len(sounds), 2))
