"""Where the official lists are published, and the mirror that may stand in for the publishers.

The addresses are those of the publishers themselves; each was looked up on the day and with the mark that stand beside
it (V2: read in a stored secondary text; no page of the publisher was at hand). An address that has moved is told by the
publisher's own page, and ``MORATORIUM_LISTS_MIRROR`` or ``lists import`` works in the meantime.

In a closed network ``MORATORIUM_LISTS_MIRROR`` names a folder of a web server: the file of each part is asked for at
``MIRROR/SOURCE/FILE``, such as ``MIRROR/ofac-sdn/alt.csv``. Only such a mirror may be spoken to without TLS.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from moratorium.errors import InputError

MIRROR = "MORATORIUM_LISTS_MIRROR"
"""Name of the setting."""


@dataclass(frozen=True)
class Publication:
    """A file that a publisher offers.

    Attributes:
        publisher: Whose it is.
        address: Where, over HTTPS.
        file: Its name on a mirror.
        looked_up: Day on which the address was looked up.
        mark: How sure that is.
    """

    publisher: str
    address: str
    file: str
    looked_up: date
    mark: str


def _published(publisher: str, base: str, files: dict[str, tuple[str, str]]) -> dict[str, Publication]:
    return {
        part: Publication(publisher, base + place, file, date(2026, 11, 25), "V2")
        for part, (place, file) in files.items()
    }


_OFAC = "US Treasury, Office of Foreign Assets Control (Sanctions List Service)"
_EXPORTS = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/"

PUBLICATIONS: dict[str, dict[str, Publication]] = {
    "ofac-sdn": _published(
        _OFAC,
        _EXPORTS,
        {
            "sdn": ("SDN.CSV", "sdn.csv"),
            "alt": ("ALT.CSV", "alt.csv"),
            "add": ("ADD.CSV", "add.csv"),
            "comments": ("SDN_COMMENTS.CSV", "sdn_comments.csv"),
        },
    ),
    "ofac-cons": _published(
        _OFAC,
        _EXPORTS,
        {
            "prim": ("CONS_PRIM.CSV", "cons_prim.csv"),
            "alt": ("CONS_ALT.CSV", "cons_alt.csv"),
            "add": ("CONS_ADD.CSV", "cons_add.csv"),
            "comments": ("CONS_COMMENTS.CSV", "cons_comments.csv"),
        },
    ),
    "us-csl": _published(
        "US Commerce, International Trade Administration",
        "https://data.trade.gov/downloadable_consolidated_screening_list/v1/",
        {"csl": ("consolidated.json", "consolidated.json")},
    ),
    "un": _published(
        "United Nations Security Council",
        "https://scsanctions.un.org/resources/xml/en/",
        {"un": ("consolidated.xml", "consolidated.xml")},
    ),
    "eu": _published(
        "European Commission, Financial Sanctions Files (its token for the public)",
        "https://webgate.ec.europa.eu/fsd/fsf/public/files/",
        {"eu": ("xmlFullSanctionsList_1_1/content?token=dG9rZW4tMjAxNw", "xmlFullSanctionsList_1_1.xml")},
    ),
    "uk": _published(
        "UK Foreign, Commonwealth and Development Office",
        "https://sanctionslist.fcdo.gov.uk/docs/",
        {"uk": ("UK-Sanctions-List.csv", "UK-Sanctions-List.csv")},
    ),
}
"""What is fetched for each part of a source; sources that are not here are imported by hand."""


def mirror_setting() -> str | None:
    """Base address of the mirror without a slash at its end; None where no mirror is set.

    Raises:
        InputError: it is no address of a web server, or holds a name and password, a query or a fragment.
    """
    stated = os.environ.get(MIRROR, "").strip().rstrip("/")
    if not stated:
        return None
    try:
        parts = urlsplit(stated)
        is_usable = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 443) > 0
    except ValueError:
        is_usable = False
    if not is_usable:
        raise InputError(f"`{stated}` is no mirror", MIRROR, "write it as https://HOST/FOLDER")
    if parts.username is not None or parts.query or parts.fragment:
        raise InputError("the address holds more than a host and a folder", MIRROR, "write it as https://HOST/FOLDER")
    return stated


def addresses(source: str, mirror: str | None) -> dict[str, str]:
    """Where each part of a source is fetched from.

    >>> addresses("un", None)
    {'un': 'https://scsanctions.un.org/resources/xml/en/consolidated.xml'}
    >>> addresses("un", "http://lists.example/copies")
    {'un': 'http://lists.example/copies/un/consolidated.xml'}
    """
    parts = PUBLICATIONS[source].items()
    if mirror is None:
        return {part: publication.address for part, publication in parts}
    return {part: f"{mirror}/{source}/{publication.file}" for part, publication in parts}


def chosen(sources: Iterable[str]) -> tuple[str, ...]:
    """Sources to be updated; all that are published if none is named.

    Raises:
        InputError: a source that nobody publishes at an address; all of them at once.
    """
    asked = tuple(dict.fromkeys(sources))
    faults = [
        InputError(
            f"`{source}` is not fetched from anywhere",
            "lists update",
            f"one of {', '.join(PUBLICATIONS)}; others are brought by `moratorium lists import`",
        ).fault
        for source in asked
        if source not in PUBLICATIONS
    ]
    if faults:
        raise InputError.of(faults)
    return asked or tuple(PUBLICATIONS)
