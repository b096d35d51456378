"""Greek names in Latin letters: the standard of Greece (ELOT 743), and the way that English speakers often write.

Source: ELOT 743 / ISO 843, type 2 (transcription).
"""

from __future__ import annotations

import re
import unicodedata

_STANDARD = """
α:a β:v γ:g δ:d ε:e ζ:z η:i θ:th ι:i κ:k λ:l μ:m ν:n ξ:x ο:o π:p ρ:r σ:s ς:s τ:t υ:y φ:f χ:ch ψ:ps ω:o
"""
_LETTERS = dict(pair.split(":") for pair in _STANDARD.split())
_USUAL = _LETTERS | {"χ": "h"}
_PAIRS = {"αι": "ai", "ει": "ei", "οι": "oi", "υι": "yi", "ου": "ou", "γγ": "ng", "γξ": "nx", "γχ": "nch"}
_WRITTEN = _PAIRS | {"γκ": "gk", "μπ": "mp", "ντ": "nt"}
_HEARD = _PAIRS | {"γκ": "g", "μπ": "b", "ντ": "nt", "γι": "y"}
_AT_BEGINNING = {"μπ": "b", "ντ": "d", "γκ": "g"}
_PAIR = re.compile("αι|ει|οι|υι|ου|γγ|γξ|γχ|γκ|ντ|γι|μπ|[αεη]υ")
_VOICELESS = frozenset("θκξπσςτφχψ")


def romanised(text: str) -> tuple[str, ...]:
    """A text of Greek letters in Latin ones, in several ways.

    >>> romanised("παπαδόπουλος"), romanised("χατζημπάρμπας")
    (('papadopoulos',), ('chatzimparmpas', 'chatzibarbas', 'hatzibarbas'))
    """
    bare = "".join(mark for mark in unicodedata.normalize("NFD", text) if not unicodedata.combining(mark))
    ways = ((_WRITTEN, _LETTERS), (_HEARD, _LETTERS), (_HEARD, _USUAL))
    return tuple(dict.fromkeys(_written(bare, pairs, letters) for pairs, letters in ways))


def _written(text: str, pairs: dict[str, str], letters: dict[str, str]) -> str:
    """Pairs that are one sound first, then letter by letter."""

    def sound(found: re.Match[str]) -> str:
        pair = found[0]
        after = text[found.end() : found.end() + 1]
        if pair in _AT_BEGINNING and (found.start() == 0 or text[found.start() - 1] == " "):
            return _AT_BEGINNING[pair]
        if pair in {"αυ", "ευ", "ηυ"}:
            return letters[pair[0]] + ("f" if after in _VOICELESS or not after.strip() else "v")
        return pairs.get(pair) or letters[pair[0]] + letters[pair[1]]

    return "".join(letters.get(mark, mark) for mark in _PAIR.sub(sound, text))
