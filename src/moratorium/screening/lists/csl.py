"""The US Consolidated Screening List: twelve lists of three departments in one JSON file (``consolidated.json``).

The file states how many entries it holds; fewer or more in it is an error. Where a list numbers its entries the
number is the id. Where it does not (the lists of Commerce and State), the id is made from what identifies the entry:
name, notice and countries. Such an entry whose name is changed is therefore one entry removed and one added.

Source: International Trade Administration, Consolidated Screening List; a work of the US government.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import msgspec

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists.entry import Entry, Kind, Quality, Reading, distinct, names_of
from moratorium.screening.lists.remarks import birth_date
from moratorium.terms.canon import digest
from moratorium.terms.party import Identifier

_LISTS = {
    "Capta List (CAP)": "OFAC-CAP",
    "Denied Persons List (DPL)": "BIS-DPL",
    "Entity List (EL)": "BIS-EL",
    "ITAR Debarred (DTC)": "STATE-DTC",
    "Military End User (MEU) List": "BIS-MEU",
    "Non-SDN Chinese Military-Industrial Complex Companies List (CMIC)": "OFAC-CMIC",
    "Non-SDN Menu-Based Sanctions List (NS-MBS List)": "OFAC-MBS",
    "Nonproliferation Sanctions (ISN)": "STATE-ISN",
    "Palestinian Legislative Council List (PLC)": "OFAC-PLC",
    "Sectoral Sanctions Identifications List (SSI)": "OFAC-SSI",
    "Specially Designated Nationals (SDN)": "OFAC-SDN",
    "Unverified List (UVL)": "BIS-UVL",
}
_KINDS: dict[str, Kind] = {"entity": "entity", "individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_NUMBERS = (
    ("passport", "passport"),
    ("imo", "imo"),
    ("vessel registration", "imo"),
    ("mmsi", "mmsi"),
    ("swift", "swift"),
    ("d-u-n-s", "duns"),
    ("legal entity", "lei"),
    ("aircraft", "aircraft"),
    ("digital currency", "wallet"),
    ("tax", "tax"),
    ("v.a.t.", "tax"),
    ("registration", "registration"),
    ("regist", "registration"),
    ("national id", "national_id"),
)
_NOT_NUMBERS = ("phone", "fax", "email", "website", "gender", "sanctions", "date", "executive order", "nationality")
_ALIAS = re.compile(r"\s*[;,(]?\s*\b(?:a\.?k\.?a\.?|f/k/a)(?![a-z])[:,]?\s*", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


class _Address(msgspec.Struct):
    country: str | None = None


class _Number(msgspec.Struct):
    type: str | None = None
    number: str | None = None
    country: str | None = None


class _Row(msgspec.Struct):
    name: str
    source: str
    id: str | None = None
    type: str | None = None
    entity_number: str | int | None = None
    alt_names: tuple[str, ...] | None = None
    addresses: tuple[_Address, ...] | None = None
    nationalities: tuple[str, ...] | None = None
    citizenships: tuple[str, ...] | None = None
    vessel_flag: str | None = None
    dates_of_birth: tuple[str, ...] | None = None
    ids: tuple[_Number, ...] | None = None
    programs: tuple[str, ...] | None = None
    license_requirement: str | None = None
    license_policy: str | None = None
    federal_register_notice: str | None = None
    title: str | None = None
    remarks: str | None = None


class _File(msgspec.Struct):
    results: list[msgspec.Raw]
    total: int | None = None
    sources_used: dict[str, int] | list[msgspec.Raw] | None = None
    search_performed_at: str | None = None


_FILE = msgspec.json.Decoder(_File)
_ROW = msgspec.json.Decoder(_Row)
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)


def read_csl(data: bytes) -> Reading:
    """All entries of the file, of whichever of the twelve lists.

    Args:
        data: ``consolidated.json``, decompressed.

    Raises:
        SourceError: not JSON, cut off, not of this layout, or the number of entries is not the one stated.

    >>> source = "Unverified List (UVL) - Bureau of Industry and Security"
    >>> rows = [{"name": "ACME", "source": source, "alt_names": ["Acme Ltd"]}]
    >>> found = read_csl(msgspec.json.encode({"total": 1, "results": rows}))
    >>> found.lists, [name.text for name in found.entries[0].names]
    (('BIS-UVL',), ['ACME', 'Acme Ltd'])
    """
    try:
        file = _FILE.decode(data)
    except _UNREADABLE as error:
        raise SourceError(
            f"not readable as a consolidated screening list: {error}", "csl", "download it again"
        ) from error
    if file.total is not None and file.total != len(file.results):
        raise SourceError(
            f"{len(file.results):,} entries, but the file states {file.total:,}", "csl", "download it again"
        )
    rejected: list[Fault] = []
    seen: Counter[str] = Counter()
    entries = []
    for number, raw in enumerate(file.results):
        entry = _entry(raw, f"csl:results[{number}]", seen, rejected)
        if entry is not None:
            entries.append(entry)
    return Reading(
        tuple(entries),
        _lists(file, entries),
        tuple(rejected),
        stated=file.total,
        stated_on=_day(file.search_performed_at),
    )


def _lists(file: _File, entries: list[Entry]) -> tuple[str, ...]:
    """Lists that the file names or holds, so that a list now empty is still known to be there."""
    named = file.sources_used if isinstance(file.sources_used, dict) else {}
    found = {_LISTS[title] for source in named if (title := source.partition(" - ")[0]) in _LISTS}
    return tuple(sorted(found | {entry.list for entry in entries}))


def _entry(raw: msgspec.Raw, at: str, seen: Counter[str], rejected: list[Fault]) -> Entry | None:
    try:
        row = _ROW.decode(raw)
        return _entry_of(row, seen)
    except _RejectedError as error:
        rejected.append(Fault(str(error), at))
    except _UNREADABLE as error:
        rejected.append(Fault(f"not readable as an entry: {error}", at))
    return None


class _RejectedError(Exception):
    """A row that reads well but is no entry of a list we know."""


def _entry_of(row: _Row, seen: Counter[str]) -> Entry:
    list_id = _LISTS.get(row.source.partition(" - ")[0])
    if list_id is None:
        raise _RejectedError(f"`{row.source}` is none of the lists we know")
    primary, *inner = _spellings(row.name)
    aliases = [spelling for alias in row.alt_names or () for spelling in _spellings(alias)]
    strong: list[tuple[str, Quality]] = [(alias, "strong") for alias in (*inner, *aliases)]
    names = names_of(primary, *strong)
    if not names:
        raise _RejectedError("an entry without a name")
    countries = distinct(
        [
            *(address.country for address in row.addresses or ()),
            *(row.nationalities or ()),
            *(row.citizenships or ()),
            row.vessel_flag,
        ]
    )
    return Entry(
        _id(row, list_id, countries, seen),
        list_id,
        _KINDS.get((row.type or "").lower(), "unknown"),
        names,
        identifiers=tuple(_identifiers(row.ids or ())),
        birth_dates=distinct(birth_date(text) for text in row.dates_of_birth or ()),
        countries=countries,
        programmes=distinct(part for text in row.programs or () for part in text.split(";")),
        licence_requirement=row.license_requirement or None,
        licence_policy=row.license_policy or None,
        notice=row.federal_register_notice or None,
        remarks="; ".join(part for part in (row.title, row.remarks) if part) or None,
    )


def _spellings(name: str) -> list[str]:
    """The name, and what it holds of others: ``Kreig; a.k.a. Cow Craig`` is two names.

    >>> _spellings("KOLOKOL (AKA: ALDRICH AMES)")
    ['KOLOKOL (AKA: ALDRICH AMES)', 'KOLOKOL', 'ALDRICH AMES']
    """
    name = " ".join(name.split())
    parts = [part.strip(" ;,()") for part in _ALIAS.split(name)]
    return [name, *(part for part in parts if part)] if len(parts) > 1 else [name]


def _id(row: _Row, list_id: str, countries: tuple[str, ...], seen: Counter[str]) -> str:
    """The publisher's id; else one made of name, notice and countries, with a number where that is not unique."""
    stated = row.entity_number if row.entity_number not in (None, "") else row.id
    made = str(stated) if stated else digest([row.name, row.federal_register_notice, sorted(countries)])[:16]
    seen[f"{list_id}#{made}"] += 1
    times = seen[f"{list_id}#{made}"]
    return made if times == 1 else f"{made}.{times}"


def _identifiers(numbers: tuple[_Number, ...]) -> list[Identifier]:
    found = []
    for number in numbers:
        label = (number.type or "").lower()
        if number.number and not any(word in label for word in _NOT_NUMBERS):
            kind = next((kind for word, kind in _NUMBERS if word in label), "number")
            found.append(Identifier(kind, number.number, number.country or None))
    return found


def _day(instant: str | None) -> date | None:
    stated = _DAY.match(instant or "")
    try:
        return date.fromisoformat(stated[0]) if stated else None
    except ValueError:
        return None
