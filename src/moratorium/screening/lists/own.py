"""The company's own list of parties: a plain table with a heading, kept by the company itself.

Columns ``id,name,aliases,kind,country,reason`` in any order; several aliases are separated by ``;``. Only ``id`` and
``name`` are required. A heading without rows is a list without entries.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import get_args

from moratorium.errors import Fault, InputError
from moratorium.screening.lists.entry import Entry, Kind, Quality, Reading, distinct, names_of

LIST = "OWN"
COLUMNS = ("id", "name", "aliases", "kind", "country", "reason")
_KINDS: dict[str, Kind] = {kind: kind for kind in get_args(Kind)} | {"": "unknown"}


def read_own(data: bytes) -> Reading:
    """All entries of the table.

    Raises:
        InputError: not UTF-8, no heading, or a heading with unknown or missing columns; carries all faults.

    >>> found = read_own(b"id,name,aliases,kind,country,reason\\n1,Acme Ltd,ACME;Acme Trading,entity,NL,unpaid\\n")
    >>> [name.text for name in found.entries[0].names]
    ['Acme Ltd', 'ACME', 'Acme Trading']
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("our own list is not UTF-8 text", "own", "save it as CSV UTF-8") from error
    rejected: list[Fault] = []
    rows = _rows(text, rejected)
    heading = [name.strip().lower() for name in next(rows, ("own:1", []))[1]]
    faults = [Fault(f"`{name}` is missing in the heading", "own:1") for name in ("id", "name") if name not in heading]
    faults += [
        Fault(f"unknown column `{name}`", "own:1", f"columns: {', '.join(COLUMNS)}")
        for name in heading
        if name not in COLUMNS
    ]
    if faults or rejected:
        raise InputError.of(faults or rejected)
    entries: dict[str, Entry] = {}
    for at, fields in rows:
        fault = _take(dict(zip(heading, fields, strict=False)), len(fields) == len(heading), entries)
        if fault:
            rejected.append(Fault(fault, at))
    return Reading(tuple(entries.values()), (LIST,), tuple(rejected))


def _rows(text: str, rejected: list[Fault]) -> Iterator[tuple[str, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            rejected.append(Fault(f"not readable as CSV: {error}", f"own:{reader.line_num}"))
            continue
        if any(field.strip() for field in fields):
            yield f"own:{reader.line_num}", fields


def _take(row: dict[str, str], whole: bool, entries: dict[str, Entry]) -> str:
    """Add the row to the entries, or say why not."""
    id, kind = row.get("id", "").strip(), row.get("kind", "").strip().lower()
    aliases: list[tuple[str, Quality]] = [(alias, "strong") for alias in row.get("aliases", "").split(";")]
    names = names_of(row.get("name", ""))
    if not whole:
        return "not as many columns as the heading"
    if not id or not names:
        return "an entry needs an id and a name"
    if id in entries:
        return f"entry `{id}` stands here a second time"
    if kind not in _KINDS:
        return f"`{kind}` is none of {', '.join(get_args(Kind))}"
    entries[id] = Entry(
        id,
        LIST,
        _KINDS[kind],
        names_of(names[0].text, *aliases),
        countries=distinct([row.get("country")]),
        remarks=row.get("reason", "").strip() or None,
    )
    return ""
