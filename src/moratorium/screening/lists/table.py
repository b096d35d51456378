"""The lists we know, who publishes them, where they come from, and how old they may get.

The promised freshness is our own policy: a list older than that is unknown, and what depends on it holds. Publishers
change the US lists on any working day and the UN list several times a month.
"""

from __future__ import annotations

import msgspec

NOT_PROVED = "not proved on a published file"
"""Said of a list whose reader was written from its published layout, while no published file was at hand."""

_OFAC = "US Treasury, Office of Foreign Assets Control"
_BIS = "US Commerce, Bureau of Industry and Security"
_STATE = "US Department of State"
_MOFCOM = "Ministry of Commerce of the People's Republic of China"
_CONS = "Consolidated Sanctions List, non-SDN, as published (CSV)"
_CSL = "US Consolidated Screening List (consolidated.json or .csv), International Trade Administration"
_BY_HAND = "kept by hand from the announcements (CSV); no machine-readable file is published"


class ListInfo(msgspec.Struct, frozen=True):
    """A list of parties.

    Attributes:
        title: Its name.
        publisher: Whose list it is.
        source: Id of the source that publishes it first hand, one of ``SOURCES``.
        fresh_days: Days after publication for which we promise to rely on a version.
        text: Where the version comes from, for people.
        caution: What to know before relying on it, such as ``NOT_PROVED``; empty if nothing.
    """

    title: str
    publisher: str
    source: str
    fresh_days: int
    text: str
    caution: str = ""


LISTS: dict[str, ListInfo] = {
    "OFAC-SDN": ListInfo(
        "Specially Designated Nationals and Blocked Persons List", _OFAC, "ofac-sdn", 7, "SDN list as published (CSV)"
    ),
    "OFAC-SSI": ListInfo("Sectoral Sanctions Identifications List", _OFAC, "ofac-cons", 7, _CONS),
    "OFAC-CMIC": ListInfo("Non-SDN Chinese Military-Industrial Complex Companies List", _OFAC, "ofac-cons", 7, _CONS),
    "OFAC-MBS": ListInfo("Non-SDN Menu-Based Sanctions List", _OFAC, "ofac-cons", 7, _CONS),
    "OFAC-CAP": ListInfo(
        "Correspondent Account or Payable-Through Account Sanctions (CAPTA) List", _OFAC, "ofac-cons", 7, _CONS
    ),
    "OFAC-PLC": ListInfo("Non-SDN Palestinian Legislative Council List", _OFAC, "ofac-cons", 7, _CONS),
    "OFAC-FSE": ListInfo("Foreign Sanctions Evaders List", _OFAC, "ofac-cons", 7, _CONS),
    "BIS-EL": ListInfo("Entity List (15 CFR part 744, supplement 4)", _BIS, "us-csl", 7, _CSL),
    "BIS-DPL": ListInfo("Denied Persons List", _BIS, "us-csl", 7, _CSL),
    "BIS-UVL": ListInfo("Unverified List (15 CFR part 744, supplement 6)", _BIS, "us-csl", 7, _CSL),
    "BIS-MEU": ListInfo("Military End User List (15 CFR part 744, supplement 7)", _BIS, "us-csl", 7, _CSL),
    "STATE-DTC": ListInfo("AECA and ITAR Debarred Parties", _STATE, "us-csl", 7, _CSL),
    "STATE-ISN": ListInfo("Nonproliferation Sanctions", _STATE, "us-csl", 7, _CSL),
    "UN": ListInfo(
        "United Nations Security Council Consolidated List",
        "United Nations Security Council",
        "un",
        7,
        "consolidated list as published (XML)",
    ),
    "EU-CFSP": ListInfo(
        "Consolidated list of persons, groups and entities subject to EU financial sanctions",
        "European Commission",
        "eu",
        7,
        "consolidated list as published (XML 1.1)",
        NOT_PROVED,
    ),
    "UK-SL": ListInfo(
        "UK Sanctions List",
        "Foreign, Commonwealth & Development Office",
        "uk",
        7,
        "UK Sanctions List as published (CSV)",
        NOT_PROVED,
    ),
    "CN-UEL": ListInfo("Unreliable Entity List", _MOFCOM, "cn-uel", 31, _BY_HAND),
    "CN-ECL": ListInfo("Export Control List (controlled parties)", _MOFCOM, "cn-ecl", 31, _BY_HAND),
    "OWN": ListInfo("Our own list of parties", "the company itself", "own", 366, "our own list (CSV)"),
}
"""Every list that a measure may name, by id."""

SOURCES: dict[str, tuple[str, ...]] = {
    "ofac-sdn": ("sdn", "alt", "add", "comments"),
    "ofac-cons": ("prim", "alt", "add", "comments"),
    "us-csl": ("csl",),
    "un": ("un",),
    "eu": ("eu",),
    "uk": ("uk",),
    "cn-uel": ("cn-uel",),
    "cn-ecl": ("cn-ecl",),
    "own": ("own",),
}
"""Names of the files that a version of a source is read from; the first is required."""
