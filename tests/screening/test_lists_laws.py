"""Whatever bytes a file holds, a reader gives entries and faults, or an error in the user's words; nothing else."""

from __future__ import annotations

import contextlib
import csv
import gzip
import json
import re
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import Fault, InputError, SourceError
from moratorium.screening import SOURCES, Reading, decode_version, diff, encode_version, read_version
from moratorium.screening.lists.files import records

SDN = (
    b"".join(
        f'{id},"{name}",{kind},"SDGT] [IRAN",-0- ,"9HDS9","Tanker","99","56","Iran",-0- ,"{remark}"\r\n'.encode()
        for id, name, kind, remark in (
            (1, "GARCIA, Juan", '"individual"', "DOB 10 Dec 1948; Passport 1084010 (Egypt) issued 1999; a.k.a. 'X'."),
            (2, "ACME LLC", "-0- ", "Tax ID No. 7700223330 (Russia); Digital Currency Address - XBT 12QtD5BFw."),
            (
                3,
                "APAMA",
                '"vessel"',
                "Vessel Registration Identification IMO 9187631; nationality Iran; DOB 31 Feb 1960.",
            ),
        )
    )
    + b"\x1a"
)
ALT = b'1,10,"aka","JUANITO",-0- \r\n2,11,"fka","ACME OLD",-0- \r\n\x1a'
CSL = msgspec.json.encode(
    {
        "total": 2,
        "search_performed_at": "2026-07-31T13:15:00",
        "results": [
            {
                "name": "A; a.k.a. B",
                "source": "Entity List (EL) - BIS",
                "alt_names": ["C"],
                "addresses": [{"country": "RU"}],
            },
            {
                "name": "D",
                "source": "Specially Designated Nationals (SDN) - T",
                "entity_number": "1",
                "programs": ["X; Y"],
            },
        ],
    }
)
UN = (
    b'<?xml version="1.0" encoding="UTF-8"?><CONSOLIDATED_LIST dateGenerated="2026-02-27"><INDIVIDUALS><INDIVIDUAL>'
    b"<REFERENCE_NUMBER>XXi.001</REFERENCE_NUMBER><FIRST_NAME>ANN</FIRST_NAME>"
    b"<COMMENTS1>IMO number: 5571322</COMMENTS1>"
    b"<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>A (b); C</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    b"<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Passport</TYPE_OF_DOCUMENT><NUMBER>no. A1</NUMBER></INDIVIDUAL_DOCUMENT>"
    b"</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
)
CSL_CSV = (
    b"_id,source,entity_number,type,programs,name,addresses,alt_names,ids\r\n"
    b'7,Specially Designated Nationals (SDN) - T,7,Vessel,A; B,"D, E","1 Q, Bushehr, IR; MT",F; G,"Passport, 8, KP"\r\n'
    b'x,Entity List (EL) - BIS,,,,H,"K, AM",I a.k.a. J,\r\n'
)
EU = (
    b'<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-08-05T16:47:04"><sanctionEntity '
    b'euReferenceNumber="EU.1.1"><subjectType code="person"/><nameAlias wholeName="A B" strong="false"/>'
    b'<birthdate calendarType="GREGORIAN" year="1953" monthOfYear="2"/><address city="Omsk" countryIso2Code="RU"/>'
    b'<identification number="8" identificationTypeCode="passport" countryIso2Code="RU"/></sanctionEntity></export>'
)
UK = (
    b"Report Date: 08-Oct-2026\r\nUnique ID,Name 6,Name 1,Name type,Alias strength,Regime Name,D.O.B,IMO number\r\n"
    b'RUS1,"X ""Y""",Ann,Primary Name,,Russia,dd/mm/1953,\r\nRUS1,Z,,Alias,Low quality a.k.a,Russia,,IMO9826902\r\n'
)
OWN = 'id,name,aliases,kind,country,tax\n1,ООО Пример,"a;b",entity,RU,7 (RU)\n2,Acme,,person,NL,\n'.encode()
CONS = SDN.replace(b"SDGT] [IRAN", b"NS-PLC] [NEW")
FILES: dict[str, dict[str, bytes]] = {
    "ofac-sdn": {"sdn": SDN, "alt": ALT},
    "ofac-cons": {"prim": CONS, "alt": ALT},
    "us-csl": {"csl": CSL},
    "un": {"un": UN},
    "eu": {"eu": EU},
    "uk": {"uk": UK},
    "cn-uel": {"cn-uel": OWN},
    "cn-ecl": {"cn-ecl": OWN},
    "own": {"own": OWN},
}
CASES = [*FILES.items(), ("us-csl", {"csl": CSL_CSV})]
DAY = date(2022, 4, 26)
BAD = [b'"', b"\r\n", b"\x00", b"\\ud800", b"<", b"&#0;", b"; ", b"\x1a", b"\xff", b",", b"(" * 50, b"'"]


PLACES = st.integers(0, 2**20)
CHANGES = st.tuples(PLACES, st.integers(0, 40), st.binary(max_size=6) | st.sampled_from(BAD))
Damage = tuple[int | None, list[tuple[int, int, bytes]]]
DAMAGE = st.tuples(st.none() | PLACES, st.lists(CHANGES, max_size=4))
"""Where to cut, if at all, and what to put instead of some bytes; places wrap around at the end of the file."""


def damaged(data: bytes, damage: Damage) -> bytes:
    """The bytes, with some of them lost, gained or changed, or cut off somewhere."""
    cut, changes = damage
    for place, lost, gained in changes:
        start = place % (len(data) + 1)
        data = data[:start] + gained + data[start + lost :]
    return data if cut is None else data[: cut % (len(data) + 1)]


def test_every_source_is_tried() -> None:
    assert set(FILES) == set(SOURCES)


@pytest.mark.parametrize(("source", "files"), CASES)
def test_what_is_not_damaged_is_read_whole(source: str, files: dict[str, bytes]) -> None:
    _, reading = read_version(source, files, DAY)
    assert reading.entries
    assert reading.rejected == ()


@given(st.sampled_from(CASES), st.integers(0, 1), DAMAGE)
def test_damaged_bytes_give_entries_and_faults_or_an_error_of_ours(
    case: tuple[str, dict[str, bytes]], which: int, damage: Damage
) -> None:
    """And what is read can be kept, read back and compared."""
    source, files = case
    name = sorted(files)[which % len(files)]
    files = files | {name: damaged(files[name], damage)}
    with contextlib.suppress(InputError, SourceError):
        version, _ = read_version(source, files, DAY)
        kept = decode_version(encode_version(version))
        assert kept == version
        assert not any(diff(version, kept).added)
        assert all(entry.name.strip() and entry.id for entry in version.entries)


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_any_bytes_give_entries_and_faults_or_an_error_of_ours(source: str, data: bytes) -> None:
    with contextlib.suppress(InputError, SourceError):
        read_version(source, {"file": data}, DAY)


HEADS = {
    "sdn": ("ofac-sdn/sdn-2022-05-08.csv", "ofac-sdn"),
    "prim": ("ofac-sdn/sdn-2022-05-08.csv", "ofac-cons"),
    "json": ("csl/consolidated-2026-07-31.json", "us-csl"),
    "csv": ("csl/consolidated-2026-07-31.json", "us-csl"),
    "un": ("un/consolidated-2026-02-27.xml", "un"),
}
SOME = 40


def head(kind: str, data: bytes) -> bytes:
    """The first entries of a published file, as a whole file of its kind."""
    match kind:
        case "json" | "csv":
            results = json.loads(data)["results"][::700][:SOME]
            return (
                csl_table(results)
                if kind == "csv"
                else json.dumps({"total": len(results), "results": results}).encode()
            )
        case "un":
            end = b"</INDIVIDUAL>"
            return end.join(data.split(end)[:SOME]) + end + b"</INDIVIDUALS></CONSOLIDATED_LIST>"
        case _:
            return b"".join(data.splitlines(keepends=True)[:SOME]) + b"\x1a"


def csl_table(results: list[dict[str, object]]) -> bytes:
    """Entries of the JSON as the CSV has them."""
    out = StringIO()
    columns = ["source", "entity_number", "type", "programs", "name", "addresses", "alt_names", "ids"]
    writer = csv.DictWriter(out, columns, restval="", extrasaction="ignore", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    for row in results:
        seats = [place["country"] for place in row["addresses"]]  # type: ignore[attr-defined]
        lists = {"addresses": seats, "alt_names": row["alt_names"], "programs": row.get("programs") or []}
        writer.writerow(row | {name: "; ".join(values) for name, values in lists.items()})  # type: ignore[arg-type]
    return out.getvalue().encode()


@pytest.fixture(scope="session")
def heads(shared: Callable[[str], Path]) -> Callable[[str], bytes]:
    """The head of a published file by kind; a function, whose name is short when an example is shown."""
    found = {
        kind: head(kind, gzip.decompress(shared(f"data/lists/{name}.gz").read_bytes()))
        for kind, (name, _) in HEADS.items()
    }
    return lambda kind: found[kind]


@given(st.sampled_from(sorted(HEADS)), DAMAGE)
def test_every_row_of_a_damaged_published_file_is_read_or_reported(
    heads: Callable[[str], bytes], kind: str, damage: Damage
) -> None:
    """Or the file is refused."""
    content = damaged(heads(kind), damage)
    with contextlib.suppress(SourceError):
        _, reading = read_version(HEADS[kind][1], {"file": content}, DAY)
        assert_accounted(kind, content, reading)


def assert_accounted(kind: str, content: bytes, reading: Reading) -> None:
    """Every row that a simple count finds is an entry, was joined with one, or is reported with its place."""
    places = {fault.at for fault in reading.rejected}
    joined = sum(rows_of(str(note)) - 1 for note in reading.notes if "stands here again" in note.message)
    parties = len({entry.id for entry in reading.entries}) if kind == "prim" else len(reading.entries)
    match kind:
        case "json":
            rows = len(json.loads(content)["results"])
        case "un":
            rows = content.count(b"<INDIVIDUAL>")
        case "csv":
            faults: list[Fault] = []
            rows = len(list(records(content.decode("utf-8-sig"), "csl", faults))) + len(faults) - 1
        case _:
            rows = sum(re.search(rb"[0-9A-Za-z]", line) is not None for line in content.split(b"\n"))
    assert parties + joined + len(places) >= rows


def rows_of(note: str) -> int:
    return int(note.partition("(")[2].partition(" rows")[0].replace(",", ""))


@given(st.binary(max_size=100))
def test_any_blob_is_a_version_or_an_error_of_ours(data: bytes) -> None:
    with contextlib.suppress(SourceError):
        decode_version(data)


@given(
    st.permutations(SDN.rstrip(b"\x1a").splitlines(keepends=True)),
    st.lists(st.sampled_from(["2,", 'x,"', ",,"]), max_size=3),
)
def test_no_row_is_lost(rows: list[bytes], bad: list[str]) -> None:
    """Every row is an entry or a fault."""
    data = b"".join([*rows, *(f"{line}\r\n".encode() for line in bad), b"\x1a"])
    _, reading = read_version("ofac-sdn", {"sdn": data}, DAY)
    assert len(reading.entries) + len(reading.rejected) == len(rows) + len(bad)
    assert len(reading.entries) == len(rows)
