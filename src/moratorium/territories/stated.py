"""What an address states: the country field read, and taken apart where it holds a whole address.

A field is first taken whole (``Korea, South``), then in its parts (``Russia, 295000 Simferopol``), and only then is a
name looked for at its ends, which makes the country possible and not certain: ``New Mexico`` is not in Mexico.
"""

from __future__ import annotations

import msgspec

from moratorium.territories.gazetteer import Gazetteer
from moratorium.territories.spelling import MAX_CHARACTERS, pieces, postcodes, spelled, turned, without_numbers

_LONGEST_NAME = 7
"""Words of the longest country name that is looked for at the ends of a field."""

_SHORT_BUT_PLAIN = frozenset({"usa", "uk", "uae", "prc", "ussr", "рф", "сша", "оаэ", "кнр"})
"""Short names that stand for a country inside a longer text; other short words there may be states or companies."""


class Stated(msgspec.Struct, frozen=True):
    """What is stated.

    Attributes:
        codes: Meanings of the country named; several are all possible.
        rest: What else stood in the field.
        doubtful: The one meaning is possible only.
    """

    codes: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    doubtful: bool = False

    @property
    def certain(self) -> bool:
        """Whether one territory is named and nothing speaks against it."""
        return len(self.codes) == 1 and not self.doubtful


def stated_in_field(gazetteer: Gazetteer, text: str) -> Stated:
    """What the country field states; nothing found leaves its parts as the rest."""
    whole = meanings_of_field(gazetteer, text)
    if whole:
        return Stated(whole)
    parts = _apart(gazetteer, pieces(text))
    if not parts.codes and ":" in text:
        parts = _apart(gazetteer, tuple(text[:MAX_CHARACTERS].split(":")))
    if parts.codes:
        return parts
    return _at_the_ends(gazetteer, text) or Stated((), pieces(text))


def meanings_of_field(gazetteer: Gazetteer, text: str) -> tuple[str, ...]:
    """Meanings of a whole field: a name, a code, a name back to front, a subdivision's code or a region's name."""
    code = gazetteer.canonical(text.strip().upper())
    if code is not None and "-" in text:
        return (code,)
    key = spelled(text)
    bare = key.removeprefix("region ")
    return (
        gazetteer.meanings(key)
        or gazetteer.meanings(spelled(turned(text) or ""))
        or gazetteer.meanings(bare)
        or gazetteer.region_meanings(key)
        or gazetteer.region_meanings(bare)
    )


def _apart(gazetteer: Gazetteer, parts: tuple[str, ...]) -> Stated:
    """The countries among the parts of a field, read from the end, and the other parts."""
    found: list[tuple[str, ...]] = []
    rest: list[str] = []
    doubtful = False
    for part in reversed(parts):
        bare = without_numbers(part)
        key = spelled(bare)
        several = gazetteer.without_country.get(key) if not found else None
        codes = several or (gazetteer.meanings(key) if len(parts) > 1 or bare != part else ())
        if not codes or (found and gazetteer.has_region(found[0][0], key)):
            rest.append(part)
            continue
        found.append(codes)
        doubtful = doubtful or (key.isascii() and len(key) <= 3 and key not in _SHORT_BUT_PLAIN)
        rest.extend(postcodes(part) if bare != part else ())
    codes = tuple(dict.fromkeys(code for meanings in found for code in meanings))
    return Stated(codes, tuple(reversed(rest)), doubtful) if codes else Stated()


def _at_the_ends(gazetteer: Gazetteer, text: str) -> Stated | None:
    """A country's name at the beginning or end of a field without commas."""
    words = spelled(text).split()[: 4 * _LONGEST_NAME]
    for length in range(min(_LONGEST_NAME, len(words) - 1), 0, -1):
        for part, rest in ((words[-length:], words[:-length]), (words[:length], words[length:])):
            key = " ".join(part)
            codes = gazetteer.meanings(key) if len(key) > 3 or key in _SHORT_BUT_PLAIN else ()
            if codes:
                return Stated(codes, (" ".join(rest),), doubtful=not _is_place(gazetteer, " ".join(rest)))
    return None


def _is_place(gazetteer: Gazetteer, text: str) -> bool:
    """Whether what stands beside the country is only a postcode or a place that we know."""
    bare = spelled(without_numbers(text))
    return not bare or gazetteer.city(bare) is not None or bool(gazetteer.region_meanings(bare))


def stated_in_text(gazetteer: Gazetteer, text: str) -> Stated:
    """The last part of an address text that names a country, and the other parts; nothing if no part does."""
    parts = pieces(text)
    for place in range(len(parts) - 1, -1, -1):
        key = spelled(without_numbers(parts[place]))
        plain = len(key) > 3 or not key.isascii() or key in _SHORT_BUT_PLAIN
        codes = gazetteer.without_country.get(key) or gazetteer.meanings(key)
        if codes and plain:
            rest = (*parts[:place], *postcodes(parts[place]), *parts[place + 1 :])
            return Stated(codes, rest)
    return (_at_the_ends(gazetteer, parts[-1]) if parts else None) or Stated()
