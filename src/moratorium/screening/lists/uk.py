"""The UK Sanctions List as CSV.

Above the heading stands the day of the report. A designation is spread over several rows, one for each combination of a
name with an address and other values; the rows of one unique id are one entry. Surnames and names of entities stand in
``Name 6``, which is written last. Not proved on a published file.

Source: Foreign, Commonwealth & Development Office, The UK Sanctions List (CSV).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists.entry import (
    Entry,
    Kind,
    ListName,
    Quality,
    Reading,
    address,
    distinct,
    distinct_names,
    statement,
)
from moratorium.screening.lists.files import check_end, records, text_of
from moratorium.screening.lists.remarks import birth_date
from moratorium.terms.party import Address, Identifier

LIST = "UK-SL"
NEEDED = ("Unique ID", "Name 1", "Name 6", "Name type", "Alias strength", "Regime Name")
"""Columns without which the file is not read."""

_KIND = ("Designation Type", "Individual, Entity, Ship")
_KINDS: dict[str, Kind] = {"individual": "person", "entity": "entity", "ship": "vessel"}
_NAME = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_SCRIPT = ("Name non-latin script", "Non-latin script type", "Non-latin script language")
_NUMBERS = {
    "National Identifier number": "national_id",
    "Passport number": "passport",
    "Business registration number (s)": "registration",
    "IMO number": "imo",
}
_COUNTRIES = ("Address Country", "Nationality(/ies)", "Current believed flag of ship", "Previous flags")
_REMARKS = (
    "Title",
    "Position",
    "Sanctions Imposed",
    "Designation source",
    "UN Reference Number",
    "OFSI Group ID",
    "Date Designated",
    "Other Information",
    "UK Statement of Reasons",
    "National Identifier additional information",
    "Passport additional information",
    "Town of birth",
    "Country of birth",
    "Type of entity",
    "Subsidiaries",
    "Parent company",
    "Current owner/operator (s)",
    "Previous owner/operator (s)",
    "Type of ship",
    "Hull identification number (HIN)",
    "Website",
    "Email address",
)
_REPORT = re.compile(r"^\ufeff?\"?Report Date:\s*(\d{1,2}-[A-Za-z]{3}-\d{4})[^\n]*\n")
_BIRTH = re.compile(r"(\w{1,2})/(\w{1,2})/(\d{4})")

Row = dict[str, str]


def read_uk(data: bytes) -> Reading:
    """All designations of the file.

    Args:
        data: ``UK-Sanctions-List.csv``, decompressed.

    Raises:
        SourceError: not UTF-8, no such heading, or cut off in the middle of a row.

    >>> heading = "Report Date: 08-Oct-2026\\nUnique ID,Name 6,Name 1,Name type,Alias strength,Regime Name\\n"
    >>> rows = "RUS0001,EXAMPLE,Ann,Primary Name,,Russia\\nRUS0001,EXAMPLE,Anna,Alias,,Russia\\n"
    >>> found = read_uk((heading + rows).encode())
    >>> [name.text for name in found.entries[0].names], str(found.stated_on)
    (['Ann EXAMPLE', 'Anna EXAMPLE'], '2026-10-08')
    """
    text = text_of(data, "uk")
    report = _REPORT.match(text)
    rejected: list[Fault] = []
    notes: list[Fault] = []
    gathered: dict[str, list[Row]] = defaultdict(list)
    for at, row in _rows(text[report.end() :] if report else text, 2 if report else 1, rejected):
        if "Unique ID" in row and any(part in row for part in (*_NAME, _SCRIPT[0])):
            gathered[row["Unique ID"]].append(row)
        else:
            rejected.append(Fault("a row without a unique id or a name", at))
    check_end(text, "uk", rejected, notes)
    entries = tuple(_entry(id, rows) for id, rows in gathered.items())
    stated_on = _day(report[1]) if report else None
    return Reading(entries, (LIST,), tuple(rejected), stated_on=stated_on, notes=tuple(notes))


def _rows(text: str, first_line: int, rejected: list[Fault]) -> Iterator[tuple[str, Row]]:
    """Rows with what is stated in them; equal texts, which many rows repeat, are kept once."""
    table = records(text, "uk", rejected, first_line)
    heading = [name.strip() for name in next(table, ("", []))[1]]
    lacking = [name for name in NEEDED if name not in heading]
    if lacking:
        raise SourceError(
            f"not readable as the UK sanctions list: no column `{lacking[0]}`", "uk", "hand in UK-Sanctions-List.csv"
        )
    same: dict[str, str] = {}
    for at, fields in table:
        stated = zip(heading, (" ".join(field.split()) for field in fields), strict=True)
        yield at, {name: same.setdefault(value, value) for name, value in stated if value}


def _entry(id: str, rows: list[Row]) -> Entry:
    return Entry(
        id,
        LIST,
        next((_KINDS[kind] for kind in _values(rows, *_KIND, lower=True) if kind in _KINDS), "unknown"),
        _names(rows),
        identifiers=tuple(_identifiers(rows)),
        birth_dates=distinct(_birth_date(text) for text in _values(rows, "D.O.B")),
        countries=distinct(part for text in _values(rows, *_COUNTRIES) for part in re.split("[;|]", text)),
        addresses=tuple(dict.fromkeys(part for row in rows for part in _address(row))),
        phones=_values(rows, "Phone number"),
        programmes=_values(rows, "Regime Name"),
        remarks=statement(*((column, ", ".join(_values(rows, column))) for column in _REMARKS)),
    )


def _values(rows: Iterable[Row], *columns: str, lower: bool = False) -> tuple[str, ...]:
    found = (row.get(column) for row in rows for column in columns)
    return distinct(value.lower() if lower and value else value for value in found)


def _names(rows: list[Row]) -> tuple[ListName, ...]:
    """All names: the primary one first, then the others, then those in other scripts."""
    latin = [name for row in rows if (name := _latin(row)).text]
    chief = next((name for name in latin if name.quality == "primary"), None)
    others = [
        ListName(name.text, "strong") if name.quality == "primary" and chief and name.text != chief.text else name
        for name in latin
    ]
    original = [
        ListName(text, "strong", row.get(_SCRIPT[1]), row.get(_SCRIPT[2]))
        for row in rows
        if (text := row.get(_SCRIPT[0]))
    ]
    names = distinct_names([*([chief] if chief else []), *others, *original])
    return (ListName(names[0].text, "primary", names[0].script, names[0].language), *names[1:])


def _latin(row: Row) -> ListName:
    kind, strength = row.get("Name type", "").lower(), row.get("Alias strength", "").lower()
    quality: Quality = "weak" if "low" in strength or "weak" in strength else "strong"
    text = " ".join(row[part] for part in _NAME if part in row)
    return ListName(text, "primary" if kind == "primary name" else quality)


def _address(row: Row) -> tuple[Address, ...]:
    lines = [row[line] for number in range(1, 7) if (line := f"Address Line {number}") in row]
    return address(row.get("Address Country"), text=", ".join(lines), postcode=row.get("Address Postal Code"))


def _identifiers(rows: list[Row]) -> Iterator[Identifier]:
    for column, kind in _NUMBERS.items():
        for part in distinct(part for text in _values(rows, column) for part in text.split(";")):
            yield Identifier(kind, part)


def _birth_date(text: str) -> str:
    """ISO 8601, as exact as stated; the publisher writes what it does not know as ``dd``, ``mm`` or ``00``.

    >>> _birth_date("07/10/1952"), _birth_date("dd/10/1952"), _birth_date("00/00/1975"), _birth_date("c. 1960")
    ('1952-10-07', '1952-10', '1975', 'c. 1960')
    """
    stated = _BIRTH.fullmatch(text)
    if stated is None:
        return text
    day, month = (int(part) if part.isdecimal() else 0 for part in (stated[1], stated[2]))
    if not month:
        return stated[3] if not day else text
    return f"{stated[3]}-{month:02}-{day:02}" if day else f"{stated[3]}-{month:02}"


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(birth_date(text.replace("-", " ")))
    except ValueError:
        return None
