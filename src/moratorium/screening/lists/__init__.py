"""Official lists of parties: one reader for each, bytes in, entries out. Nothing here compares anything.

======== ===================================================================================
module   what is in it
======== ===================================================================================
table    the lists we know: publisher, source, promised freshness
entry    one listed party, the same shape for all lists; rows of one party joined
files    files as bytes: what is refused before reading; rows of a table
markup   XML without document type declarations
ofac     OFAC's SDN and consolidated non-SDN lists (CSV, with alt, add and comments where given)
non_sdn  on which list an entry of OFAC's consolidated file stands
remarks  the running text in OFAC's remarks column
csl      US Consolidated Screening List (JSON or CSV), the lists of three departments in one file
csl_row  one entry of it, with the publisher's field names
csl_csv  its CSV
un       United Nations Security Council consolidated list (XML)
eu       EU consolidated financial sanctions list (XML 1.1)
uk       UK Sanctions List (CSV)
plain    a table kept by hand: the company's own list, the Chinese lists
======== ===================================================================================
"""

from moratorium.screening.lists.csl import read_csl
from moratorium.screening.lists.entry import Entry, ListName, Reading
from moratorium.screening.lists.eu import read_eu
from moratorium.screening.lists.files import check_intact
from moratorium.screening.lists.ofac import read_ofac, read_ofac_cons
from moratorium.screening.lists.plain import read_plain
from moratorium.screening.lists.table import LISTS, NOT_PROVED, SOURCES, ListInfo
from moratorium.screening.lists.uk import read_uk
from moratorium.screening.lists.un import read_un

__all__ = [
    "LISTS",
    "NOT_PROVED",
    "SOURCES",
    "Entry",
    "ListInfo",
    "ListName",
    "Reading",
    "check_intact",
    "read_csl",
    "read_eu",
    "read_ofac",
    "read_ofac_cons",
    "read_plain",
    "read_uk",
    "read_un",
]
