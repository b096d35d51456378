"""Classification codes as people write them. Read and checked, never computed.

Source: Harmonized System 2022 (six digits are the same everywhere, what follows is national); 15 CFR part 774,
Supplement No. 1 (ECCN: category, group, three digits, then paragraphs).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from decimal import Decimal
from typing import NamedTuple

import msgspec

from moratorium.terms.document import nearest

NONE_STATED = "none"
"""Written for a code that the product certainly does not have: a service has no HS code, a charger no Annex I entry."""

EAR99 = "EAR99"

_HS_WRITTEN = re.compile(r"\d+([.\s-]\d+)*", re.ASCII)
_HS_LENGTHS = (6, 8, 10, 12)
_ECCN = re.compile(r"(\d[A-Ea-e]\d{3})((?:\.[A-Za-z0-9]{1,4})*)", re.ASCII)


class HsCode(NamedTuple):
    """Six digits, and whether more were written (national digits, which are not used)."""

    hs6: str
    was_cut: bool


class HsBand(msgspec.Struct, frozen=True):
    """One code of heading 8806.

    Attributes:
        hs6: Six digits.
        over_g: Maximum take-off weight in grams is more than this; None if there is no lower edge.
        upto_g: And not more than this; None if there is no upper edge.
        flight_mode: ``remote_control_only``, ``other`` or ``carriage_of_passengers``.
        text: What the code is, in our words.
        mark: How well the text is verified.
    """

    hs6: str
    over_g: int | None
    upto_g: int | None
    flight_mode: str
    text: str
    mark: str

    def holds(self, mtow_g: Decimal) -> bool:
        """Whether a maximum take-off weight in grams lies in the band: more than .. but not more than.

        >>> band = HsBand("880692", 250, 7000, "other", "", "V2")
        >>> band.holds(Decimal(250)), band.holds(Decimal("250.1")), band.holds(Decimal(7000))
        (False, True, True)
        """
        return (self.over_g is None or mtow_g > self.over_g) and (self.upto_g is None or mtow_g <= self.upto_g)


def read_hs6(raw: object) -> HsCode:
    """An HS code as written: with or without dots, with or without national digits.

    Args:
        raw: Text, or a number as a spreadsheet gives it; ``none`` for what has no code, such as a service.

    Raises:
        ValueError: not an HS code; the text after the line break says how to mend it.

    >>> read_hs6("8806.92"), read_hs6("8806 92 00 00").hs6
    (HsCode(hs6='880692', was_cut=False), '880692')
    """
    written = str(raw).strip()
    if written.casefold() == NONE_STATED:
        return HsCode(NONE_STATED, was_cut=False)
    if not isinstance(raw, str):
        written = written.removesuffix(".0")
    digits = re.sub(r"\D", "", written)
    if not _HS_WRITTEN.fullmatch(written):
        raise ValueError(f"`{raw}` is not an HS code\nwrite six digits, such as 8806.92, or `none` for a service")
    if len(digits) not in _HS_LENGTHS:
        help_ = "write six digits; a spreadsheet drops a leading zero unless the column is text"
        raise ValueError(f"`{raw}` has {len(digits)} digits, an HS code six (national codes 8, 10 or 12)\n{help_}")
    if not 1 <= int(digits[:2]) <= 97:
        raise ValueError(f"`{raw}`: the Harmonized System has no chapter {digits[:2]}\ncheck the first two digits")
    return HsCode(digits[:6], was_cut=len(digits) > 6)


def read_eccn(raw: object, known: Collection[str] = ()) -> str:
    """An ECCN as written, in the usual case: ``9A991.b``, or ``EAR99`` for what is on no entry.

    Args:
        raw: Text.
        known: Five-character entries of the Commerce Control List at hand; if empty, only the shape is checked.

    Raises:
        ValueError: not an ECCN, or not on the list; the text after the line break offers the nearest.

    >>> read_eccn("ear99"), read_eccn("9a991.B")
    ('EAR99', '9A991.b')
    """
    written = "".join(str(raw).split())
    if written.upper() == EAR99:
        return EAR99
    shape = _ECCN.fullmatch(written)
    if shape is None:
        raise ValueError(f"`{raw}` is not an ECCN\nwrite it like 9A991.b, or EAR99 if it is on no entry")
    entry, paragraphs = shape[1].upper(), shape[2].lower()
    if known and entry not in known:
        raise ValueError(f"`{raw}`: the list at hand has no entry `{entry}`\n{nearest(entry, known)}")
    return entry + paragraphs
