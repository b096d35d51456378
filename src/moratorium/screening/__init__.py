"""Screening: comparing parties with lists. It yields facts, never verdicts.

========= ===================================================================
module    what is in it
========= ===================================================================
lists     one reader for each official list, and the table of lists
version   versions of lists: digest, age, what changed, what is refused
names     names in a form that can be compared
given_names  names that documents of several countries write differently
forms     legal forms and words of trade, as tables
scripts   each script in Latin letters
numbers   official numbers in a form that can be compared
weights   what a word is worth: its rarity among the listed
score     how alike two names are, in plain Python: the specification
kernel    the same numbers over arrays, and the bound that loses none
indexing  the lists at hand, made ready to be compared
lookup    many names asked about at once
match     parties compared with the index; what may be said of it
thresholds  how near a name must come, per list and kind
========= ===================================================================
"""

from moratorium.screening.indexing import Compared, Index, decode_index, encode_index, index
from moratorium.screening.lists import LISTS, SOURCES, Entry, ListInfo, ListName, Reading
from moratorium.screening.match import Match, Screened, alignment, screen, screen_all, wording
from moratorium.screening.names import normalised
from moratorium.screening.score import Alignment, Link, score_v1
from moratorium.screening.thresholds import Thresholds
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
    "Alignment",
    "Compared",
    "Difference",
    "Entry",
    "Index",
    "ListInfo",
    "ListName",
    "Link",
    "ListVersion",
    "Match",
    "Reading",
    "Screened",
    "Thresholds",
    "alignment",
    "check_shrink",
    "decode_index",
    "decode_version",
    "diff",
    "encode_index",
    "encode_version",
    "index",
    "is_stale",
    "normalised",
    "read_version",
    "score_v1",
    "screen",
    "screen_all",
    "wording",
]
