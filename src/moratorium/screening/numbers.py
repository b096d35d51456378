"""Official numbers in a form that can be compared.

Letters and digits count, blanks and punctuation do not. A number is compared within its family: a tax number may stand
in somebody's file as a registration number, but never as a passport. Short numbers are not comparable, since small
registers give the same ones.
"""

from __future__ import annotations

import unicodedata

from moratorium.terms.party import Identifier

MIN_CHARACTERS = 6
"""A shorter number is not comparable."""

_APART = ("imo", "mmsi", "call_sign", "lei", "isin", "swift", "passport", "wallet", "aircraft", "duns")
_FAMILIES = {kind: kind for kind in _APART} | {
    "bic": "swift",
    "travel_document": "passport",
}
_OFFICIAL = "official"


def number_key(identifier: Identifier) -> str | None:
    """Family and number; None if the number is too short, holds no digit, or is one digit repeated.

    >>> number_key(Identifier("tax", "77-00 223330")), number_key(Identifier("imo", "IMO 7406784"))
    ('official:7700223330', 'imo:7406784')
    >>> number_key(Identifier("registration", "2377")), number_key(Identifier("tax", "0000000"))
    (None, None)
    """
    family = _FAMILIES.get(identifier.kind.strip().lower(), _OFFICIAL)
    folded = unicodedata.normalize("NFKC", identifier.value).casefold()
    value = "".join(mark for mark in folded if mark.isalnum())
    if family in {"imo", "mmsi"}:
        value = value.removeprefix(family)
    digits = {mark for mark in value if mark.isdigit()}
    needs_digit = family != "swift"
    if len(value) < MIN_CHARACTERS or len(set(value)) < 2 or (needs_digit and not digits):
        return None
    return f"{family}:{value}"
