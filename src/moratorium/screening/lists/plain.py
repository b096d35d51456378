"""A plain table of parties with a heading: the company's own list, and official lists of which no readable file exists.

China publishes its unreliable entity list and its export control list as announcements; whoever uses them types them
into such a table. The columns may stand in any order; only ``id`` and ``name`` are required. Several values in one
field are parted by ``;``.

=================== ===================================================================================
column              what stands in it
=================== ===================================================================================
id                  the list's own number of the entry, or one of ours; unique
name                the primary name
aliases             further names, as good as the primary one
weak_aliases        nicknames and names that many bear
kind                ``person``, ``entity``, ``vessel``, ``aircraft`` or ``unknown``
country             countries of seat or nationality
address             where the party sits
birth_date          dates of birth, as exact as known: ``1970``, ``1970-01-31``
tax, registration…  official numbers, one column a kind (``NUMBERS``), with the country in brackets: ``7700 (RU)``
programme           why the list has it: programme or announcement
licence_requirement what needs a licence
notice              the notice or announcement that listed it
reason              all else
=================== ===================================================================================

A heading without rows is a list without entries; only our own list may be one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import get_args

from moratorium.errors import Fault, InputError
from moratorium.screening.lists.entry import Entry, Kind, Quality, Reading, address, distinct, gathered, names_of
from moratorium.screening.lists.files import records
from moratorium.terms.party import Identifier

NUMBERS = ("tax", "registration", "lei", "duns", "imo", "mmsi", "passport", "national_id", "swift", "number")
"""Columns of official numbers."""

COLUMNS = (
    "id",
    "name",
    "aliases",
    "weak_aliases",
    "kind",
    "country",
    "address",
    "birth_date",
    *NUMBERS,
    "programme",
    "licence_requirement",
    "notice",
    "reason",
)
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)} | {"": "unknown"}
_ISSUED = re.compile(r"(?P<value>.*\S)\s*\((?P<country>[^()]+)\)")


def read_plain(list_id: str, data: bytes) -> Reading:
    """All entries of the table.

    Args:
        list_id: Id of the list that it holds, such as ``OWN`` or ``CN-UEL``.
        data: The table as CSV in UTF-8.

    Raises:
        InputError: not UTF-8, no heading, or a heading with unknown or missing columns; carries all faults.

    >>> found = read_plain("OWN", b"id,name,aliases,kind,tax\\n1,Acme Ltd,ACME;Acme Trading,entity,7700 (RU)\\n")
    >>> [name.text for name in found.entries[0].names], found.entries[0].identifiers[0].country
    (['Acme Ltd', 'ACME', 'Acme Trading'], 'RU')
    """
    name = list_id.lower()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("the list is not UTF-8 text", name, "save it as CSV UTF-8") from error
    rejected: list[Fault] = []
    notes: list[Fault] = []
    table = records(text, name, rejected)
    heading = _heading(next(table, (f"{name}:1", []))[1], name, rejected)
    entries = gathered(_entries(list_id, heading, table, rejected), notes)
    return Reading(entries, (list_id,), tuple(rejected), notes=tuple(notes))


def _heading(fields: list[str], name: str, rejected: list[Fault]) -> list[str]:
    heading = [field.strip().lower() for field in fields]
    at = f"{name}:1"
    faults = [*rejected]
    faults += [Fault(f"`{column}` is missing in the heading", at) for column in ("id", "name") if column not in heading]
    faults += [
        Fault(f"unknown column `{column}`", at, f"columns: {', '.join(COLUMNS)}")
        for column in heading
        if column not in COLUMNS
    ]
    faults += [
        Fault(f"column `{column}` stands twice", at) for column in distinct(heading) if heading.count(column) > 1
    ]
    if faults:
        raise InputError.of(faults)
    return heading


def _entries(
    list_id: str, heading: list[str], table: Iterator[tuple[str, list[str]]], rejected: list[Fault]
) -> Iterator[tuple[str, Entry]]:
    for at, fields in table:
        entry = _entry(list_id, dict(zip(heading, fields, strict=True)))
        if isinstance(entry, str):
            rejected.append(Fault(entry, at))
        else:
            yield at, entry


def _entry(list_id: str, row: dict[str, str]) -> Entry | str:
    """The entry, or why the row is none."""
    id, kind = row["id"].strip(), row.get("kind", "").strip().lower()
    strong: list[tuple[str, Quality]] = [(alias, "strong") for alias in _parts(row, "aliases")]
    weak: list[tuple[str, Quality]] = [(alias, "weak") for alias in _parts(row, "weak_aliases")]
    if not id or not row["name"].strip():
        return "an entry needs an id and a name"
    if kind not in _KINDS:
        return f"`{kind}` is none of {', '.join(get_args(Kind))}"
    countries = _parts(row, "country")
    return Entry(
        id,
        list_id,
        _KINDS[kind],
        names_of(row["name"], *strong, *weak),
        identifiers=tuple(
            _number(column, part) for column in NUMBERS if row.get(column) for part in _parts(row, column)
        ),
        birth_dates=_parts(row, "birth_date"),
        countries=countries,
        addresses=address(countries[0] if countries else None, text=row.get("address")),
        programmes=_parts(row, "programme"),
        licence_requirement=row.get("licence_requirement", "").strip() or None,
        notice=row.get("notice", "").strip() or None,
        remarks=row.get("reason", "").strip() or None,
    )


def _parts(row: dict[str, str], column: str) -> tuple[str, ...]:
    return distinct(row.get(column, "").split(";"))


def _number(kind: str, text: str) -> Identifier:
    issued = _ISSUED.fullmatch(text)
    return Identifier(kind, issued["value"], issued["country"]) if issued else Identifier(kind, text)
