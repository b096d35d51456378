"""Screening: comparing parties with lists. It yields facts, never verdicts.

========= ===================================================================
module    what is in it
========= ===================================================================
lists     one reader for each official list, and the table of lists
version   versions of lists: digest, age, what changed, what is refused
names     names in a form that can be compared
forms     legal forms and words of trade, as tables
numbers   official numbers in a form that can be compared
match     the index over lists, and the comparison of one party with it
========= ===================================================================
"""

from moratorium.screening.lists import LISTS, SOURCES, Entry, ListInfo, ListName, Reading
from moratorium.screening.match import Compared, Index, Match, Screened, index, screen, wording
from moratorium.screening.names import normalised
from moratorium.screening.version import (
    Difference,
    ListVersion,
    check_shrink,
    decode_version,
    diff,
    encode_version,
    is_stale,
    read_version,
)

__all__ = [
    "LISTS",
    "SOURCES",
    "Compared",
    "Difference",
    "Entry",
    "Index",
    "ListInfo",
    "ListName",
    "ListVersion",
    "Match",
    "Reading",
    "Screened",
    "check_shrink",
    "decode_version",
    "diff",
    "encode_version",
    "index",
    "is_stale",
    "normalised",
    "read_version",
    "screen",
    "wording",
]
