"""A serial number read: what form it has, and whether it is whole. Whose it is and where it went, custody will tell.

The form checked is that of ANSI/CTA-2063-A, which drones that broadcast their identity carry: four characters for the
maker, one for the length of the rest (1 to 9, then A to F for 10 to 15), and the rest; letters I and O do not occur,
as they look like 1 and 0. A number of another form is no fault: older units and parts have their own.

Source: ANSI/CTA-2063-A, section on the physical serial number; recalled and not read (mark R).
"""

from __future__ import annotations

import re
from typing import NamedTuple

_SEPARATORS = re.compile(r"[\s\-_./:]+")
_ALLOWED = re.compile(r"[0-9A-HJ-NP-Z]+")
_LENGTHS = {sign: length for length, sign in enumerate("123456789ABCDEF", start=1)}
_MAKER = 4
_SHORTEST, _LONGEST = 5, 40


class Serial(NamedTuple):
    """A serial number as read.

    Attributes:
        text: In capitals, without spaces and hyphens.
        form: ``cta-2063-a``, ``other``, or ``unreadable``.
        maker: Four characters of the maker, of the first form; else empty.
        words: What was found, for people.
    """

    text: str
    form: str
    maker: str
    words: str


def read_serial(text: str) -> Serial:
    """Read a serial number; never fails, since a report may quote it wrongly.

    >>> read_serial("1581f 5bkd 2290 01ab c12").form
    'cta-2063-a'
    >>> read_serial("1581F5BKD2290").words
    'the form of ANSI/CTA-2063-A, but 15 characters should follow the first five and 8 do'
    """
    found = _SEPARATORS.sub("", text).upper()
    if not found.isascii() or not found.isalnum() or not _SHORTEST <= len(found) <= _LONGEST:
        return Serial(found[:_LONGEST], "unreadable", "", "no serial number can be read from it")
    length = _LENGTHS.get(found[_MAKER])
    if length is None or not _ALLOWED.fullmatch(found):
        return Serial(found, "other", "", "not of the form of ANSI/CTA-2063-A; it may be an older unit or a part")
    rest = len(found) - _MAKER - 1
    if rest != length:
        words = (
            f"the form of ANSI/CTA-2063-A, but {length} characters should follow the first five and {rest} do"
            if length > rest and found[:_MAKER].isdigit()
            else "not of the form of ANSI/CTA-2063-A; it may be an older unit or a part"
        )
        return Serial(found, "other", "", words)
    return Serial(found, "cta-2063-a", found[:_MAKER], "of the form of ANSI/CTA-2063-A")
