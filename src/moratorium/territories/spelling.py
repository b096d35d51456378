"""Spellings: one key for every way to write the same name.

``U.S.A.``, ``usa`` and ``U S A`` have one key; so have ``Côte d'Ivoire`` and ``COTE D IVOIRE``. A key is for looking up
only; what people wrote is always shown as they wrote it. The files of names hold keys made by this same function.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

MAX_CHARACTERS = 1_000
"""Of one field. No address is longer; what follows is not read, and the resolver says so."""

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "ə": "e", "ǝ": "e", "þ": "th"})
_BREAKS = re.compile(r"[\W_]+")
_LEFT_OUT = frozenset({"the"})
_CUTS = re.compile(r"[,;\n\r\t/|()\[\]<>،、，；（）]+|\s[-–—]\s")
_DIGITS = re.compile(r"(?<![0-9A-Za-z])(\d{5,6})(?![0-9A-Za-z])")


def spelled(text: str) -> str:
    """The key of a name: without case, accents, punctuation and ``the``; single letters in a row are one word.

    >>> spelled("U.S.A."), spelled("Bahamas, The"), spelled("Democratic People's Republic"), spelled("Côte d’Ivoire")
    ('usa', 'bahamas', 'democratic peoples republic', 'cote d ivoire')
    """
    folded = unicodedata.normalize("NFKD", text[:MAX_CHARACTERS].casefold()).translate(_LETTERS)
    bare = "".join(character for character in folded if not unicodedata.combining(character))
    return " ".join(_joined(_BREAKS.sub(" ", bare).split()))


def _joined(words: list[str]) -> Iterator[str]:
    """Words without ``the``; a possessive ``s`` joins the word before it, single letters join each other."""
    run = ""
    held = ""
    for word in words:
        if len(word) == 1 and word.isalpha() and not _is_han(word):
            if word == "s" and held and not run:
                held += "s"
                continue
            run += word
            continue
        if held:
            yield held
            held = ""
        if run:
            yield run
            run = ""
        if word not in _LEFT_OUT:
            held = word
    if held:
        yield held
    if run:
        yield run


def _is_han(character: str) -> bool:
    return "\u2e80" <= character <= "\u9fff"


def pieces(text: str) -> tuple[str, ...]:
    """The parts of an address between commas, line ends, brackets, slashes and spaced dashes.

    >>> pieces("Russia, 295000 Simferopol (Crimea)")
    ('Russia', '295000 Simferopol', 'Crimea')
    """
    return tuple(part for piece in _CUTS.split(text[:MAX_CHARACTERS]) if (part := piece.strip(" .:-–—")))


def postcodes(text: str) -> tuple[str, ...]:
    """Standing groups of five or six digits, which may be postcodes of Ukraine or Russia.

    >>> postcodes("UA-295000 Simferopol, tel 123456789"), postcodes("295 000")
    (('295000',), ('295000',))
    """
    plain = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])
    compact = plain.replace(" ", "")
    if compact.isascii() and compact.isdigit() and len(compact) in (5, 6):
        return (compact,)
    return tuple(match for match in _DIGITS.findall(plain) if match.isascii())


def without_numbers(text: str) -> str:
    """The text without the words that hold a digit: what is left of ``295000 Simferopol`` is the city.

    >>> without_numbers("295000 Simferopol")
    'Simferopol'
    """
    return " ".join(word for word in text.split() if not any(character.isdigit() for character in word))


def turned(text: str) -> str | None:
    """A name written back to front, the right way round; None if it is not one.

    >>> turned("Congo, Democratic Republic of the"), turned("Utrecht")
    ('Democratic Republic of the Congo', None)
    """
    head, comma, tail = text[:MAX_CHARACTERS].partition(",")
    return f"{tail.strip()} {head.strip()}" if comma and "," not in tail and tail.strip() else None
