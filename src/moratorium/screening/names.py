"""Names in a form that can be compared: what two spellings of one name have in common.

Compatibility forms, case, accents, punctuation and the order of the words do not count; Cyrillic is written in Latin
letters; legal forms are unified ("ООО", "OOO", "LLC") and left out where enough of the name remains. The original
spelling is always kept beside it. A name of which too little remains is *not comparable*, which is told and never
taken for "no match".
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import NamedTuple

from moratorium.screening.forms import CHINESE_FORMS, FORMS, GENERIC

MIN_LETTERS = 4
"""A key with fewer letters and digits is not comparable. A Chinese, Japanese or Korean character counts as two."""

_LATIN = """
а:a б:b в:v г:g д:d е:e ё:e ж:zh з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f х:kh ц:ts ч:ch ш:sh щ:shch
ъ: ы:y ь: э:e ю:yu я:ya і:i ї:i є:e ґ:g ў:u ј:j љ:lj њ:nj ћ:c ђ:d џ:dz ә:a ғ:g қ:k ң:n ө:o ұ:u ү:u һ:h ӣ:i ӯ:u ҳ:h ҷ:j
ø:o ł:l đ:d æ:ae œ:oe ı:i þ:th ð:d ħ:h ŧ:t
"""
_LETTERS = str.maketrans(dict(pair.split(":") for pair in _LATIN.split()))
_APOSTROPHES = "'`´’‘ʼʻʿʾ′"
_ASCII = {code: " " for code in range(128) if not chr(code).isalnum()} | {ord("'"): None, ord("`"): None}
_DROPPED = frozenset({"and", "the", "und"})
_CHINESE = re.compile("|".join(sorted(CHINESE_FORMS, key=len, reverse=True)))
_WIDE = re.compile("[\u1100-\u11ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def _by_head() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    for form, spellings in FORMS.items():
        for spelling in spellings:
            found[spelling[0]].append((spelling, form))
    return {head: sorted(choices, key=lambda choice: -len(choice[0])) for head, choices in found.items()}


_HEADS = _by_head()
_TELLS_LITTLE = GENERIC | FORMS.keys()


class Keys(NamedTuple):
    """The keys under which a name is compared; None where too little of it remains.

    Attributes:
        full: All words of the name, legal forms unified, in alphabetical order.
        core: Without legal forms.
    """

    full: str | None
    core: str | None

    @property
    def best(self) -> str | None:
        """The core, or the whole where the core is not comparable."""
        return self.core or self.full


def normalised(name: str) -> str:
    """The name in plain Latin words, in the order written, with legal forms unified.

    >>> normalised("ООО «Ромашка»"), normalised("OOO Romashka"), normalised("Romashka, L.L.C.")
    ('llc romashka', 'llc romashka', 'romashka llc')
    >>> normalised("Müller & Söhne GmbH"), normalised("AL-QA'IDA")
    ('muller sohne gmbh', 'al qaida')
    """
    return " ".join(tokens(name))


def keys(name: str) -> Keys:
    """The keys of a name: its words in alphabetical order, so that "SMITH, John" meets "John Smith".

    >>> keys("ООО Ромашка"), keys("John SMITH").core
    (Keys(full='llc romashka', core='romashka'), 'john smith')
    >>> keys("Trading Company"), keys("DEC Ltd").best
    (Keys(full=None, core=None), 'dec ltd')
    """
    words = tokens(name)
    core = [word for word in words if word not in FORMS]
    if all(word in _TELLS_LITTLE for word in core):
        return Keys(None, None)
    return Keys(_key(words), _key(core))


def _key(words: list[str] | tuple[str, ...]) -> str | None:
    key = " ".join(sorted(words))
    letters = len(key) - key.count(" ")
    if letters < MIN_LETTERS and not key.isascii():
        letters += len(_WIDE.findall(key))
    return key if letters >= MIN_LETTERS else None


def tokens(name: str) -> tuple[str, ...]:
    """The words of a name: lower case, Latin where we can, legal forms unified; letters that stand alone are joined."""
    text = name.lower().translate(_ASCII) if name.isascii() else _plain(name)
    words = [word for word in text.split() if word not in _DROPPED]
    if any(len(word) == 1 for word in words):
        words = [word for word in _joined(words) if word not in _DROPPED]
    if any(word in _HEADS for word in words):
        words = _unified(words)
    return tuple(words)


def _plain(name: str) -> str:
    """Letters, digits and blanks of a name, without case and accents, Cyrillic in Latin letters."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    text = "".join(mark for mark in unicodedata.normalize("NFKD", text) if not unicodedata.combining(mark))
    text = unicodedata.normalize("NFKC", text.casefold()).translate(_LETTERS)
    text = _CHINESE.sub(lambda form: f" {CHINESE_FORMS[form[0]]} ", text)
    return "".join(
        mark if mark.isalnum() or unicodedata.category(mark)[0] == "M" else " "
        for mark in text
        if mark not in _APOSTROPHES
    )


def _joined(words: list[str]) -> list[str]:
    """Neighbouring single letters as one word: "s a" of "S.A." becomes "sa"."""
    found: list[str] = []
    is_open = False
    for word in words:
        if len(word) == 1 and is_open:
            found[-1] += word
        else:
            found.append(word)
        is_open = len(word) == 1
    return found


def _unified(words: list[str]) -> list[str]:
    """Each spelling of a legal form replaced by the form, until none is left: "limited sti" is "ltd sti" is "ltd"."""
    found = _unified_once(words)
    return found if found == words else _unified(found)


def _unified_once(words: list[str]) -> list[str]:
    """One pass from left to right, the longest spelling first."""
    found: list[str] = []
    at = 0
    while at < len(words):
        for spelling, form in _HEADS.get(words[at], ()):
            if tuple(words[at : at + len(spelling)]) == spelling:
                found.append(form)
                at += len(spelling)
                break
        else:
            found.append(words[at])
            at += 1
    return found
