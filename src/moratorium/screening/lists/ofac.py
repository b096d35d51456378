"""OFAC's list of Specially Designated Nationals, in the CSV files of its publisher.

``sdn`` holds one entry a row (12 columns, no header, ``-0-`` for empty); ``alt`` its good aliases, ``add`` its
addresses, ``comments`` the rest of remarks longer than 1,000 characters. Weak aliases stand in the remarks, in
quotation marks.

Source: US Treasury, "SDN and Consolidated lists: data formats, delimited files"; a work of the US government.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator, Mapping

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists.entry import Entry, Kind, Quality, Reading, distinct, names_of
from moratorium.screening.lists.remarks import read_remarks

LIST = "OFAC-SDN"
_COLUMNS = {"sdn": 12, "alt": 5, "add": 6, "comments": 2}
_KINDS: dict[str, Kind] = {"": "entity", "individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_END = "\x1a"

Row = tuple[str, list[str]]


def read_ofac(files: Mapping[str, bytes]) -> Reading:
    """All entries of one day's set of files.

    Args:
        files: ``sdn``, and where at hand ``alt``, ``add`` and ``comments``, decompressed.

    Raises:
        SourceError: ``sdn`` is missing or empty, or a file ends in the middle of a row.

    >>> row = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \\r\\n\\x1a'
    >>> read_ofac({"sdn": row}).entries[0].name
    'AEROCARIBBEAN AIRLINES'
    """
    if not files.get("sdn", b"").strip(b"\x1a\r\n\t "):
        raise SourceError("the file `sdn` of the OFAC list is missing or empty", "sdn", "download it again")
    rejected: list[Fault] = []
    notes: list[Fault] = []
    rows = {name: tuple(_rows(name, files[name], rejected, notes)) for name in _COLUMNS if name in files}
    known = {fields[0] for _, fields in rows["sdn"]}
    more = {name: _by_entry(rows.get(name, ()), known, rejected) for name in ("alt", "add", "comments")}
    entries: dict[str, Entry] = {}
    for at, fields in rows["sdn"]:
        if fields[0] in entries:
            rejected.append(Fault(f"entry `{fields[0]}` stands here a second time", at))
            continue
        entry, is_cut = _entry(fields, more["alt"], more["add"], more["comments"])
        entries[entry.id] = entry
        if is_cut:
            notes.append(Fault(f"the remarks of entry `{entry.id}` are cut off", at, "hand in `sdn_comments` too"))
    return Reading(tuple(entries.values()), (LIST,), tuple(rejected), notes=tuple(notes))


def _rows(name: str, data: bytes, rejected: list[Fault], notes: list[Fault]) -> Iterator[Row]:
    """Rows with the right number of columns, each with its place; the others are rejected.

    Each line is read by itself, so that a lost quotation mark spoils one row and not all that follow.
    """
    text = _decoded(data)
    if not text.endswith((_END, "\n")):
        raise SourceError(f"the file `{name}` ends in the middle of a row", name, "download it again")
    if not text.endswith(_END) and name != "comments":
        notes.append(Fault(f"the file `{name}` lacks its end mark", name, "compare its size with the publisher's"))
    for number, line in enumerate(text.rstrip(_END).split("\n"), 1):
        if not line.strip():
            continue
        at = f"{name}:{number}"
        try:
            *head, tail = next(csv.reader([line.rstrip("\r")], strict=True))
        except csv.Error as error:
            rejected.append(Fault(f"not readable as CSV: {error}", at))
            continue
        fields = [*(_stated(field.strip()) for field in head), _stated(tail)]
        fault = _fault_of(name, fields)
        if fault:
            rejected.append(Fault(fault, at))
        else:
            yield at, fields


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _stated(field: str) -> str:
    """The field, or nothing; a remark keeps its last blank, since ``comments`` may go on right after it."""
    return "" if field.strip() == "-0-" else field


def _fault_of(name: str, fields: list[str]) -> str:
    if len(fields) != _COLUMNS[name]:
        return f"{len(fields)} columns instead of {_COLUMNS[name]}"
    if not fields[0].isdecimal():
        return f"`{fields[0]}` is no entry number"
    if name == "sdn" and not fields[1]:
        return f"entry `{fields[0]}` has no name"
    if name == "sdn" and fields[2].lower() not in _KINDS:
        return f"`{fields[2]}` is none of the known types of entry"
    return ""


def _by_entry(rows: tuple[Row, ...], known: set[str], rejected: list[Fault]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for at, fields in rows:
        if fields[0] in known:
            found[fields[0]].append(fields)
        else:
            rejected.append(Fault(f"belongs to entry `{fields[0]}`, which `sdn` does not hold", at))
    return found


def _entry(
    fields: list[str],
    alt: Mapping[str, list[list[str]]],
    add: Mapping[str, list[list[str]]],
    comments: Mapping[str, list[list[str]]],
) -> tuple[Entry, bool]:
    id, name, kind, programmes, title, *vessel, remark = fields
    text = remark + "".join(row[1] for row in comments.get(id, ()))
    found = read_remarks(text)
    strong: list[tuple[str, Quality]] = [(row[3], "strong") for row in alt.get(id, ())]
    weak: list[tuple[str, Quality]] = [(alias, "weak") for alias in found.aliases]
    flag = vessel[4]
    return Entry(
        id,
        LIST,
        _KINDS[kind.lower()],
        names_of(name, *strong, *weak),
        identifiers=found.identifiers,
        birth_dates=found.birth_dates,
        countries=distinct([*(row[4] for row in add.get(id, ())), flag, *found.countries]),
        programmes=distinct(programmes.split("] [")),
        remarks="; ".join(part for part in (title, text) if part) or None,
    ), found.is_cut
