"""Which list an entry of OFAC's consolidated file stands on.

The file holds all lists of OFAC other than SDN and has no column for the list. The publisher marks it by programme
("NS-PLC" is the list of the Palestinian Legislative Council) and by the remarks ("Subject to Directive 3" of Executive
Order 14024 is a menu-based sanction). An entry may stand on two lists. An entry without any mark we know is kept under
the menu-based list, to which OFAC adds what belongs on no older one, and is reported.

Source: US Treasury, Consolidated Sanctions List; the marks were compared with the list that the US Consolidated
Screening List gives for each of the same entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LISTS = ("OFAC-CAP", "OFAC-CMIC", "OFAC-FSE", "OFAC-MBS", "OFAC-PLC", "OFAC-SSI")
"""Every list that the file holds, also where none of its entries stands on it."""

UNTOLD = "OFAC-MBS"
"""The list of an entry without a mark we know."""

_PROGRAMMES = {
    "UKRAINE-EO13662": "OFAC-SSI",
    "NS-PLC": "OFAC-PLC",
    "CMIC-EO13959": "OFAC-CMIC",
    "561-Related": "OFAC-CAP",
    "561List": "OFAC-CAP",
}
_EVADERS = "FSE-"
_MENU = {"RUSSIA-EO14024", "CAATSA - RUSSIA", "HKAA", "BURMA-EO14014", "ILLICIT-DRUGS-EO14059", "NS-ISA"}
_REMARKS = (
    (re.compile(r"Executive Order 13662 Directive Determination"), "OFAC-SSI"),
    (re.compile(r"Executive Order 14024 Directive Information:? Subject to Directive (?:1a?|3|4)\b"), "OFAC-MBS"),
    (re.compile(r"Executive Order 14014 Directive Information:? Subject to"), "OFAC-MBS"),
    (re.compile(r"Executive Order 14059 information|CAATSA Section 235 Information", re.IGNORECASE), "OFAC-MBS"),
    (re.compile(r"Executive Order 14024 Directive Information:? Subject to Directive 2\b"), "OFAC-CAP"),
    (
        re.compile(r"correspondent account or a payable-through account for the foreign financial institution"),
        "OFAC-CAP",
    ),
)


def lists_of(programmes: Sequence[str], remarks: str) -> tuple[str, ...]:
    """Ids of the lists that an entry stands on; none if its marks do not tell.

    >>> directive = "Executive Order 14024 Directive Information Subject to Directive 3"
    >>> lists_of(["UKRAINE-EO13662", "RUSSIA-EO14024"], directive)
    ('OFAC-MBS', 'OFAC-SSI')
    >>> lists_of(["UKRAINE-EO13662", "RUSSIA-EO14024"], ""), lists_of(["RUSSIA-EO14024"], ""), lists_of(["NEW"], "")
    (('OFAC-SSI',), ('OFAC-MBS',), ())
    """
    told = {_PROGRAMMES[programme] for programme in programmes if programme in _PROGRAMMES}
    told |= {"OFAC-FSE" for programme in programmes if programme.startswith(_EVADERS)}
    told |= {list_id for mark, list_id in _REMARKS if mark.search(remarks)}
    if not told and not _MENU.isdisjoint(programmes):
        told = {"OFAC-MBS"}
    return tuple(sorted(told))
