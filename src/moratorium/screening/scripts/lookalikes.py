"""Letters of two scripts that look alike: a word that mixes them is flagged, and read in both scripts.

"Аcme" with a Cyrillic А looks like "Acme" and is another word to a machine. Such a word is read first in the script of
most of its letters and then in the other one. A word that consists wholly of look-alikes ("АСМЕ" in Cyrillic) is read
as it looks too, where all other words are Latin or look-alikes; it is not flagged, since Russian has such words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_CYRILLIC = "аa вb сc еe нh һh іi јj кk мm оo рp ѕs тt уy үy хx ѵv ԝw ԛq ԁd ӏl ԍg"
_GREEK = "αa βb εe ζz ηh ιi κk μm νn οo ρp τt υy χx γy ϲc ωw"


def _to_latin(pairs: str) -> dict[str, str]:
    return {pair[0]: pair[1] for pair in pairs.split()}


def _from_latin(pairs: str) -> dict[str, str]:
    return {pair[1]: pair[0] for pair in reversed(pairs.split())}


_INTO = {
    ("cyrillic", "latin"): _to_latin(_CYRILLIC),
    ("greek", "latin"): _to_latin(_GREEK),
    ("latin", "cyrillic"): _from_latin(_CYRILLIC),
    ("latin", "greek"): _from_latin(_GREEK),
}
"""Look-alikes by the script that a letter is of and the script it looks to be of."""

_SCRIPTS = {
    "latin": re.compile("[a-zªºß-ɏ\u1e00-\u1eff]"),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "greek": re.compile("[\u0370-\u03ff]"),
}
_OTHER = re.compile("[\u0370-\u052f]")
_WORD = re.compile(r"[^\W_]+")
_ALIKE = "".join(letter for (_, script), pairs in _INTO.items() if script == "latin" for letter in pairs)
_UNLIKE = re.compile(f"[^\\W\\d_a-zªºß-ɏ\u1e00-\u1eff{_ALIKE}]")


def mixed_scripts(name: str) -> tuple[str, ...]:
    """The words of a name that mix look-alike letters of two scripts, as written.

    >>> mixed_scripts("Аcme Trading"), mixed_scripts("ООО Acme"), mixed_scripts("Acme")
    (('Аcme',), (), ())
    """
    if name.isascii() or not _OTHER.search(name):
        return ()
    words = _WORD.findall(unicodedata.normalize("NFC", name))
    return tuple(dict.fromkeys(word for word in words if _is_mixed(word.lower()) and _read(word.lower())))


def readings(text: str) -> tuple[str, ...]:
    """A text in small letters, its mixed words in the script of most of their letters, in the other, and as they look.

    >>> readings("аcme"), readings("ромашка")
    (('acme', 'асме'), ('ромашка',))
    """
    if not _OTHER.search(text):
        return (text,)
    texts = [text]
    if _is_mixed(text):
        texts = [_WORD.sub(lambda word: _choice(word[0], 0), text), _WORD.sub(lambda word: _choice(word[0], 1), text)]
    if not _UNLIKE.search(text):
        texts.append(_WORD.sub(lambda word: _looks(word[0]), text))
    return tuple(dict.fromkeys(texts))


def _is_mixed(word: str) -> bool:
    """Whether letters of several of the scripts are there."""
    return not word.isascii() and sum(script.search(word) is not None for script in _SCRIPTS.values()) > 1


def _choice(word: str, which: int) -> str:
    if not _is_mixed(word):
        return word
    found = _read(word)
    return found[min(which, len(found) - 1)] if found else word


def _read(word: str) -> tuple[str, ...]:
    """A mixed word in each script in which it can be read, that of most of its letters first."""
    shares = sorted(((-len(letters.findall(word)), name) for name, letters in _SCRIPTS.items()))
    return tuple(_in_script(word, name) for share, name in shares if share and _can_be(word, name))


def _letters(word: str) -> Iterator[tuple[str, str]]:
    """Each letter with its script."""
    for letter in word:
        yield letter, next((name for name, letters in _SCRIPTS.items() if letters.match(letter)), "")


def _can_be(word: str, script: str) -> bool:
    return all(not of or of == script or letter in _INTO.get((of, script), ()) for letter, of in _letters(word))


def _in_script(word: str, script: str) -> str:
    return "".join(_INTO.get((of, script), {}).get(letter, letter) for letter, of in _letters(word))


def _looks(word: str) -> str:
    """A word of look-alikes in Latin letters; any other as it is."""
    return _in_script(word, "latin") if _can_be(word, "latin") else word
