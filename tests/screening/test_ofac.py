from __future__ import annotations

from collections.abc import Callable

import pytest

from moratorium.errors import SourceError
from moratorium.screening import ListVersion, Reading
from moratorium.screening.lists import read_ofac, read_ofac_cons
from moratorium.terms.party import Identifier

Read = tuple[ListVersion, Reading]
NOTHING = b"-0- ," * 6


def row(id: int, name: str, remark: str = "-0- ", kind: str = "-0- ") -> bytes:
    return f'{id},"{name}","{kind}","CUBA] [SDGT",'.encode() + b"-0- ," * 7 + f'"{remark}"\r\n'.encode()


@pytest.mark.parametrize(
    ("day", "entries"),
    [("2022-02-23", 9121), ("2022-02-24", 9123), ("2022-03-24", 9793), ("2022-04-22", 10025), ("2022-05-08", 10150)],
)
def test_every_row_of_each_published_file_is_an_entry(
    published: Callable[[str], bytes], day: str, entries: int
) -> None:
    data = published(f"ofac-sdn/sdn-{day}.csv")
    found = read_ofac({"sdn": data})
    assert len(found.entries) == entries == data.count(b"\r\n")
    assert found.rejected == ()


def test_the_whole_set_gives_every_alias_and_country(sdn_full: Read, published: Callable[[str], bytes]) -> None:
    version, reading = sdn_full
    assert version.count == 8976
    assert reading.rejected == ()
    assert reading.notes == ()
    strong = sum(name.quality == "strong" for entry in version.entries for name in entry.names)
    assert strong > 11_800  # 11,910 rows of alt, some of which repeat a name
    zurich = next(entry for entry in version.entries if entry.id == "306")
    assert {"Switzerland", "Spain"} <= set(zurich.countries)


def test_comments_go_on_where_the_remarks_column_ends(sdn_full: Read) -> None:
    hacker = next(entry for entry in sdn_full[0].entries if entry.id == "28264")
    assert Identifier("national_id", "210302198701102136", "China") in hacker.identifiers
    assert {"blackjack1987", "khaleesi"} <= {name.text for name in hacker.names}


def test_remarks_cut_off_are_noted(sdn_before: Read) -> None:
    assert "sdn:7560" in {note.at for note in sdn_before[1].notes}


def test_numbers_are_read_from_the_remarks(sdn_after: Read) -> None:
    vessel = next(entry for entry in sdn_after[0].entries if entry.id == "15040")
    assert vessel.kind == "vessel"
    assert vessel.identifiers[:2] == (Identifier("imo", "9187631"), Identifier("mmsi", "256845000"))
    assert vessel.countries == ("Iran", "Tuvalu", "Malta")
    person = next(entry for entry in sdn_after[0].entries if entry.id == "10856")
    assert (person.kind, person.birth_dates, person.programmes) == ("person", ("1955-09-28",), ("NPWMD", "IFSR"))
    assert person.identifiers == (Identifier("passport", "G4506013", "Iran"),)


def test_aliases_in_the_remarks_are_weak() -> None:
    found = read_ofac({"sdn": row(1, "GARCIA, Juan", "a.k.a. 'EL SENOR'; a.k.a. 'S.A.'.", "individual") + b"\x1a"})
    assert [(name.text, name.quality) for name in found.entries[0].names] == [
        ("GARCIA, Juan", "primary"),
        ("EL SENOR", "weak"),
        ("S.A.", "weak"),
    ]


def test_an_unreadable_row_is_reported_and_the_others_are_read() -> None:
    data = (
        row(1, "ONE") + b'2,"TWO\r\n' + b"x," + NOTHING * 2 + b"\r\n" + row(1, "ONE AGAIN") + row(3, "THREE") + b"\x1a"
    )
    found = read_ofac({"sdn": data, "alt": b'9,1,"aka","NOBODY",-0- \r\n\x1a'})
    assert [entry.name for entry in found.entries] == ["ONE", "THREE"]
    assert [fault.at for fault in found.rejected] == ["sdn:2", "sdn:3", "alt:1"]
    assert [name.text for name in found.entries[0].names] == ["ONE", "ONE AGAIN"]
    assert "sdn:4" in {note.at for note in found.notes}


@pytest.mark.parametrize("data", [b"", b"\x1a", b"\r\n\r\n\x1a"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="missing or empty"):
        read_ofac({"sdn": data})


def test_a_file_cut_off_in_a_row_is_refused(published: Callable[[str], bytes]) -> None:
    with pytest.raises(SourceError, match="ends in the middle of a row"):
        read_ofac({"sdn": published("ofac-sdn/sdn-2022-05-08.csv")[:1_000_000]})


def test_a_file_cut_off_between_rows_is_noted() -> None:
    found = read_ofac({"sdn": row(1, "ONE")})
    assert any("end mark" in note.message for note in found.notes)


def test_a_set_without_aliases_is_noted() -> None:
    found = read_ofac({"sdn": row(1, "ONE") + b"\x1a", "add": b"\x1a"})
    assert [note.message for note in found.notes] == ["read without the file `alt`, so without aliases"]


def test_addresses_call_sign_and_owner_are_kept() -> None:
    vessel = b'7,"APAMA","vessel","IRAN",-0- ,"9HDS9X","Tanker","99","56","Iran","NITC","Phone Number 98218."\r\n\x1a'
    found = read_ofac(
        {"sdn": vessel, "add": b'7,1,"1 Quay","Bushehr 75","Iran",-0- \r\n7,2,-0- ,-0- ,"Malta",-0- \r\n\x1a'}
    )
    entry = found.entries[0]
    assert entry.identifiers == (Identifier("call_sign", "9HDS9X"),)
    assert entry.countries == ("Iran", "Malta")
    assert [(place.text, place.city, place.country) for place in entry.addresses] == [("1 Quay", "Bushehr 75", "Iran")]
    assert entry.phones == ("98218",)
    assert entry.remarks == (
        "Phone Number 98218.; vessel type: Tanker; vessel owner: NITC; tonnage: 99; gross registered tonnage: 56"
    )


def test_latin_1_is_read_line_by_line_and_noted() -> None:
    data = row(1, "ONE") + row(2, "NIÑO").decode().encode("latin-1") + row(3, "NIÑA")
    found = read_ofac({"sdn": data + b"\x1a"})
    assert [entry.name for entry in found.entries] == ["ONE", "NIÑO", "NIÑA"]
    assert [note.at for note in found.notes if "UTF-8" in note.message] == ["sdn:2"]


def test_a_row_with_a_nul_character_is_reported() -> None:
    found = read_ofac({"sdn": row(1, "ONE") + row(2, "TWO\0") + b"\x1a"})
    assert [fault.at for fault in found.rejected] == ["sdn:2"]


NON_SDN = (
    (1, "NS-PLC", "DOB 1962.", {"OFAC-PLC"}),
    (2, "SDGT] [NS-PLC", "-0- ", {"OFAC-PLC"}),
    (3, "CMIC-EO13959", "-0- ", {"OFAC-CMIC"}),
    (4, "561-Related", "-0- ", {"OFAC-CAP"}),
    (5, "UKRAINE-EO13662", "Executive Order 13662 Directive Determination - Subject to Directive 1.", {"OFAC-SSI"}),
    (
        6,
        "UKRAINE-EO13662] [RUSSIA-EO14024",
        "Executive Order 14024 Directive Information Subject to Directive 3 - All transactions.",
        {"OFAC-SSI", "OFAC-MBS"},
    ),
    (7, "FSE-IR", "-0- ", {"OFAC-FSE"}),
    (8, "CAATSA - RUSSIA", "-0- ", {"OFAC-MBS"}),
    (9, "NEW-PROGRAMME", "-0- ", {"OFAC-MBS"}),
)


def test_the_lists_of_the_consolidated_file_are_told_apart() -> None:
    lines = [row(id, f"NAME {id}", remark).replace(b"CUBA] [SDGT", marks.encode()) for id, marks, remark, _ in NON_SDN]
    found = read_ofac_cons({"prim": b"".join(lines) + b"\x1a"})
    told = {id: {entry.list for entry in found.entries if entry.id == str(id)} for id, *_ in NON_SDN}
    assert told == {id: lists for id, _, _, lists in NON_SDN}
    assert found.lists == ("OFAC-CAP", "OFAC-CMIC", "OFAC-FSE", "OFAC-MBS", "OFAC-PLC", "OFAC-SSI")


def test_an_entry_whose_list_is_not_told_is_kept_and_reported() -> None:
    data = row(9, "NINE").replace(b"CUBA] [SDGT", b"NEW-PROGRAMME") + b"\x1a"
    found = read_ofac_cons({"prim": data, "alt": b"\x1a", "add": b"\x1a"})
    assert [entry.key for entry in found.entries] == ["OFAC-MBS#9"]
    assert str(found.notes[0]).startswith("prim:1: which list entry `9` stands on is not told by `NEW-PROGRAMME`")


def test_aliases_and_addresses_go_to_each_list_of_an_entry() -> None:
    marks = b"UKRAINE-EO13662] [RUSSIA-EO14024"
    line = row(6, "BANK", NON_SDN[5][2]).replace(b"CUBA] [SDGT", marks)
    found = read_ofac_cons({"prim": line + b"\x1a", "alt": b'6,1,"fka","OLD BANK",-0- \r\n\x1a'})
    assert [[name.text for name in entry.names] for entry in found.entries] == [["BANK", "OLD BANK"]] * 2
