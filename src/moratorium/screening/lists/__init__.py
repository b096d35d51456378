"""Official lists of parties: one reader for each, bytes in, entries out. Nothing here compares anything.

======== ==================================================================
module   what is in it
======== ==================================================================
table    the lists we know: publisher, source, promised freshness
entry    one listed party, the same shape for all lists
ofac     OFAC SDN (CSV, with alt, add and comments where given)
remarks  the running text in OFAC's remarks column
csl      US Consolidated Screening List (JSON), twelve lists in one file
un       United Nations Security Council consolidated list (XML)
own      the company's own list (CSV)
======== ==================================================================
"""

from moratorium.screening.lists.csl import read_csl
from moratorium.screening.lists.entry import Entry, ListName, Reading
from moratorium.screening.lists.ofac import read_ofac
from moratorium.screening.lists.own import read_own
from moratorium.screening.lists.table import LISTS, SOURCES, ListInfo
from moratorium.screening.lists.un import read_un

__all__ = [
    "LISTS",
    "SOURCES",
    "Entry",
    "ListInfo",
    "ListName",
    "Reading",
    "read_csl",
    "read_ofac",
    "read_own",
    "read_un",
]
