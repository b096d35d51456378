"""The US Consolidated Screening List as CSV: what JSON keeps as a list stands in one field here, parted by ``;``.

An address ends with its country ("Komitas 26/114, Yerevan, AM"); a number is label, number and country ("Passport,
836238033, KP"), in files of older years the other way round ("US, 80-0890696, Tax ID No.").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists.csl_row import Number, Place, Row
from moratorium.screening.lists.files import check_end, records, text_of
from moratorium.screening.lists.remarks import is_label

NEEDED = ("source", "entity_number", "type", "programs", "name", "addresses", "alt_names", "ids")
"""Columns without which the file is not read: their loss would look like entries without aliases or numbers."""

_TEXTS = (
    "type",
    "entity_number",
    "license_requirement",
    "license_policy",
    "federal_register_notice",
    "start_date",
    "end_date",
    "standard_order",
    "title",
    "remarks",
    "call_sign",
    "vessel_type",
    "vessel_flag",
    "vessel_owner",
    "gross_tonnage",
    "gross_registered_tonnage",
)
_LISTS = ("alt_names", "programs", "citizenships", "dates_of_birth", "nationalities", "places_of_birth")
_COUNTRY = re.compile(r"[A-Z]{2}")


def rows(data: bytes, rejected: list[Fault], notes: list[Fault]) -> Iterator[tuple[str, Row]]:
    """Entries of the file, each with its place.

    Args:
        data: ``consolidated.csv``, decompressed.
        rejected: Takes the rows that cannot be read.
        notes: Takes what a person should know.

    Raises:
        SourceError: not UTF-8, no such heading, or cut off in the middle of a row.
    """
    text = text_of(data, "csl")
    table = records(text, "csl", rejected)
    _, heading = next(table, ("", []))
    names = [name.strip().lower() for name in heading]
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        raise SourceError(
            f"not readable as a consolidated screening list: no column `{lacking[0]}`",
            "csl",
            "hand in consolidated.json or consolidated.csv",
        )
    for at, fields in table:
        yield at, _row(dict(zip(names, fields, strict=True)))
    check_end(text, "csl", rejected, notes)


def _row(fields: dict[str, str]) -> Row:
    said = {name: fields.get(name, "").strip() or None for name in _TEXTS}
    listed = {name: _parts(fields.get(name, "")) for name in _LISTS}
    places = tuple(_place(part) for part in _parts(fields["addresses"]))
    numbers = tuple(_number(part) for part in _parts(fields["ids"]))
    return msgspec.convert(
        said | listed | {"name": fields["name"], "source": fields["source"], "addresses": places, "ids": numbers}, Row
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _place(text: str) -> Place:
    """An address and its country.

    >>> _place("Komitas 26/114, Yerevan, Armenia, AM"), _place("TR").country
    (Place(address='Komitas 26/114, Yerevan, Armenia', city=None, state=None, postal_code=None, country='AM'), 'TR')
    """
    before, _, last = text.rpartition(",")
    country = last.strip()
    return Place(before.strip() or None, country=country) if _COUNTRY.fullmatch(country) else Place(text)


def _number(text: str) -> Number:
    """A number with its label and country, whichever comes first.

    >>> _number("Passport, 836238033, KP")
    Number(type='Passport', number='836238033', country='KP')
    >>> _number("US, 80-0890696, Tax ID No.")
    Number(type='Tax ID No.', number='80-0890696', country='US')
    >>> _number("IMO 8898831, Vessel Registration Identification").type
    'Vessel Registration Identification'
    """
    parts = [part.strip() for part in text.split(",")]
    if is_label(parts[-1]) and not is_label(parts[0]):
        parts.reverse()
    country = parts.pop() if len(parts) > 2 and _COUNTRY.fullmatch(parts[-1]) else None
    label = parts.pop(0) if len(parts) > 1 else None
    return Number(label, ", ".join(parts), country)
