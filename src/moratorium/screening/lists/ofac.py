"""OFAC's lists in the CSV files of their publisher: Specially Designated Nationals, and the consolidated non-SDN lists.

Both sets have one layout. The main file (``sdn``, ``prim``) holds one entry a row (12 columns, no heading, ``-0-`` for
empty); ``alt`` its good aliases, ``add`` its addresses, ``comments`` the rest of remarks longer than 1,000 characters.
Weak aliases stand in the remarks, in quotation marks.

Source: US Treasury, "SDN and Consolidated lists: data formats, delimited files"; a work of the US government.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from moratorium.errors import Fault, SourceError
from moratorium.screening.lists import non_sdn
from moratorium.screening.lists.entry import (
    Entry,
    Kind,
    Quality,
    Reading,
    address,
    distinct,
    gathered,
    names_of,
    statement,
)
from moratorium.screening.lists.remarks import read_remarks
from moratorium.terms.party import Identifier

SDN = "OFAC-SDN"
_COLUMNS = {"sdn": 12, "prim": 12, "alt": 5, "add": 6, "comments": 2}
_LACKS = {"alt": "aliases", "add": "addresses"}
_KINDS: dict[str, Kind] = {"": "entity", "individual": "person", "vessel": "vessel", "aircraft": "aircraft"}
_END = b"\x1a"

Row = tuple[str, list[str]]
More = Mapping[str, Mapping[str, list[list[str]]]]


def read_ofac(files: Mapping[str, bytes]) -> Reading:
    """All entries of one day's set of SDN files.

    Args:
        files: ``sdn``, and where at hand ``alt``, ``add`` and ``comments``, decompressed.

    Raises:
        SourceError: ``sdn`` is missing or empty, or a file ends in the middle of a row.

    >>> row = b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \\r\\n\\x1a'
    >>> read_ofac({"sdn": row}).entries[0].name
    'AEROCARIBBEAN AIRLINES'
    """
    return _read(files, "sdn", (SDN,), lambda _: (SDN,))


def read_ofac_cons(files: Mapping[str, bytes]) -> Reading:
    """All entries of one day's set of consolidated non-SDN files; one that stands on two lists is two entries.

    Args:
        files: ``prim``, and where at hand ``alt``, ``add`` and ``comments``, decompressed.

    Raises:
        SourceError: ``prim`` is missing or empty, or a file ends in the middle of a row.
    """
    return _read(files, "prim", non_sdn.LISTS, lambda entry: non_sdn.lists_of(entry.programmes, entry.remarks or ""))


def _read(
    files: Mapping[str, bytes], main: str, lists: tuple[str, ...], lists_of: Callable[[Entry], tuple[str, ...]]
) -> Reading:
    if not files.get(main, b"").strip(b"\x1a\r\n\t "):
        raise SourceError(f"the file `{main}` of the OFAC list is missing or empty", main, "download it again")
    rejected: list[Fault] = []
    notes = [
        Fault(f"read without the file `{name}`, so without {what}", main, f"hand in `{name}` too")
        for name, what in _LACKS.items()
        if name not in files
    ]
    rows = {
        name: tuple(_rows(name, files[name], rejected, notes))
        for name in (main, "alt", "add", "comments")
        if name in files
    }
    known = {fields[0] for _, fields in rows[main]}
    more = {name: _by_entry(rows.get(name, ()), known, main, rejected) for name in ("alt", "add", "comments")}
    read: list[tuple[str, Entry]] = []
    for at, fields in rows[main]:
        entry = _entry(fields, more, at, notes)
        told = lists_of(entry) or _untold(entry, at, notes)
        read += [(at, msgspec.structs.replace(entry, list=list_id)) for list_id in told]
    entries = gathered(read, notes)
    return Reading(entries, lists, tuple(rejected), notes=tuple(notes))


def _untold(entry: Entry, at: str, notes: list[Fault]) -> tuple[str, ...]:
    programmes = ", ".join(f"`{one}`" for one in entry.programmes) or "no programme"
    notes.append(
        Fault(f"which list entry `{entry.id}` stands on is not told by {programmes}; kept under {non_sdn.UNTOLD}", at)
    )
    return (non_sdn.UNTOLD,)


def _rows(name: str, data: bytes, rejected: list[Fault], notes: list[Fault]) -> Iterator[Row]:
    """Rows with the right number of columns, each with its place; the others are rejected.

    Each line is read by itself, so that a lost quotation mark spoils one row and not all that follow.
    """
    if not data.endswith((_END, b"\n")):
        raise SourceError(f"the file `{name}` ends in the middle of a row", name, "download it again")
    if not data.endswith(_END) and name != "comments":
        notes.append(Fault(f"the file `{name}` lacks its end mark", name, "compare its size with the publisher's"))
    is_plain = True
    for number, raw in enumerate(data.removeprefix(b"\xef\xbb\xbf").rstrip(_END).split(b"\n"), 1):
        line, is_utf8 = _decoded(raw)
        at = f"{name}:{number}"
        if is_plain and not is_utf8:
            is_plain = False
            notes.append(Fault("not UTF-8 text; lines from here on may be read as Latin-1", at, "look at their names"))
        if line.strip():
            fields = _fields(name, line)
            if isinstance(fields, str):
                rejected.append(Fault(fields, at))
            else:
                yield at, fields


def _decoded(raw: bytes) -> tuple[str, bool]:
    try:
        return raw.decode("utf-8"), True
    except UnicodeDecodeError:
        return raw.decode("latin-1"), False


def _fields(name: str, line: str) -> list[str] | str:
    """The fields of a row, or what is wrong with it."""
    if "\0" in line:
        return "the row holds a NUL character"
    try:
        *head, tail = next(csv.reader([line.rstrip("\r")], strict=True))
    except csv.Error as error:
        return f"not readable as CSV: {error}"
    fields = [*(_stated(field.strip()) for field in head), _stated(tail)]
    return _fault_of(name, fields) or fields


def _stated(field: str) -> str:
    """The field, or nothing; a remark keeps its last blank, since ``comments`` may go on right after it."""
    return "" if field.strip() == "-0-" else field


def _fault_of(name: str, fields: list[str]) -> str:
    if len(fields) != _COLUMNS[name]:
        return f"{len(fields)} columns instead of {_COLUMNS[name]}"
    if not fields[0].isdecimal():
        return f"`{fields[0]}` is no entry number"
    if _COLUMNS[name] == 12 and not fields[1].strip():
        return f"entry `{fields[0]}` has no name"
    if _COLUMNS[name] == 12 and fields[2].lower() not in _KINDS:
        return f"`{fields[2]}` is none of the known types of entry"
    return ""


def _by_entry(rows: tuple[Row, ...], known: set[str], main: str, rejected: list[Fault]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for at, fields in rows:
        if fields[0] in known:
            found[fields[0]].append(fields)
        else:
            rejected.append(Fault(f"belongs to entry `{fields[0]}`, which `{main}` does not hold", at))
    return found


def _entry(fields: Sequence[str], more: More, at: str, notes: list[Fault]) -> Entry:
    """The entry, under the SDN list until its own list is told."""
    id, name, kind, programmes, title, call_sign, vessel_type, tonnage, gross, flag, owner, remark = fields
    text = remark + "".join(row[1] for row in more["comments"].get(id, ()))
    found = read_remarks(text)
    if found.is_cut:
        notes.append(Fault(f"the remarks of entry `{id}` are cut off", at, "hand in `comments` too"))
    strong: list[tuple[str, Quality]] = [(row[3], "strong") for row in more["alt"].get(id, ())]
    weak: list[tuple[str, Quality]] = [(alias, "weak") for alias in found.aliases]
    places = more["add"].get(id, ())
    signs = (Identifier("call_sign", call_sign),) if call_sign else ()
    return Entry(
        id,
        SDN,
        _KINDS[kind.lower()],
        names_of(name, *strong, *weak),
        identifiers=found.identifiers + signs,
        birth_dates=found.birth_dates,
        countries=distinct([*(row[4] for row in places), flag, *found.countries]),
        addresses=tuple(part for row in places for part in address(row[4], city=row[3], text=row[2])),
        phones=found.phones,
        programmes=distinct(programmes.split("] [")),
        remarks=statement(
            title,
            text,
            ("vessel type", vessel_type),
            ("vessel owner", owner),
            ("tonnage", tonnage),
            ("gross registered tonnage", gross),
        ),
    )
