"""The US Consolidated Screening List: the lists of three departments in one file, as JSON or as CSV.

``consolidated.json`` states how many entries it holds; fewer or more in it is an error. ``consolidated.csv`` holds the
same with one entry a row and does not state a number. Which of the two a file is, is told by its content; an entry has
the same id in both.

Where a list numbers its entries (those of Treasury) the number is the id. Where it does not (those of Commerce and
State) the id is made from list, name and first legal notice, so that an entry whose aliases, addresses or later notices
change stays the same entry; entries alike in all three are numbered in the order of the file. The publisher's own
``id`` of such entries is not used: it is a digest that changes when a notice is added.

Source: International Trade Administration, Consolidated Screening List; a work of the US government.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import msgspec

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists import csl_csv
from moratorium.screening.lists.csl_row import Row
from moratorium.screening.lists.entry import (
    Entry,
    Kind,
    Quality,
    Reading,
    address,
    day_of,
    distinct,
    gathered,
    names_of,
    statement,
)
from moratorium.screening.lists.files import text_of
from moratorium.screening.lists.remarks import birth_date, read_remarks
from moratorium.terms.canon import digest
from moratorium.terms.party import Identifier

_LISTS = {
    "Capta List (CAP)": "OFAC-CAP",
    "Denied Persons List (DPL)": "BIS-DPL",
    "Entity List (EL)": "BIS-EL",
    "Foreign Sanctions Evaders (FSE)": "OFAC-FSE",
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
_ALIAS = re.compile(
    r"\s*[;,(]?\s*\b(?:(?:[afn]\.?/?k|d\.?/?b)\.?/?a\.?(?![a-z])|(?:also|formerly) known as\b)[:,]?\s*", re.IGNORECASE
)
_SUCCESSORS = re.compile(r"[;,]? and any successor.*", re.IGNORECASE)
_NOTICE = re.compile(r"(\d+) ?F\.? ?R\.? ?(\d+)")


class _File(msgspec.Struct):
    results: list[msgspec.Raw]
    total: int | None = None
    sources_used: dict[str, int] | list[msgspec.Raw] | None = None
    search_performed_at: str | None = None


class _Used(msgspec.Struct):
    source: str | None = None


_FILE = msgspec.json.Decoder(_File)
_USED = msgspec.json.Decoder(_Used)
_ROW = msgspec.json.Decoder(Row)
_UNREADABLE = (msgspec.MsgspecError, ValueError, RecursionError)


def read_csl(data: bytes) -> Reading:
    """All entries of the file, of whichever list.

    Args:
        data: ``consolidated.json`` or ``consolidated.csv``, decompressed.

    Raises:
        SourceError: neither of the two, cut off, of another layout, or the number of entries is not the one stated.

    >>> source = "Unverified List (UVL) - Bureau of Industry and Security"
    >>> rows = [{"name": "ACME", "source": source, "alt_names": ["Acme Ltd"]}]
    >>> found = read_csl(msgspec.json.encode({"total": 1, "results": rows}))
    >>> found.lists, [name.text for name in found.entries[0].names]
    (('BIS-UVL',), ['ACME', 'Acme Ltd'])
    """
    is_json = data.lstrip(b"\xef\xbb\xbf\r\n\t ")[:1] in (b"{", b"[")
    return _read_json(data) if is_json or not data.strip() else _read_csv(data)


def _read_json(data: bytes) -> Reading:
    text = text_of(data, "csl")
    try:
        file = _FILE.decode(text)
        named = tuple(_sources(file))
    except _UNREADABLE as error:
        raise SourceError(
            f"not readable as a consolidated screening list: {error}", "csl", "download it again"
        ) from error
    if file.total is not None and file.total != len(file.results):
        raise SourceError(
            f"{len(file.results):,} entries, but the file states {file.total:,}", "csl", "download it again"
        )
    rejected: list[Fault] = []
    rows = _decoded(file.results, rejected)
    found = _reading(rows, named, rejected, [])
    return msgspec.structs.replace(found, stated=file.total, stated_on=day_of(file.search_performed_at))


def _decoded(raws: list[msgspec.Raw], rejected: list[Fault]) -> Iterator[tuple[str, Row]]:
    for number, raw in enumerate(raws):
        at = f"csl:results[{number}]"
        try:
            yield at, _ROW.decode(raw)
        except _UNREADABLE as error:
            rejected.append(Fault(f"not readable as an entry: {error}", at))


def _sources(file: _File) -> Iterator[str]:
    """Sources that the file names, as a mapping to counts or as a list of statements."""
    match file.sources_used:
        case dict() as counts:
            yield from counts
        case list() as stated:
            yield from (used for raw in stated if (used := _USED.decode(raw).source))


def _read_csv(data: bytes) -> Reading:
    rejected: list[Fault] = []
    notes: list[Fault] = []
    return _reading(csl_csv.rows(data, rejected, notes), (), rejected, notes)


def _reading(
    rows: Iterator[tuple[str, Row]], named: tuple[str, ...], rejected: list[Fault], notes: list[Fault]
) -> Reading:
    seen: Counter[str] = Counter()
    read = []
    for at, row in rows:
        entry = _entry(row, seen)
        if isinstance(entry, str):
            rejected.append(Fault(entry, at))
        else:
            read.append((at, entry))
    entries = gathered(read, notes)
    lists = {_list_of(source) for source in named} | {entry.list for entry in entries}
    known = tuple(sorted(list_id for list_id in lists if list_id))
    return Reading(entries, known, tuple(rejected), notes=tuple(notes))


def _list_of(source: str) -> str | None:
    return _LISTS.get(source.partition(" - ")[0].strip())


def _entry(row: Row, seen: Counter[str]) -> Entry | str:
    """The entry, or why the row is none."""
    list_id = _list_of(row.source)
    if list_id is None:
        return f"`{row.source}` is none of the lists we know"
    primary, *inner = _spellings(row.name)
    aliases = [spelling for alias in row.alt_names or () for spelling in _parts(alias)]
    strong: list[tuple[str, Quality]] = [(alias, "strong") for alias in (*inner, *aliases)]
    names = names_of(primary, *strong)
    if not names:
        return "an entry without a name"
    places = [address(at.country, at.city, at.address, at.state, at.postal_code) for at in row.addresses or ()]
    numbers = _numbers(row)
    found = read_remarks(numbers)
    return Entry(
        _id(row, list_id, seen),
        list_id,
        _KINDS.get((row.type or "").lower(), "unknown"),
        names,
        identifiers=tuple(dict.fromkeys([*found.identifiers, *_call_sign(row)])),
        birth_dates=distinct(birth_date(text) for text in row.dates_of_birth or ()),
        countries=distinct([*_countries(row), *found.countries]),
        addresses=tuple(part for place in places for part in place),
        phones=found.phones,
        programmes=distinct(part for text in row.programs or () for part in text.split(";")),
        licence_requirement=row.license_requirement or None,
        licence_policy=row.license_policy or None,
        notice=row.federal_register_notice or None,
        remarks=_remarks(row, numbers),
    )


def _countries(row: Row) -> list[str | None]:
    seats = [place.country for place in row.addresses or ()]
    return [*seats, *(row.nationalities or ()), *(row.citizenships or ()), row.vessel_flag]


def _spellings(name: str) -> list[str]:
    """The name, and what it holds of others: ``Kreig; a.k.a. Cow Craig`` is two names.

    >>> _spellings("KOLOKOL (AKA: ALDRICH AMES)")
    ['KOLOKOL (AKA: ALDRICH AMES)', 'KOLOKOL', 'ALDRICH AMES']
    >>> _spellings("PMC Wagner; and any successor, sub-unit, or subsidiary thereof")[1:]
    ['PMC Wagner']
    """
    whole = " ".join(name.split())
    parts = _parts(_SUCCESSORS.sub("", whole))
    return [whole, *(part for part in parts if part != whole)]


def _parts(text: str) -> list[str]:
    """Names in a text, parted by ``;`` or by "a.k.a.", without the "and" before the last.

    >>> _parts("CETC 24;CETC 44; and CETC Research Institute 13")
    ['CETC 24', 'CETC 44', 'CETC Research Institute 13']
    """
    parts = (part for piece in text.split(";") for part in _ALIAS.split(" ".join(piece.split())))
    named = (_unbracketed(part.strip(" ,-").removeprefix("and ")) for part in parts)
    return [part for part in named if part]


def _unbracketed(part: str) -> str:
    """A name without what stands behind a bracket that it does not open.

    >>> _unbracketed("Choe Chol Min) (DPRK individual)"), _unbracketed("(OOO) Milandr"), _unbracketed("KOLOKOL (")
    ('Choe Chol Min', '(OOO) Milandr', 'KOLOKOL')
    """
    depth = 0
    for place, mark in enumerate(part):
        depth += (mark == "(") - (mark == ")")
        if depth < 0:
            return part[:place].strip(" ,-")
    return part.rstrip(" ,-(")


def _id(row: Row, list_id: str, seen: Counter[str]) -> str:
    """The publisher's number; else one made of name and first notice, with a further number where that is not unique.

    >>> told = (None, "77 FR 58006 (no. 182); 84 FR 40241", "77 F.R. 58006")
    >>> [_id(Row("Acme  Ltd", "", federal_register_notice=each), "BIS-EL", Counter()) for each in told]
    ['b651c6e54f502c9c', 'f25eb7c35d98c20b', 'f25eb7c35d98c20b']
    """
    if row.entity_number not in (None, ""):
        return str(row.entity_number)
    made = digest([" ".join(row.name.split()).casefold(), _first_notice(row.federal_register_notice or "")])[:16]
    seen[f"{list_id}#{made}"] += 1
    times = seen[f"{list_id}#{made}"]
    return made if times == 1 else f"{made}.{times}"


def _first_notice(notice: str) -> str:
    """The notice that first listed an entry; later ones are added behind it.

    >>> _first_notice("59 F.R. 42804 8/19/94 and 61 F.R. 19257"), _first_notice("Vol. 59, No. 44, 03/07/1994")
    ('59 FR 42804', 'Vol. 59, No. 44, 03/07/1994')
    """
    cited = _NOTICE.search(notice)
    return f"{cited[1]} FR {cited[2]}" if cited else " ".join(notice.partition(";")[0].split())


def _numbers(row: Row) -> str:
    """The numbers in the form of OFAC's remarks, whose labels they bear: "Passport 836238033 (KP); Gender Male."."""
    parts = [
        f"{(each.type or '').rstrip(' -')} {each.number}" + (f" ({each.country})" if each.country else "")
        for each in row.ids or ()
        if each.number
    ]
    return "; ".join(parts) + "." if parts else ""


def _call_sign(row: Row) -> Iterator[Identifier]:
    if row.call_sign:
        yield Identifier("call_sign", row.call_sign)


def _remarks(row: Row, numbers: str) -> str | None:
    """All that has no field of its own, and the numbers as they stand."""
    tonnages = (("gross tonnage", row.gross_tonnage), ("gross registered tonnage", row.gross_registered_tonnage))
    return statement(
        row.title,
        row.remarks,
        numbers,
        ("place of birth", "; ".join(row.places_of_birth or ())),
        ("from", row.start_date),
        ("until", row.end_date),
        ("standard order", row.standard_order),
        ("vessel type", row.vessel_type),
        ("vessel owner", row.vessel_owner),
        *((label, str(stated) if stated else None) for label, stated in tonnages),
    )
