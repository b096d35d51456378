"""Whatever bytes a file holds, a reader gives entries and faults, or an error in the user's words; nothing else."""

from __future__ import annotations

import contextlib
from datetime import date

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from moratorium.errors import InputError, SourceError
from moratorium.screening import decode_version, encode_version, index, read_version, screen
from moratorium.terms.party import Party

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
OWN = 'id,name,aliases,kind,country,reason\n1,ООО Пример,"a;b",entity,RU,x\n2,Acme,,person,NL,\n'.encode()
FILES = {"ofac-sdn": {"sdn": SDN, "alt": ALT}, "us-csl": {"csl": CSL}, "un": {"un": UN}, "own": {"own": OWN}}
DAY = date(2022, 4, 26)


@st.composite
def damaged(draw: st.DrawFn) -> tuple[str, dict[str, bytes]]:
    """The files of a source, one of which lost, gained or changed some bytes."""
    source = draw(st.sampled_from(sorted(FILES)))
    files = dict(FILES[source])
    name = draw(st.sampled_from(sorted(files)))
    data = bytearray(files[name])
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = draw(st.integers(start, min(len(data), start + 40)))
        data[start:stop] = draw(
            st.binary(max_size=6) | st.sampled_from([b'"', b"\r\n", b"\x00", b"\\ud800", b"<", b"&#0;", b"; "])
        )
    files[name] = bytes(data)
    return source, files


@given(damaged())
def test_damaged_bytes_give_entries_and_faults_or_an_error_of_ours(case: tuple[str, dict[str, bytes]]) -> None:
    """And what is read can be kept, read back and compared."""
    source, files = case
    with contextlib.suppress(InputError, SourceError):
        version, _ = read_version(source, files, DAY)
        assert decode_version(encode_version(version)) == version
        at_hand = index([version])
        for entry in version.entries:
            screen(Party(names=tuple(name.text for name in entry.names), identifiers=entry.identifiers), at_hand)


@given(st.sampled_from(sorted(FILES)), st.binary(max_size=200))
def test_any_bytes_give_entries_and_faults_or_an_error_of_ours(source: str, data: bytes) -> None:
    with contextlib.suppress(InputError, SourceError):
        read_version(source, {"file": data}, DAY)


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
